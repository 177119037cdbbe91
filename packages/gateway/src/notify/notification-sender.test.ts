import { describe, expect, it } from 'vitest';
import { StorageUnavailable, type Store } from '../store/store.ts';
import { timedSignatureProblem, wireSignature } from './notification-signature.ts';
import { TRY_LIMIT_MS } from './notification-sender.ts';
import { until } from './test-endpoint.ts';
import { BROKEN, SUCCESS, useOutbox } from './test-outbox.ts';

const MINUTE_MS = 60_000;

describe('delivering a notification', () => {
  const outbox = useOutbox();

  it('tries it as soon as it is durable, signed both ways', async () => {
    outbox().sender.start();
    const notifyId = await outbox().announce();
    await outbox().held(1);
    const [request] = outbox().transport.posts;
    const signed = { notifyId, body: '{"id": "1"}' };
    expect(request).toEqual({
      url: 'https://shop.example/notify',
      body: '{"id": "1"}',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'OpenCPM',
        'X-QF-SIGN': wireSignature(signed, 'key of 1'),
        'X-QF-NOTIFY-ID': notifyId,
        'X-QF-SIGNATURE-V2': expect.any(String),
      },
    });
    const timed = request?.headers['X-QF-SIGNATURE-V2'] ?? '';
    expect(timedSignatureProblem(signed, timed, 'key of 1', outbox().time.nowMs())).toBeUndefined();
  });

  it('is done when it is acknowledged', async () => {
    outbox().sender.start();
    const notifyId = await outbox().announce();
    await outbox().held(1);
    outbox().transport.answer(SUCCESS);
    await outbox().tried(notifyId, 1);
    expect(await outbox().find(notifyId)).toMatchObject({
      state: 'acknowledged',
      dueAtMs: undefined,
      lastAttemptAtMs: outbox().time.nowMs(),
      lastResult: 'SUCCESS',
    });
    const history = await outbox().store.readHistory(1);
    expect(history.at(-1)).toMatchObject({
      event: 'notification_acknowledged',
      facts: { notifyId, attempts: 1, result: 'SUCCESS' },
    });
    expect(outbox().reached).toEqual(['notification_sent', 'notification_answered']);
  });

  it('keeps what an endpoint wrote out of the log and the history', async () => {
    outbox().sender.start();
    const notifyId = await outbox().announce();
    await outbox().held(1);
    outbox().transport.answer({ kind: 'answer', status: 200, body: 'buyer@example.com', complete: true });
    await outbox().tried(notifyId, 1);
    await outbox().quiet();
    expect((await outbox().find(notifyId)).lastResult).toBe(
      'HTTP 200, but instead of SUCCESS: buyer@example.com',
    );
    const written = JSON.stringify([outbox().log.lines, await outbox().store.readHistory(1)]);
    expect(written).toContain('HTTP 200, but without SUCCESS');
    expect(written).not.toContain('buyer@example.com');
  });

  it('tries what was due before it started, also after a long stop', async () => {
    await outbox().announce();
    outbox().time.advance(30 * 24 * 60 * MINUTE_MS);
    outbox().sender.start();
    await outbox().held(1);
  });

  it('repeats the same id and the same bytes after 2, 10, 10, 60 minutes, 2, 6 and 15 hours', async () => {
    outbox().sender = outbox().newSender({ tail: false });
    outbox().sender.start();
    outbox().transport.always = BROKEN;
    const notifyId = await outbox().announce();
    await outbox().tried(notifyId, 1);
    for (const [index, minutes] of [2, 10, 10, 60, 120, 360, 900].entries()) {
      await outbox().quiet();
      outbox().time.advance(minutes * MINUTE_MS - 1);
      await outbox().quiet();
      expect(outbox().transport.posts).toHaveLength(index + 1);
      outbox().time.advance(1);
      // Fifteen seconds at most are added by an endpoint that is only probed.
      outbox().time.advance(0);
      await outbox().tried(notifyId, index + 2);
    }
    const bodies = outbox().transport.posts.map(({ body, headers }) => [body, headers['X-QF-NOTIFY-ID']]);
    expect(bodies).toEqual(Array.from({ length: 8 }, () => ['{"id": "1"}', notifyId]));
    expect(new Set(outbox().transport.posts.map(({ headers }) => headers['X-QF-SIGN'])).size).toBe(1);
    expect(new Set(outbox().transport.posts.map(({ headers }) => headers['X-QF-SIGNATURE-V2'])).size).toBe(8);
    expect(await outbox().find(notifyId)).toMatchObject({
      state: 'given_up',
      attempts: 8,
      lastResult: 'HTTP 500',
    });
    expect(outbox().log.alerts).toEqual(['notification_given_up']);
    const { lines } = outbox().log;
    expect(lines.at(-1)?.fields).toMatchObject({ notifyId, attempts: 8, why: 'HTTP 500' });
  });

  it('goes on every twelve hours with the tail', async () => {
    outbox().sender.start();
    outbox().transport.always = BROKEN;
    const notifyId = await outbox().announce();
    for (let attempts = 1; attempts <= 8; attempts += 1) {
      await outbox().tried(notifyId, attempts);
      await outbox().quiet();
      const { dueAtMs = 0 } = await outbox().find(notifyId);
      outbox().time.advance(dueAtMs - outbox().time.nowMs());
    }
    await outbox().tried(notifyId, 9);
    const { dueAtMs, state } = await outbox().find(notifyId);
    expect(state).toBe('waiting');
    expect(dueAtMs).toBe(outbox().time.nowMs() + 12 * 60 * MINUTE_MS);
  });

  it('is tried at once when it is replayed, and keeps its id and bytes', async () => {
    outbox().sender.start();
    const notifyId = await outbox().announce();
    await outbox().held(1);
    outbox().transport.answer(SUCCESS);
    await outbox().tried(notifyId, 1);
    await outbox().store.replayNotification(notifyId, outbox().time.nowMs(), outbox().time.nowMs());
    await outbox().held(1);
    outbox().transport.answer(BROKEN);
    await outbox().tried(notifyId, 2);
    expect(await outbox().find(notifyId)).toMatchObject({
      state: 'waiting',
      scheduleTries: 1,
      dueAtMs: outbox().time.nowMs() + 2 * MINUTE_MS,
    });
    const [first, second] = outbox().transport.posts.map(({ body, headers }) => [
      body,
      headers['X-QF-NOTIFY-ID'],
    ]);
    expect(second).toEqual(first);
  });

  it('counts ten seconds without an answer as a try (row 11 of the security list)', async () => {
    outbox().sender.start();
    const notifyId = await outbox().announce();
    await outbox().held(1);
    outbox().time.advance(TRY_LIMIT_MS - 1);
    await outbox().quiet();
    expect(outbox().transport.held[0]?.signal.aborted).toBe(false);
    outbox().time.advance(1);
    await outbox().tried(notifyId, 1);
    expect(outbox().transport.held[0]?.signal.aborted).toBe(true);
    expect(await outbox().find(notifyId)).toMatchObject({ lastResult: 'no answer within 10 s' });
  });

  it('is tried again after a process died before it could record the answer', async () => {
    const dying = outbox().newSender({ store: neverRecords(outbox().store) });
    dying.start();
    const notifyId = await outbox().announce();
    await outbox().held(1);
    outbox().transport.answer(SUCCESS);
    await until(() => outbox().log.lines.some(({ event }) => event === 'notification_not_recorded'));
    await dying.stop();
    outbox().sender.start();
    await outbox().quiet();
    expect(outbox().transport.posts).toHaveLength(1);
    outbox().time.advance(30_000);
    await outbox().held(1);
    outbox().transport.answer(SUCCESS);
    await outbox().tried(notifyId, 1);
    const [first, second] = outbox().transport.posts.map(({ body, headers }) => [
      body,
      headers['X-QF-NOTIFY-ID'],
    ]);
    expect(second).toEqual(first);
  });

  it('waits for a key to sign with, and for merchants whose key cannot be opened', async () => {
    const keys: (() => Promise<readonly string[]>)[] = [
      async () => [],
      () => Promise.reject(new Error('the master key is another one')),
    ];
    outbox().sender = outbox().newSender({ signingKeys: () => keys.shift()?.() ?? Promise.resolve(['key']) });
    outbox().sender.start();
    const notifyId = await outbox().announce();
    await outbox().tried(notifyId, 1);
    expect(await outbox().find(notifyId)).toMatchObject({
      lastResult: 'the merchant has no key to sign with',
    });
    await outbox().quiet();
    outbox().time.advance(2 * MINUTE_MS);
    await until(() => outbox().log.lines.some(({ event }) => event === 'notification_not_recorded'));
    await outbox().quiet();
    outbox().time.advance(30_000);
    await outbox().held(1);
  });
});

