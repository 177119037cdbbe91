import { describe, expect, it } from 'vitest';
import type { Attempt } from './attempt.ts';
import { createClient } from './create-client.ts';
import { AttemptExistsError, InvalidRequestError } from './errors.ts';
import { MemoryJournal } from './memory-journal.ts';
import {
  foundAs,
  type HeardCall,
  type Reply,
  stateOfCall,
  TEST_CREDENTIALS,
} from './test-support/scripted-gateway.ts';
import { testAttempt } from './test-support/test-attempt.ts';
import { TEST_ORDER, type TillUnderTest, tillWith } from './test-support/till-under-test.ts';
import { TEST_NOW_MS } from './test-support/virtual-clock.ts';

const PAY = '/trade/v1/payment';
const QUERY = '/trade/v1/query';

/** A till whose payments end with a code, at once. */
function tillAnswering(respcd: string): TillUnderTest {
  return tillWith((call) =>
    call.path === PAY
      ? { members: { ...stateOfCall(call, respcd), txamt: call.parameters.get('txamt') } }
      : foundAs(call, respcd),
  );
}

/** An attempt of an earlier process. */
function leftBehind(change: Partial<Attempt>): Attempt {
  return testAttempt('OLD-1', { startedAtMs: TEST_NOW_MS, ...change });
}

async function journalWith(...attempts: readonly Attempt[]): Promise<MemoryJournal> {
  const journal = new MemoryJournal();
  for (const attempt of attempts) await journal.begin(attempt);
  return journal;
}

describe('an order that cannot be sent', () => {
  it.each([
    ['authCode', { authCode: '  \r\n' }],
    ['amountMinor', { amountMinor: 10.5 }],
    ['amountMinor', { amountMinor: 0 }],
    ['amountMinor', { amountMinor: Number.NaN }],
    ['currency', { currency: 'hkd' }],
    ['basketId', { basketId: '' }],
    ['orderNumber', { orderNumber: 'A,B' }],
    ['goodsName', { goodsName: 'tea&mchid=M2' }],
    ['goodsName', { goodsName: 'tea \ud83c' }],
    ['deviceId', { deviceId: 'x'.repeat(41) }],
    ['notifyUrl', { notifyUrl: 'ftp://shop.test' }],
  ])('names %s, writes nothing and sends nothing', async (field, change) => {
    const { client, gateway, journal } = tillAnswering('0000');
    const failure = await client.pay({ ...TEST_ORDER, ...change }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InvalidRequestError);
    expect(failure).toMatchObject({ field });
    expect(gateway.calls).toEqual([]);
    expect(await journal.listOpen()).toEqual([]);
  });

  it.each([
    ['baseUrl', { baseUrl: 'gateway.test' }],
    ['appCode', { appCode: '' }],
    ['appCode', { appCode: 'a\nb' }],
    ['clientKey', { clientKey: '' }],
    ['storeId', { storeId: '' }],
    ['orderPrefix', { orderPrefix: 'till 7' }],
  ])('no client is made with a wrong %s', (field, change) => {
    const make = (): unknown =>
      createClient({ ...TEST_CREDENTIALS, journal: new MemoryJournal(), ...change });
    expect(make).toThrow(InvalidRequestError);
    expect(make).toThrow(field);
  });
});

