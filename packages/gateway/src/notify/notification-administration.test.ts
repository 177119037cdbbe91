import { describe, expect, it } from 'vitest';
import { BusinessClock } from '../clock/business-clock.ts';
import { SteadyClock } from '../clock/steady-clock.ts';
import {
  NOTIFICATIONS_LISTED_MAX,
  type NotificationQuestion,
  StoreNotificationAdministration,
} from './notification-administration.ts';
import { useOutbox } from './test-outbox.ts';

describe('administration of notifications', () => {
  const outbox = useOutbox();
  const administration = () =>
    new StoreNotificationAdministration(
      outbox().store,
      new SteadyClock(outbox().time),
      new BusinessClock(outbox().time, 0),
    );

  it('lists twenty of every merchant, the newest first, unless asked for differently', async () => {
    for (let count = 0; count < 21; count += 1) await outbox().announce(undefined, 1 + (count % 2));
    expect((await administration().list({})).map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, index) => 21 - index),
    );
    expect(await administration().list({ limit: 21, state: 'waiting' })).toHaveLength(21);
    const ofSecond = await administration().list({
      appCode: 'B'.repeat(32),
      limit: NOTIFICATIONS_LISTED_MAX,
    });
    expect(ofSecond.map(({ merchantNumber }) => merchantNumber)).toEqual(Array.from({ length: 10 }, () => 2));
  });

  it.each([
    [{ limit: 0 }, 'invalid', /^limit: /],
    [{ limit: 1.5 }, 'invalid', /^limit: /],
    [{ limit: NOTIFICATIONS_LISTED_MAX + 1 }, 'invalid', /^limit: /],
    [{ state: 'lost' as 'waiting' }, 'invalid', /^state: /],
    [{ appCode: 'X' }, 'unknown', /^app code: /],
  ])('refuses %j', async (question: NotificationQuestion, reason, message) => {
    await expect(administration().list(question)).rejects.toMatchObject({
      reason,
      message: expect.stringMatching(message),
    });
  });

  it('replays at once by the steady clock and writes the history by that of business', async () => {
    const notifyId = await outbox().announce();
    const asked = administration();
    outbox().time.advance(5_000);
    outbox().time.jump(86_400_000);
    const { dueAtMs = 0, syssn } = await asked.replay(notifyId);
    expect(dueAtMs).toBe(outbox().time.nowMs() - 86_400_000);
    expect((await outbox().store.readHistory(1)).at(-1)?.atMs).toBe(outbox().time.nowMs());
    expect(await asked.show(syssn)).toMatchObject({ notifyId });
  });

  it.each(['show', 'replay'] as const)('finds nothing to %s that is not there', async (act) => {
    await expect(administration()[act]('ntf_none')).rejects.toMatchObject({ reason: 'unknown' });
  });
});
