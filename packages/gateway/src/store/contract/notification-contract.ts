import { describe, expect, it } from 'vitest';
import type { NewNotification, Notification, NotificationProgress } from '../../notify/notification.ts';
import type { Store } from '../store.ts';
import { intentOf, PAID_PROGRESS, seen, START_MS, stepTo } from './contract-data.ts';
import { type ProvideStore, useTrial } from './store-fixture.ts';

const SHOP = { merchantNumber: 1, endpoint: 'https://shop.example' } as const;
const LEASE_END_MS = START_MS + 30_000;

/** The notification of payment `id`, due when time begins. */
function notificationOf(id: number, changes: Partial<NewNotification> = {}): NewNotification {
  return {
    notifyId: `ntf_${id}`,
    url: 'https://shop.example/notify',
    body: `{"syssn": "${id}"}`,
    dueAtMs: START_MS,
    ...changes,
  };
}

/** Stores payment `id` of a merchant as paid, with its notification. */
async function announce(
  store: Store,
  id: number,
  changes: Partial<NewNotification> = {},
  merchantNumber = 1,
): Promise<void> {
  await store.acceptPayment(intentOf(id, { merchantNumber }));
  const notification = notificationOf(id, changes);
  await store.changePayment({ ...seen(id, 1), merchantNumber }, stepTo(PAID_PROGRESS, { notification }));
}

const TRIED: NotificationProgress = {
  state: 'waiting',
  attempts: 1,
  scheduleTries: 1,
  dueAtMs: START_MS + 120_000,
  lastAttemptAtMs: START_MS,
  lastResult: 'HTTP 500',
};

const ACKNOWLEDGED: NotificationProgress = {
  ...TRIED,
  state: 'acknowledged',
  dueAtMs: undefined,
  lastResult: 'SUCCESS',
};

const ENTRY = { event: 'notification_tried', facts: { attempts: 1 } } as const;

