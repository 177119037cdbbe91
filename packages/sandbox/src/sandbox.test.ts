import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox } from './sandbox.ts';
import {
  countingBytes,
  inShort,
  ManualTime,
  PATIENT,
  referenceOf,
  sale,
  TestSandbox,
} from './test-sandbox.ts';

let test: TestSandbox;
beforeEach(() => {
  test = new TestSandbox();
});
afterEach(() => test.dispose());

describe('charging', () => {
  it('pays a test code and gives the receipt of the wallet', async () => {
    const order = sale('order-1');
    const answer = await test.sandbox.charge(order, PATIENT);
    expect(answer).toEqual({
      kind: 'paid',
      amountMinor: 1050,
      currency: 'HKD',
      walletNumber: '2026030110000000000001',
      payerAccount: 'test-code',
      paidAtMs: test.time.nowMs(),
    });
    expect(await test.sandbox.query(referenceOf(order), PATIENT)).toEqual(answer);
  });

  it('debits an account in its own currency', async () => {
    const { authCode } = await test.sandbox.issueCode('alipay');
    expect(await test.sandbox.charge(sale('order-1', { authCode }), PATIENT)).toMatchObject({
      kind: 'paid',
      amountMinor: 1050,
      currency: 'HKD',
      payerAccount: 'li-na',
      debitedAmountMinor: 966,
      debitedCurrency: 'CNY',
    });
  });

  it('answers the same number twice in one turn with one payment', async () => {
    const { authCode } = await test.sandbox.issueCode('alipayhk');
    const order = sale('order-1', { authCode });
    const answers = await Promise.all([1, 2, 3].map(() => test.sandbox.charge(order, PATIENT)));
    expect(answers.map(inShort)).toEqual(['paid', 'paid', 'paid']);
    expect(await test.sandbox.book('alipayhk')).toMatchObject([
      { channelOrderId: 'order-1', timesCharged: 1 },
    ]);
    const [, alipayhk] = await test.sandbox.listWallets();
    expect(alipayhk?.accounts[0]?.balanceMinor).toBe(500_000 - 1_050);
  });

  it.each([
    ['amount', { amountMinor: 1051 }],
    ['currency', { currency: 'CNY' }],
    ['wallet', { family: 'wechatpay', authCode: '101234567890000000' }],
  ] as const)('decides nothing when a known number comes with another %s', async (_, changes) => {
    const order = sale('order-1');
    await test.sandbox.charge(order, PATIENT);
    expect(inShort(await test.sandbox.charge({ ...order, ...changes }, PATIENT))).toBe('unknown');
    expect(inShort(await test.sandbox.query(referenceOf(order), PATIENT))).toBe('paid');
    expect(await test.sandbox.book('wechatpay')).toEqual([]);
  });

  it('knows a payment only in the family that was charged', async () => {
    const order = sale('order-1');
    await test.sandbox.charge(order, PATIENT);
    expect(inShort(await test.sandbox.query({ ...referenceOf(order), family: 'payme' }, PATIENT))).toBe(
      'not_found',
    );
  });

  it('refuses a code of another wallet, and keeps the refusal', async () => {
    const order = sale('order-1', { authCode: '101234567890123456' });
    expect(inShort(await test.sandbox.charge(order, PATIENT))).toBe('declined 1202');
    expect(inShort(await test.sandbox.query(referenceOf(order), PATIENT))).toBe('declined 1202');
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('sends nothing for the amount %d', async (amountMinor) => {
    const answer = await test.sandbox.charge(sale('order-1', { amountMinor }), PATIENT);
    expect(answer.kind).toBe('not_sent');
    expect(await test.sandbox.book('alipay')).toEqual([]);
  });

  it('sends nothing for a caller that has given up before', async () => {
    const order = sale('order-1');
    expect((await test.sandbox.charge(order, AbortSignal.abort())).kind).toBe('not_sent');
    expect((await test.sandbox.query(referenceOf(order), AbortSignal.abort())).kind).toBe('not_sent');
    expect(await test.sandbox.book('alipay')).toEqual([]);
  });

  it('does not hold a caller that gives up while its charge is written', async () => {
    const stop = new AbortController();
    const answer = test.sandbox.charge(sale('order-1', { amountMinor: 410_010 }), stop.signal);
    stop.abort();
    expect(inShort(await answer)).toBe('unknown');
    expect(await test.sandbox.book('alipay')).toMatchObject([{ state: 'paid', timesCharged: 1 }]);
  });

  it('lets go of a caller that gives up during a slow answer', async () => {
    const stop = new AbortController();
    const answer = test.sandbox.charge(sale('order-1', { amountMinor: 410_007 }), stop.signal);
    await test.sandbox.waiting();
    expect(test.time.running).toBe(1);
    stop.abort();
    expect(inShort(await answer)).toBe('unknown');
    expect(test.time.running).toBe(0);
  });

  it('answers unknown, and rejects nobody, when the clock breaks', async () => {
    const time = new ManualTime();
    const clock = { nowMs: () => Number.NaN };
    const broken = openSandbox({ file: ':memory:', clock, timers: time, randomBytes: countingBytes() });
    expect(inShort(await broken.charge(sale('order-1'), PATIENT))).toBe('unknown');
    expect(inShort(await broken.query(referenceOf(sale('order-1')), PATIENT))).toBe('not_found');
    expect((await broken.reverse(referenceOf(sale('order-1')), PATIENT)).kind).toBe('unknown');
    broken.close();
  });
});

describe('closing', () => {
  it('finishes what was begun and lets go of everybody', async () => {
    const held = test.sandbox.charge(sale('order-1', { amountMinor: 410_010 }), PATIENT);
    await test.sandbox.waiting();
    const begun = test.sandbox.charge(sale('order-2'), PATIENT);
    const late = test.sandbox.charge(sale('order-3', { amountMinor: 410_007 }), PATIENT);
    const { sandbox } = test;
    test.restart();
    expect(inShort(await held)).toBe('unknown');
    expect(inShort(await begun)).toBe('paid');
    expect(inShort(await late)).toBe('unknown');
    expect((await sandbox.charge(sale('order-4'), PATIENT)).kind).toBe('not_sent');
    await expect(sandbox.waiting()).rejects.toThrow('The sandbox is closed.');
    sandbox.close();
    const states = await test.sandbox.book('alipay');
    expect(states.map(({ channelOrderId, state }) => [channelOrderId, state])).toEqual([
      ['order-3', 'paid'],
      ['order-2', 'paid'],
      ['order-1', 'paid'],
    ]);
  });
});

describe('a wallet’s own book', () => {
  it('shows the newest first, page by page, and nothing of other wallets', async () => {
    for (let index = 1; index <= 5; index++) await test.sandbox.charge(sale(`order-${index}`), PATIENT);
    await test.sandbox.charge(sale('other', { family: 'payme', authCode: '801234567890123456' }), PATIENT);
    const first = await test.sandbox.book('alipay', { limit: 3 });
    expect(first.map(({ channelOrderId }) => channelOrderId)).toEqual(['order-5', 'order-4', 'order-3']);
    const second = await test.sandbox.book('alipay', { limit: 3, before: first.at(-1)?.sequence ?? 0 });
    expect(second.map(({ channelOrderId }) => channelOrderId)).toEqual(['order-2', 'order-1']);
    expect(first[0]).toMatchObject({
      wallet: 'alipay',
      account: undefined,
      state: 'paid',
      amountMinor: 1050,
      currency: 'HKD',
      timesCharged: 1,
      description: 'Tea',
      merchantName: 'Corner Shop',
      createdAtMs: test.time.nowMs(),
      endedAtMs: test.time.nowMs(),
    });
  });

  it.each([{ limit: 0 }, { limit: 1_001 }, { limit: 1.5 }, { before: 0 }, { before: Number.NaN }])(
    'refuses the page %j',
    async (page) => {
      const [field] = Object.keys(page);
      await expect(test.sandbox.book('alipay', page)).rejects.toThrow(`${field}: give`);
    },
  );
});

describe('changing an account', () => {
  it('changes what is named and leaves the rest', async () => {
    const changed = await test.sandbox.changeAccount('li-na', {
      freeLimitMinor: 0,
      behaviour: 'declined-1294',
    });
    expect(changed).toMatchObject({ id: 'li-na', balanceMinor: 500_000, freeLimitMinor: 0, status: 'open' });
    test.restart();
    const [alipay] = await test.sandbox.listWallets();
    expect(alipay?.accounts[0]).toEqual(changed);
    const { authCode } = await test.sandbox.issueCode('alipay', 'li-na');
    expect(inShort(await test.sandbox.charge(sale('order-1', { authCode }), PATIENT))).toBe('declined 1294');
  });

  it.each([
    ['balance_minor', { balanceMinor: -1 }],
    ['balance_minor', { balanceMinor: 0.5 }],
    ['free_limit_minor', { freeLimitMinor: 1_000_000_000_001 }],
    ['status', { status: 'asleep' as 'open' }],
    ['behaviour', { behaviour: 'declined-0000' as 'paid' }],
    ['reversal_behaviour', { reversalBehaviour: 'returned' as 'done' }],
    ['refund_behaviour', { refundBehaviour: 'refused-0000' as 'refused' }],
  ])('refuses an impossible %s and changes nothing', async (field, change) => {
    const before = await test.sandbox.listWallets();
    await expect(test.sandbox.changeAccount('li-na', change)).rejects.toThrow(`${field}: `);
    expect(await test.sandbox.listWallets()).toEqual(before);
  });

  it('refuses an unknown account', async () => {
    await expect(test.sandbox.changeAccount('nobody', { balanceMinor: 1 })).rejects.toThrow(
      'account: there is no account nobody',
    );
  });
});