describe('a store in trouble', () => {
  const outbox = useOutbox();

  it.each(['notificationQueues', 'leaseDueNotifications'])(
    'is asked again a second later: %s',
    async (operation) => {
      let broken = true;
      const { store } = outbox();
      const moody = new Proxy(store, {
        get: (target, name) => {
          if (name === operation && broken) return () => Promise.reject(new StorageUnavailable('full'));
          return bound(target, name);
        },
      });
      outbox().sender = outbox().newSender({ store: moody });
      await outbox().announce();
      outbox().sender.start();
      await until(() => outbox().log.lines.some(({ event }) => event === 'outbox_not_read'));
      await outbox().quiet();
      expect(outbox().transport.posts).toEqual([]);
      broken = false;
      outbox().time.advance(1_000);
      await outbox().held(1);
    },
  );
});

describe('endpoints beside each other', () => {
  const outbox = useOutbox();
  const urls = () => outbox().transport.posts.map(({ url }) => url);
  /** Merchants of the posts so far, by the key that signed them. */
  const owners = () =>
    outbox().transport.posts.map(({ headers, body }) => {
      const notifyId = headers['X-QF-NOTIFY-ID'] ?? '';
      const isOf = (merchant: string) =>
        headers['X-QF-SIGN'] === wireSignature({ notifyId, body }, `key of ${merchant}`);
      return ['1', '2', '3'].find(isOf) ?? 'nobody';
    });

  it('get four tries at a time each', async () => {
    for (let count = 0; count < 6; count += 1) await outbox().announce();
    outbox().sender.start();
    await outbox().held(4);
    await outbox().quiet();
    expect(outbox().transport.posts).toHaveLength(4);
    outbox().transport.answer(SUCCESS);
    await until(() => outbox().transport.posts.length === 5);
    await outbox().quiet();
    expect(outbox().transport.posts).toHaveLength(5);
  });

  it('share the four when they are the same, whoever they belong to', async () => {
    for (const merchantNumber of [1, 2, 3, 1, 2, 3]) await outbox().announce(undefined, merchantNumber);
    outbox().sender.start();
    await outbox().held(4);
    await outbox().quiet();
    expect(outbox().transport.posts).toHaveLength(4);
  });

  it('are shared evenly by merchants that wait for them at once', async () => {
    for (let count = 0; count < 8; count += 1) await outbox().announce();
    for (let count = 0; count < 8; count += 1) await outbox().announce(undefined, 2);
    outbox().sender.start();
    await outbox().held(4);
    await outbox().quiet();
    expect(owners().toSorted()).toEqual(['1', '1', '2', '2']);
  });

  it('go to the merchant whose turn it is, not to the oldest of a backlog', async () => {
    for (let count = 0; count < 40; count += 1) await outbox().announce();
    outbox().sender.start();
    await outbox().held(4);
    await outbox().announce(undefined, 2);
    await outbox().announce(undefined, 2);
    await outbox().announce(undefined, 3);
    for (let posts = 5; posts <= 8; posts += 1) {
      outbox().transport.answer(SUCCESS);
      await until(() => outbox().transport.posts.length === posts);
      await outbox().quiet();
    }
    expect(owners().slice(4)).toEqual(['2', '3', '2', '1']);
  });

  it('do not wait for one that is slow', async () => {
    for (let count = 0; count < 50; count += 1) await outbox().announce('https://slow.example/n');
    outbox().sender.start();
    await outbox().held(4);
    const quick = await outbox().announce('https://quick.example/n', 2);
    await outbox().held(5);
    const post = outbox().transport.held.find(({ request }) => request.url === 'https://quick.example/n');
    post?.answer(SUCCESS);
    await outbox().tried(quick, 1);
    expect(await outbox().find(quick)).toMatchObject({ state: 'acknowledged' });
    expect(urls().filter((url) => url.includes('slow'))).toHaveLength(4);
  });

  it('of one merchant take sixteen places and no more; the next merchant finds room', async () => {
    for (let count = 0; count < 20; count += 1) await outbox().announce(`https://e${count}.example/n`);
    outbox().sender.start();
    await outbox().held(16);
    await outbox().quiet();
    expect(outbox().transport.posts).toHaveLength(16);
    await outbox().announce('https://quick.example/n', 2);
    await outbox().held(17);
  });

  it('that fail five times in a row are only probed until one try is acknowledged', async () => {
    for (let count = 0; count < 12; count += 1) await outbox().announce();
    outbox().transport.always = BROKEN;
    outbox().sender.start();
    await until(() => outbox().log.lines.some(({ event }) => event === 'notify_endpoint_failing'));
    await outbox().quiet();
    const before = outbox().transport.posts.length;
    // Tries that had begun when the fifth failed are let end.
    expect(before).toBeGreaterThanOrEqual(5);
    expect(before).toBeLessThanOrEqual(8);
    outbox().time.advance(14_999);
    await outbox().quiet();
    expect(outbox().transport.posts).toHaveLength(before);
    outbox().time.advance(1);
    await until(() => outbox().transport.posts.length === before + 1);
    await outbox().quiet();
    expect(outbox().transport.posts).toHaveLength(before + 1);
    outbox().transport.always = SUCCESS;
    outbox().time.advance(15_000);
    await until(() => outbox().transport.posts.length === 12);
    const quick = await outbox().announce('https://quick.example/n', 2);
    await outbox().tried(quick, 1);
  });

  it('of one merchant fail without delaying another merchant at the same endpoint', async () => {
    outbox().transport.post = async ({ url }) => (url.endsWith('/dead') ? BROKEN : SUCCESS);
    for (let count = 0; count < 40; count += 1) await outbox().announce('https://hooks.example/dead');
    outbox().sender.start();
    await until(() => outbox().log.lines.some(({ event }) => event === 'notify_endpoint_failing'));
    // No time passes: the probes of the first merchant are fifteen seconds apart.
    const healthy = await outbox().announce('https://hooks.example/healthy', 2);
    await outbox().tried(healthy, 1);
    expect(await outbox().find(healthy)).toMatchObject({ state: 'acknowledged' });
  });
});