describe('one basket', () => {
  it('is not charged again while it is open, also by two presses at once', async () => {
    const { client, gateway } = tillWith((call) =>
      call.path === PAY ? { members: stateOfCall(call, '0000'), afterMs: 3_000 } : 'silence',
    );
    const first = client.pay(TEST_ORDER);
    const second = client.pay({ ...TEST_ORDER, orderNumber: 'ORDER-2', authCode: '280000000000000002' });
    const [one, two] = await gateway.clock.until(Promise.allSettled([first, second]));
    expect(one).toMatchObject({ value: { outcome: 'paid' } });
    expect(two).toMatchObject({ reason: { attempt: { orderNumber: 'ORDER-1' } } });
    expect(String(two.status === 'rejected' && two.reason)).toContain('has no verdict yet');
    expect(gateway.callsOf(PAY)).toHaveLength(1);
  });

  it('is not charged again when it is paid', async () => {
    const { client, gateway } = tillAnswering('0000');
    await gateway.clock.until(client.pay(TEST_ORDER));
    const again = client.payAgain('basket-1', '280000000000000002');
    await expect(again).rejects.toThrow('basket basket-1 was paid by attempt ORDER-1');
  });

  it('is charged again with a fresh code after a refusal, with the amount of before', async () => {
    const { client, gateway } = tillAnswering('1205');
    await gateway.clock.until(client.pay(TEST_ORDER));
    await gateway.clock.until(client.payAgain('basket-1', '280000000000000002'));
    const [first, second] = gateway.callsOf(PAY);
    expect(second?.parameters.get('txamt')).toBe('1050');
    expect(second?.parameters.get('pay_type')).toBe('800108');
    expect(second?.parameters.get('out_trade_no')).not.toBe(first?.parameters.get('out_trade_no'));
  });

  it('that nobody knows cannot be charged again', async () => {
    const { client } = tillAnswering('0000');
    await expect(client.payAgain('nothing', '28')).rejects.toThrow('basketId');
  });

  it('can be released by a person, who is written down; the attempt stays open', async () => {
    const journal = await journalWith(leftBehind({ basketId: 'basket-1' }));
    const till = tillWith((call) => ({ members: stateOfCall(call, '0000') }), journal);
    await expect(till.client.pay(TEST_ORDER)).rejects.toThrow(AttemptExistsError);
    await till.client.releaseBasket('OLD-1', { by: 'manager', reason: 'cash' });
    expect((await till.gateway.clock.until(till.client.pay(TEST_ORDER))).outcome).toBe('paid');
    expect(await till.client.openAttempts()).toMatchObject([
      { orderNumber: 'OLD-1', release: { by: 'manager', reason: 'cash', atMs: TEST_NOW_MS } },
    ]);
    await expect(till.client.releaseBasket('NEVER', { by: 'a', reason: 'b' })).rejects.toThrow('orderNumber');
  });

  it('stays paid when the verdict is written while a person releases it', async () => {
    const journal = await journalWith(leftBehind({ basketId: 'basket-1' }));
    const find = journal.find.bind(journal);
    journal.find = async (orderNumber) => {
      const before = await find(orderNumber);
      await journal.update(orderNumber, {
        stage: 'ended',
        syssn: '7',
        verdict: { kind: 'paid', paidAt: '', walletNumber: '' },
      });
      return before;
    };
    const { client, gateway } = tillWith(() => 'silence', journal);
    await client.releaseBasket('OLD-1', { by: 'manager', reason: 'cash' });
    await expect(client.pay(TEST_ORDER)).rejects.toThrow('basket basket-1 was paid by attempt OLD-1');
    expect(gateway.calls).toEqual([]);
  });

  it.each([
    ['settles', { stage: 'unresolved' }, '0000', { stage: 'ended', verdict: { kind: 'paid' } }],
    ['resumes', { stage: 'polling' }, '1143', { stage: 'unresolved', verdict: undefined }],
  ] as const)('stays released when what %s it began before', async (_name, before, respcd, after) => {
    const journal = await journalWith(leftBehind(before));
    const till = tillWith((call) => foundAs(call, respcd), journal);
    const { clock } = till.gateway;
    const working = before.stage === 'polling' ? till.client.resume('OLD-1') : till.client.settle('OLD-1');
    const releasing = new Promise((done) => {
      clock.after(100, () => done(till.client.releaseBasket('OLD-1', { by: 'manager', reason: 'cash' })));
    });
    const [result] = await clock.until(Promise.all([working, releasing]));
    expect(await journal.find('OLD-1')).toMatchObject({ ...after, release: { by: 'manager' } });
    expect(result.attempt).toMatchObject({ ...after, release: { by: 'manager' } });
  });

  it('is told as released when somebody else is working on it', async () => {
    const journal = await journalWith(leftBehind({ stage: 'unresolved' }));
    journal.exclusively = async (orderNumber) => {
      await journal.release(orderNumber, { by: 'manager', reason: 'cash', atMs: TEST_NOW_MS });
      return undefined;
    };
    const till = tillWith(() => 'silence', journal);
    const result = await till.client.settle('OLD-1');
    expect(result).toMatchObject({ outcome: 'unresolved', attempt: { release: { by: 'manager' } } });
  });

  it('has its result also when the journal cannot be read any more', async () => {
    const journal = new MemoryJournal();
    const till = tillWith((call) => {
      journal.find = () => Promise.reject(new Error('the disk is gone'));
      return { members: { ...stateOfCall(call, '0000'), txamt: call.parameters.get('txamt') } };
    }, journal);
    const result = await till.gateway.clock.until(till.client.pay(TEST_ORDER));
    expect(result).toMatchObject({ outcome: 'paid', attempt: { release: undefined } });
  });
});