/** What every adapter does with the outbox. */
export function notificationContract(provide: ProvideStore): void {
  describe('the outbox', () => {
    const trial = useTrial(provide);
    const lease = (limit = 10, nowMs = START_MS, queue = SHOP) =>
      trial.store.leaseDueNotifications(queue, nowMs, LEASE_END_MS, limit);
    const change = (notification: Notification, progress: NotificationProgress) =>
      trial.store.changeNotification(notification, progress, ENTRY, START_MS);
    const leased = async (): Promise<Notification> => {
      const [first] = await lease(1);
      if (first === undefined) throw new Error('nothing was due');
      return first;
    };

    it('keeps what was announced, byte for byte', async () => {
      await announce(trial.store, 1);
      await trial.restart();
      expect(await trial.store.findNotification('ntf_1')).toEqual({
        id: 1,
        notifyId: 'ntf_1',
        transactionId: 1,
        syssn: intentOf(1).syssn,
        merchantNumber: 1,
        url: 'https://shop.example/notify',
        endpoint: 'https://shop.example',
        body: '{"syssn": "1"}',
        state: 'waiting',
        attempts: 0,
        scheduleTries: 0,
        createdAtMs: START_MS + 5_000,
        dueAtMs: START_MS,
        lastAttemptAtMs: undefined,
        lastResult: '',
      });
    });

    it('announces a transaction once', async () => {
      await announce(trial.store, 1);
      const again = stepTo(PAID_PROGRESS, { notification: notificationOf(2) });
      expect(await trial.store.changePayment(seen(1, 2), again)).toMatchObject({ version: 3 });
      expect(await trial.store.findNotification('ntf_2')).toBeUndefined();
      expect(await lease()).toHaveLength(1);
    });

    it('finds by id and by the number of the transaction', async () => {
      await announce(trial.store, 1);
      await announce(trial.store, 2);
      const { syssn } = intentOf(2);
      expect(await trial.store.findNotification(syssn)).toMatchObject({ notifyId: 'ntf_2' });
      for (const stranger of ['', '2', 'ntf_3', syssn.slice(-10), `9${syssn.slice(1)}`]) {
        expect(await trial.store.findNotification(stranger)).toBeUndefined();
      }
    });

    it('tells the listener when one has become durable, and not before', async () => {
      let told = 0;
      trial.store.onNotificationWaiting(() => {
        told += 1;
      });
      await trial.store.acceptPayment(intentOf(1));
      await trial.store.changePayment(seen(1, 1), stepTo(PAID_PROGRESS));
      expect(told).toBe(0);
      const lost = stepTo(PAID_PROGRESS, { notification: notificationOf(1) });
      expect(await trial.store.changePayment(seen(1, 1), lost)).toBeUndefined();
      expect(told).toBe(0);
      await announce(trial.store, 2);
      expect(told).toBe(1);
      expect(await trial.store.findNotification('ntf_2')).toBeDefined();
      await trial.store.replayNotification('ntf_2', START_MS, START_MS);
      expect(told).toBe(2);
    });

    it('keeps a queue for each merchant and endpoint, the one due first at the front', async () => {
      expect(await trial.store.notificationQueues()).toEqual([]);
      await announce(trial.store, 1, { dueAtMs: START_MS + 3 });
      await announce(trial.store, 2, { dueAtMs: START_MS + 2 });
      await announce(trial.store, 3, { dueAtMs: START_MS + 1, url: 'https://shop.example:444/notify' });
      await announce(trial.store, 4, { dueAtMs: START_MS }, 2);
      await announce(trial.store, 5, { dueAtMs: START_MS + 4, url: 'http://shop.example/notify' });
      expect(await trial.store.notificationQueues()).toEqual([
        { merchantNumber: 2, endpoint: 'https://shop.example', dueAtMs: START_MS },
        { merchantNumber: 1, endpoint: 'https://shop.example:444', dueAtMs: START_MS + 1 },
        { merchantNumber: 1, endpoint: 'https://shop.example', dueAtMs: START_MS + 2 },
        { merchantNumber: 1, endpoint: 'http://shop.example', dueAtMs: START_MS + 4 },
      ]);
    });

    it('leases what is due in one queue, the earliest first, as many as asked for', async () => {
      await announce(trial.store, 1, { dueAtMs: START_MS - 1 });
      await announce(trial.store, 2, { dueAtMs: START_MS - 3 });
      await announce(trial.store, 3, { dueAtMs: START_MS + 1 });
      await announce(trial.store, 4, { dueAtMs: START_MS - 2 });
      await announce(trial.store, 5, { dueAtMs: START_MS - 9 }, 2);
      const ids = async (limit: number): Promise<readonly number[]> =>
        (await lease(limit)).map(({ id }) => id);
      expect(await ids(2)).toEqual([2, 4]);
      expect(await ids(2)).toEqual([1]);
      expect(await ids(2)).toEqual([]);
      expect((await trial.store.findNotification('ntf_2'))?.dueAtMs).toBe(LEASE_END_MS);
    });

    it('hands a leased one out again when its lease has run out', async () => {
      await announce(trial.store, 1);
      await lease();
      expect(await lease(10, LEASE_END_MS - 1)).toEqual([]);
      const queue = { ...SHOP };
      const again = await trial.store.leaseDueNotifications(queue, LEASE_END_MS, LEASE_END_MS + 30_000, 10);
      expect(again).toMatchObject([{ notifyId: 'ntf_1', dueAtMs: LEASE_END_MS + 30_000 }]);
    });

    it('records a try with its entry in the history', async () => {
      await announce(trial.store, 1);
      const notification = await leased();
      expect(await change(notification, TRIED)).toEqual({ ...notification, ...TRIED });
      await trial.restart();
      expect(await trial.store.findNotification('ntf_1')).toEqual({ ...notification, ...TRIED });
      const history = await trial.store.readHistory(1);
      expect(history.at(-1)).toMatchObject({
        event: 'notification_tried',
        facts: { attempts: 1 },
        atMs: START_MS,
      });
    });

    it('has no tries ahead once it has ended', async () => {
      await announce(trial.store, 1);
      await change(await leased(), ACKNOWLEDGED);
      expect(await trial.store.notificationQueues()).toEqual([]);
      expect(await lease(10, LEASE_END_MS * 2)).toEqual([]);
    });

    it('lets only the holder of the lease record', async () => {
      await announce(trial.store, 1);
      const late = await leased();
      const [owner] = await trial.store.leaseDueNotifications(SHOP, LEASE_END_MS, LEASE_END_MS + 1, 1);
      if (owner === undefined) throw new Error('the lease has not run out');
      const before = await trial.store.readHistory(1);
      expect(await change(late, ACKNOWLEDGED)).toBeUndefined();
      expect(await trial.store.readHistory(1)).toEqual(before);
      expect(await change(owner, TRIED)).toBeDefined();
      expect(await change(owner, ACKNOWLEDGED)).toBeUndefined();
      expect(await trial.store.findNotification('ntf_1')).toMatchObject({ state: 'waiting', attempts: 1 });
    });

    it.each([
      ['acknowledged', ACKNOWLEDGED],
      ['given up', { ...ACKNOWLEDGED, state: 'given_up' as const }],
      ['waiting', TRIED],
    ])('is replayed when it was %s: the schedule begins anew, the tries count on', async (_, progress) => {
      await announce(trial.store, 1);
      await change(await leased(), progress);
      const replayed = await trial.store.replayNotification(intentOf(1).syssn, START_MS + 7, START_MS + 8);
      expect(replayed).toMatchObject({
        state: 'waiting',
        attempts: 1,
        scheduleTries: 0,
        dueAtMs: START_MS + 7,
      });
      expect(await trial.store.findNotification('ntf_1')).toEqual(replayed);
      expect((await trial.store.readHistory(1)).at(-1)).toMatchObject({
        event: 'notification_replayed',
        atMs: START_MS + 8,
      });
      expect(await lease(1, START_MS + 7)).toHaveLength(1);
    });

    it('lets each lease record once, even if the next try is due at the very end of the lease', async () => {
      await announce(trial.store, 1);
      const owner = await leased();
      expect(await change(owner, { ...TRIED, dueAtMs: LEASE_END_MS })).toBeDefined();
      expect(await change(owner, ACKNOWLEDGED)).toBeUndefined();
    });

    it('does not let a try that began before a replay end it', async () => {
      await announce(trial.store, 1);
      const late = await leased();
      await trial.store.replayNotification('ntf_1', START_MS + 7, START_MS + 8);
      expect(await change(late, ACKNOWLEDGED)).toBeUndefined();
      expect(await trial.store.findNotification('ntf_1')).toMatchObject({ state: 'waiting' });
    });

    it('replays nothing that is not there', async () => {
      expect(await trial.store.replayNotification('ntf_9', START_MS, START_MS)).toBeUndefined();
    });

    it('lists the newest first, by state and merchant', async () => {
      for (const id of [1, 2, 3]) await announce(trial.store, id);
      await announce(trial.store, 4, {}, 2);
      await change(await leased(), ACKNOWLEDGED);
      await change(await leased(), { ...ACKNOWLEDGED, state: 'given_up' });
      const list = async (state: Notification['state'] | undefined, merchantNumber?: number, limit = 10) =>
        (await trial.store.listNotifications({ state, merchantNumber, limit })).map(({ id }) => id);
      expect(await list(undefined)).toEqual([4, 3, 2, 1]);
      expect(await list(undefined, undefined, 2)).toEqual([4, 3]);
      expect(await list(undefined, 1)).toEqual([3, 2, 1]);
      expect(await list('waiting')).toEqual([4, 3]);
      expect(await list('waiting', 1)).toEqual([3]);
      expect(await list('acknowledged')).toEqual([1]);
      expect(await list('given_up')).toEqual([2]);
      expect(await list('given_up', 2)).toEqual([]);
    });

    it('keeps its waits over a restart, whichever way the clock was set', async () => {
      await announce(trial.store, 1, { dueAtMs: START_MS + 50 });
      await announce(trial.store, 2);
      await change(await leased(), TRIED);
      const dueAfterResume = async (nowMs: number) => {
        await trial.store.resumeDue(nowMs);
        const all = await trial.store.listNotifications({ state: undefined, merchantNumber: 1, limit: 9 });
        return all.map(({ dueAtMs }) => dueAtMs);
      };
      expect(await dueAfterResume(START_MS + 60)).toEqual([START_MS + 120_000, START_MS + 50]);
      const earlier = START_MS - 86_400_000;
      expect(await dueAfterResume(earlier)).toEqual([earlier + 120_000, earlier]);
    });
  });
}