describe('stopping', () => {
  const outbox = useOutbox();

  it('begins nothing more and lets an open try end', async () => {
    outbox().sender.start();
    const notifyId = await outbox().announce();
    await outbox().announce('https://other.example/n');
    await outbox().held(2);
    const stopped = outbox().sender.stop();
    await outbox().announce('https://third.example/n');
    outbox().transport.answer(SUCCESS);
    outbox().transport.answer(SUCCESS);
    await stopped;
    expect(await outbox().find(notifyId)).toMatchObject({ state: 'acknowledged' });
    expect(outbox().transport.posts).toHaveLength(2);
    expect(outbox().time.running).toBe(0);
  });

  it('cuts off what takes longer than two seconds and leaves it to be tried again', async () => {
    outbox().sender.start();
    const notifyId = await outbox().announce();
    await outbox().held(1);
    const stopped = outbox().sender.stop();
    outbox().time.advance(2_000);
    expect(outbox().transport.held[0]?.signal.aborted).toBe(true);
    outbox().transport.answer({ kind: 'failure', why: 'no answer in time' });
    await stopped;
    expect(await outbox().find(notifyId)).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(outbox().time.running).toBe(0);
  });

  it('stops at once when nothing was begun', async () => {
    await outbox().sender.stop();
    expect(outbox().time.running).toBe(0);
    outbox().sender.start();
    await outbox().announce();
    await outbox().quiet();
    expect(outbox().transport.posts).toEqual([]);
  });
});

/** The store of a process that dies before it can record a try. */
function neverRecords(store: Store): Store {
  return new Proxy(store, {
    get: (target, name) =>
      name === 'changeNotification'
        ? () => Promise.reject(new Error('the process died'))
        : bound(target, name),
  });
}

/** A method of a store with private fields works on the store itself only. */
function bound(target: Store, name: string | symbol): unknown {
  const member: unknown = Reflect.get(target, name);
  return typeof member === 'function' ? (member.bind(target) as unknown) : member;
}