describe('one code', () => {
  it('is not sent twice within a day, whatever the basket', async () => {
    const { client, gateway } = tillAnswering('1205');
    await gateway.clock.until(client.pay(TEST_ORDER));
    const again = { ...TEST_ORDER, basketId: 'basket-2', orderNumber: 'ORDER-2' };
    await expect(client.pay(again)).rejects.toThrow('order number or code were used by attempt ORDER-1');
    gateway.clock.wallOffsetMs = 25 * 3_600_000;
    expect((await gateway.clock.until(client.pay(again))).outcome).toBe('declined');
  });

  it('may be used again when nothing had been begun', async () => {
    let broken = true;
    const { client, gateway } = tillWith((call) =>
      broken ? { failure: 'refused' } : { members: stateOfCall(call, '0000') },
    );
    await gateway.clock.until(client.pay(TEST_ORDER));
    broken = false;
    const again = client.pay({ ...TEST_ORDER, orderNumber: 'ORDER-2' });
    expect((await gateway.clock.until(again)).outcome).toBe('paid');
  });

  it('is recognised without noise of the scanner', async () => {
    const { client, gateway } = tillAnswering('1205');
    await gateway.clock.until(client.pay(TEST_ORDER));
    const again = { ...TEST_ORDER, basketId: 'b', orderNumber: 'C', authCode: ']Q1280000000000000001\r\n' };
    await expect(client.pay(again)).rejects.toThrow(AttemptExistsError);
  });
});

describe('resume', () => {
  it('goes on with one attempt: asks at once, and sends nothing but enquiries while it is young', async () => {
    const journal = await journalWith(
      leftBehind({ stage: 'polling' }),
      leftBehind({ orderNumber: 'OLD-2', basketId: 'b', authCodeHash: 'cd' }),
    );
    const till = tillWith((call) => foundAs(call, '0000'), journal);
    const result = await till.gateway.clock.until(till.client.resume('OLD-1'));
    expect(result).toMatchObject({ outcome: 'paid', attempt: { orderNumber: 'OLD-1' } });
    expect(till.gateway.calls.map(({ path }) => path)).toEqual([QUERY]);
    expect((await journal.listOpen()).map(({ orderNumber }) => orderNumber)).toEqual(['OLD-2']);
  });

  it('refuses an attempt that nobody has written down', async () => {
    const till = tillAnswering('0000');
    await expect(till.client.resume('NEVER')).rejects.toThrow(InvalidRequestError);
  });
});

describe('recover', () => {
  it('finds out what a dead process left open, and charges nothing', async () => {
    const journal = await journalWith(
      leftBehind({ orderNumber: 'A', basketId: 'a', authCodeHash: '1' }),
      leftBehind({ orderNumber: 'B', basketId: 'b', authCodeHash: '2', stage: 'polling' }),
    );
    const till = tillWith(
      (call) => foundAs(call, call.parameters.get('out_trade_no') === 'A' ? '0000' : '1205'),
      journal,
    );
    const results = await till.gateway.clock.until(till.client.recover());
    expect(results.map(({ attempt, outcome }) => [attempt.orderNumber, outcome])).toEqual([
      ['A', 'paid'],
      ['B', 'declined'],
    ]);
    expect(till.gateway.clock.monotonicMs()).toBe(500);
    expect(till.gateway.callsOf(PAY)).toEqual([]);
    expect(await journal.listOpen()).toEqual([]);
  });

  it('reverses at once what is older than a minute, and gives up after 30 s', async () => {
    const journal = await journalWith(leftBehind({ startedAtMs: TEST_NOW_MS - 3_600_000 }));
    const till = tillWith(
      (call) => (call.path === QUERY ? foundAs(call, '1143') : { members: { respcd: '1145' } }),
      journal,
    );
    const [result] = await till.gateway.clock.until(till.client.recover());
    expect(result?.outcome).toBe('unresolved');
    expect(till.gateway.timesOf('/trade/v1/reversal')[0]).toBe(500);
    expect(till.gateway.clock.monotonicMs()).toBeGreaterThanOrEqual(30_000);
    expect(till.gateway.clock.monotonicMs()).toBeLessThanOrEqual(33_000);
  });

  it.each(['sending', 'polling', 'cancelling'] as const)(
    'undoes nothing before the gateway has answered: a till may have shown "paid" while it was %s',
    async (stage) => {
      const journal = await journalWith(leftBehind({ stage, startedAtMs: TEST_NOW_MS - 120_000 }));
      const unclear = [
        (): Reply => ({ failure: 'reset' }),
        (): Reply => ({ body: '<html>', status: 502 }),
        (call: HeardCall): Reply => foundAs(call, '1298'),
      ];
      const till = tillWith((call, index) => unclear[index]?.(call) ?? foundAs(call, '0000'), journal);
      const [result] = await till.gateway.clock.until(till.client.recover());
      expect(result?.outcome).toBe('paid');
      expect(till.gateway.calls.map(({ path }) => path)).toEqual([QUERY, QUERY, QUERY, QUERY]);
    },
  );

  it('leaves unresolved what the gateway says nothing about, and has undone nothing', async () => {
    const journal = await journalWith(leftBehind({ startedAtMs: TEST_NOW_MS - 3_600_000 }));
    const till = tillWith(() => ({ failure: 'reset' }), journal);
    const [result] = await till.gateway.clock.until(till.client.recover());
    expect(result).toMatchObject({ outcome: 'unresolved', attempt: { stage: 'unresolved' } });
    expect(new Set(till.gateway.calls.map(({ path }) => path))).toEqual(new Set([QUERY]));
    expect(till.gateway.clock.monotonicMs()).toBeLessThanOrEqual(33_000);
  });

  it('goes on with a reversal that was decided', async () => {
    const journal = await journalWith(leftBehind({ stage: 'cancelling', startedAtMs: TEST_NOW_MS - 20_000 }));
    const till = tillWith(
      (call) =>
        call.path === QUERY
          ? foundAs(call, call.atMs < 3_000 ? '1143' : '1142')
          : { members: { respcd: '0000' } },
      journal,
    );
    const [result] = await till.gateway.clock.until(till.client.recover());
    expect(result?.outcome).toBe('reversed');
    expect(till.gateway.timesOf('/trade/v1/reversal')).toEqual([3_500]);
  });

  it('asks once about what was given up before', async () => {
    const journal = await journalWith(
      leftBehind({ stage: 'unresolved', startedAtMs: TEST_NOW_MS - 600_000 }),
    );
    const till = tillWith((call) => foundAs(call, '1145'), journal);
    const [result] = await till.gateway.clock.until(till.client.recover());
    expect(result?.outcome).toBe('unresolved');
    expect(till.gateway.clock.monotonicMs()).toBe(0);
    expect(till.gateway.calls).toHaveLength(1);
  });

  it('leaves to others what they work on', async () => {
    const till = tillWith((call) =>
      call.path === PAY ? { members: stateOfCall(call, '0000'), afterMs: 1_000 } : 'silence',
    );
    const paying = till.client.pay(TEST_ORDER);
    const recovering = till.gateway.clock.until(till.client.openAttempts().then(() => till.client.recover()));
    expect(await recovering).toMatchObject([{ reason: 'somebody else is working on this attempt' }]);
    expect((await till.gateway.clock.until(paying)).outcome).toBe('paid');
  });

  it('ends an order that the gateway never got once its code is a day old', async () => {
    for (const [startedAgoMs, outcome] of [
      [23 * 3_600_000, 'unresolved'],
      [25 * 3_600_000, 'declined'],
    ] as const) {
      const journal = await journalWith(leftBehind({ startedAtMs: TEST_NOW_MS - startedAgoMs }));
      const till = tillWith(
        (call) => (call.path === QUERY ? foundAs(call, undefined) : { members: { respcd: '1268' } }),
        journal,
      );
      const [result] = await till.gateway.clock.until(till.client.recover());
      expect(result?.outcome).toBe(outcome);
    }
  });
});

describe('settle', () => {
  it('asks every 10 s six times, every 30 s ten times, then every minute', async () => {
    const journal = await journalWith(leftBehind({ stage: 'unresolved' }));
    const till = tillWith((call) => foundAs(call, call.atMs > 600_000 ? '0000' : '1145'), journal);
    const result = await till.gateway.clock.until(
      till.client.settle('OLD-1', { onProgress: till.onProgress }),
    );
    expect(result.outcome).toBe('paid');
    expect(till.told).toEqual(['paid']);
    const seconds = till.gateway.timesOf(QUERY).map((ms) => ms / 1_000);
    expect(seconds.slice(0, 8)).toEqual([10, 20, 30, 40, 50, 60, 90, 120]);
    expect(seconds.slice(-4)).toEqual([420, 480, 540, 600].map((s) => s + 60).slice(-4));
    expect(await journal.listOpen()).toEqual([]);
  });

  it('gives up after a day', async () => {
    const journal = await journalWith(leftBehind({ stage: 'unresolved' }));
    const till = tillWith((call) => foundAs(call, '1145'), journal);
    const result = await till.gateway.clock.until(till.client.settle('OLD-1'));
    expect(result).toMatchObject({ outcome: 'unresolved', reason: expect.stringContaining('for a day') });
    expect(till.gateway.clock.monotonicMs()).toBeGreaterThanOrEqual(24 * 3_600_000);
    expect(till.gateway.clock.monotonicMs()).toBeLessThan(24.2 * 3_600_000);
  });

  it('ends an order that the gateway does not know and takes no more', async () => {
    const journal = await journalWith(leftBehind({ stage: 'unresolved', signType: 'HMAC-SHA256' }));
    const till = tillWith((call) => foundAs(call, undefined), journal);
    const result = await till.gateway.clock.until(till.client.settle('OLD-1'));
    expect(result).toMatchObject({ outcome: 'declined', verdict: { kind: 'not_begun' } });
    expect(till.gateway.clock.monotonicMs()).toBeGreaterThanOrEqual(15 * 60_000);
    expect(till.gateway.clock.monotonicMs()).toBeLessThan(17 * 60_000);
  });

  it('stops when it is told, and knows only attempts of the journal', async () => {
    const journal = await journalWith(leftBehind({ stage: 'unresolved' }));
    const till = tillWith((call) => foundAs(call, '1145'), journal);
    const stop = new AbortController();
    till.gateway.clock.after(25_000, () => stop.abort());
    const result = await till.gateway.clock.until(till.client.settle('OLD-1', { stop: stop.signal }));
    expect(result).toMatchObject({ outcome: 'unresolved', reason: 'stopped by the caller' });
    expect(till.gateway.clock.monotonicMs()).toBe(25_000);
    await expect(till.client.settle('NEVER')).rejects.toThrow(InvalidRequestError);
  });
});
