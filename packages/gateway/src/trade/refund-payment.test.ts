import { describe, expect, it } from 'vitest';
import type { Refund } from '../payment/refund.ts';
import { USUAL_REFUND_POLICY } from '../payment/refund-policy.ts';
import { StorageUnavailable } from '../store/store.ts';
import type { RefundAnswer } from '../wallet/connector.ts';
import { returnedAnswer } from '../wallet/test-wallet.ts';
import type { RefundOutcome } from './refund-payment.ts';
import { paidOrder, REFUND_REFUSED, refundRequest, refundTaker } from './test-refund-trade.ts';
import { PaymentTaker } from './take-payment.ts';
import { saleRequest, settle, useTrade, withOperations } from './test-trade.ts';

function refundOf(outcome: RefundOutcome): Refund {
  if (!outcome.ok) throw new Error(`${outcome.refusal.respcd} ${outcome.refusal.message}`);
  return outcome.refund;
}

function codeOf(outcome: RefundOutcome): string {
  return outcome.ok ? outcome.refund.respcd : outcome.refusal.respcd;
}

/** Never answers. */
const silence = (): Promise<RefundAnswer> => new Promise(() => undefined);

describe('a refund', () => {
  const trade = useTrade();

  it('is reserved, then sent once, then recorded', async () => {
    const payment = await paidOrder(trade());
    const seen: unknown[] = [];
    trade().wallet.onRefund = async (order) => {
      seen.push((await trade().store.findPayment(1))?.refundPendingMinor);
      return returnedAnswer(order);
    };
    const refund = refundOf(await refundTaker(trade()).take(trade().direct, refundRequest(payment)));
    expect(refund).toMatchObject({ state: 'succeeded', respcd: '0000', originalId: 1, asks: 0 });
    expect(seen).toEqual([400]);
    expect(trade().wallet.refunded).toEqual([
      {
        channelRefundId: refund.syssn,
        channelOrderId: payment.channelOrderId,
        family: 'alipay',
        walletNumber: payment.walletNumber,
        amountMinor: 400,
        paymentAmountMinor: 1050,
        currency: 'HKD',
        createdAtMs: refund.createdAtMs,
        leastAgeMs: 0,
        paymentCreatedAtMs: payment.createdAtMs,
      },
    ]);
    expect(await trade().store.findPayment(1)).toMatchObject({
      state: 'partly_refunded',
      refundedMinor: 400,
      refundPendingMinor: 0,
    });
    expect(trade().reached).toEqual([
      'before_refund_intent',
      'refund_durable',
      'refund_sent',
      'refund_answered',
      'refund_outcome_durable',
    ]);
    expect(trade().time.running).toBe(0);
  });

  it('that the wallet refuses lets its reservation go and is answered with its number', async () => {
    const payment = await paidOrder(trade());
    trade().wallet.onRefund = async () => REFUND_REFUSED;
    const refund = refundOf(await refundTaker(trade()).take(trade().direct, refundRequest(payment)));
    expect(refund).toMatchObject({ state: 'refused', respcd: '1265', detail: 'Too old' });
    expect(await trade().store.findPayment(1)).toMatchObject({ state: 'paid', refundPendingMinor: 0 });
  });

  it.each([
    ['is not reached', { kind: 'not_sent', reason: 'DNS' }],
    ['gives no answer', { kind: 'unknown', reason: 'reset' }],
    ['has it in work', { kind: 'processing' }],
    ['refuses for now', { ...REFUND_REFUSED, mayStillReturn: true } as RefundAnswer],
  ] satisfies [string, RefundAnswer][])(
    'stays open and reserved when the wallet %s',
    async (_what, answer) => {
      const payment = await paidOrder(trade());
      trade().wallet.onRefund = async () => answer;
      const refund = refundOf(await refundTaker(trade()).take(trade().direct, refundRequest(payment)));
      expect(refund).toMatchObject({
        state: 'processing',
        respcd: '1145',
        dueAtMs: trade().parts.steadyClock.nowMs() + 2_000,
      });
      expect(await trade().store.findPayment(1)).toMatchObject({ state: 'paid', refundPendingMinor: 400 });
      expect(trade().wallet.refunded).toHaveLength(1);
    },
  );

  it('answers 1145 after the budget and records what comes later', async () => {
    const payment = await paidOrder(trade());
    let give: (answer: RefundAnswer) => void = () => undefined;
    trade().wallet.onRefund = () => new Promise((resolve) => (give = resolve));
    const refunds = refundTaker(trade());
    const taken = refunds.take(trade().direct, refundRequest(payment));
    await settle();
    trade().time.advance(6_000);
    const refund = refundOf(await taken);
    expect(refund).toMatchObject({ state: 'reserved', respcd: '1145' });
    const [order] = trade().wallet.refunded;
    if (order === undefined) throw new Error('nothing was sent');
    give(returnedAnswer(order));
    await refunds.drained();
    expect(await trade().store.findRefund(refund.id)).toMatchObject({ state: 'succeeded' });
  });

  it('leaves the first look of the resolver to after the end of its own call', async () => {
    const payment = await paidOrder(trade());
    trade().wallet.onRefund = silence;
    const refunds = refundTaker(trade());
    const taken = refunds.take(trade().direct, refundRequest(payment));
    await settle();
    trade().time.advance(6_000);
    const refund = refundOf(await taken);
    expect(refund.dueAtMs).toBe(trade().parts.steadyClock.nowMs() - 6_000 + 32_000);
    trade().time.advance(24_000);
    await refunds.drained();
    expect(await trade().store.findRefund(refund.id)).toMatchObject({ state: 'processing' });
  });

  it('answers 1145 when its outcome cannot be recorded', async () => {
    const payment = await paidOrder(trade());
    const store = withOperations(trade().store, {
      changeRefund: () => Promise.reject(new Error('full')),
    });
    const refund = refundOf(
      await refundTaker(trade(), { store }).take(trade().direct, refundRequest(payment)),
    );
    expect(refund).toMatchObject({ state: 'reserved', respcd: '1145' });
    expect(trade().log.alerts).toEqual(['outcome_not_recorded']);
    expect(await trade().store.findPayment(1)).toMatchObject({ refundPendingMinor: 400 });
  });

  it('is announced when it succeeds, and only then', async () => {
    const payment = await paidOrder(trade());
    const announced: unknown[] = [];
    const announce = (refund: unknown): undefined => void announced.push(refund);
    const refunds = refundTaker(trade(), { announce });
    trade().wallet.onRefund = async () => REFUND_REFUSED;
    await refunds.take(trade().direct, refundRequest(payment, { orderNumber: 'R-1' }));
    expect(announced).toEqual([]);
    trade().wallet.onRefund = async (order) => returnedAnswer(order);
    await refunds.take(trade().direct, refundRequest(payment, { orderNumber: 'R-2' }));
    expect(announced).toMatchObject([{ kind: 'refund', state: 'succeeded', orderNumber: 'R-2' }]);
  });

  it.each([
    ['https://order.example/n', 'https://shop.example/n', 'https://order.example/n'],
    ['', 'https://shop.example/n', 'https://shop.example/n'],
    ['', '', ''],
  ])(
    'is announced where its payment was (%j), else at the registered address (%j)',
    async (order, shop, url) => {
      const payment = await paidOrder(trade(), 1, { notifyUrl: order });
      const merchant = { ...trade().direct, notifyUrl: shop };
      const refund = refundOf(await refundTaker(trade()).take(merchant, refundRequest(payment)));
      expect(refund.notifyUrl).toBe(url);
    },
  );
});

describe('a repeated refund', () => {
  const trade = useTrade();

  it('answers the present state of the first, for ever, and sends nothing', async () => {
    const payment = await paidOrder(trade());
    const refunds = refundTaker(trade());
    const request = refundRequest(payment, { amountMinor: 1050 });
    trade().wallet.onRefund = async () => ({ kind: 'processing' });
    const first = refundOf(await refunds.take(trade().direct, request));
    expect(refundOf(await refunds.take(trade().direct, request))).toEqual(first);
    expect(first.respcd).toBe('1145');
    trade().time.advance(400 * 86_400_000);
    const later = { ...request, callerTime: '2027-04-05 12:00:00', deviceId: 'till-9' };
    expect(refundOf(await refunds.take(trade().direct, later))).toEqual(first);
    const disabled = { ...trade().direct, status: 'disabled' as const };
    expect(refundOf(await refunds.take(disabled, request))).toEqual(first);
    expect(trade().wallet.refunded).toHaveLength(1);
  });

  it.each([
    ['another amount', { amountMinor: 401 }, 'txamt'],
    ['another payment', { originalSyssn: '1' }, 'syssn'],
  ])('with %s is refused', async (_what, changes, field) => {
    const payment = await paidOrder(trade());
    const refunds = refundTaker(trade());
    await refunds.take(trade().direct, refundRequest(payment));
    const refused = await refunds.take(trade().direct, refundRequest(payment, changes));
    expect(refused).toMatchObject({
      ok: false,
      refusal: { respcd: '2011', message: `out_trade_no is used: ${field} differs from the first request` },
    });
    expect(trade().wallet.refunded).toHaveLength(1);
  });

  it("under the payment's own number is refused", async () => {
    const payment = await paidOrder(trade());
    const request = refundRequest(payment, { orderNumber: payment.orderNumber });
    expect(await refundTaker(trade()).take(trade().direct, request)).toMatchObject({
      refusal: { respcd: '2011', message: 'out_trade_no is used: it is the number of a payment' },
      payment: { id: 1 },
    });
  });

  it('keeps its number from payments, and says whose it is', async () => {
    const payment = await paidOrder(trade());
    await refundTaker(trade()).take(trade().direct, refundRequest(payment, { orderNumber: 'R-1' }));
    const sale = saleRequest({ orderNumber: 'R-1' });
    expect(await new PaymentTaker(trade().parts).take(trade().direct, sale)).toEqual({
      ok: false,
      refusal: { respcd: '2011', message: 'out_trade_no is used: it is the number of a refund' },
    });
  });

  it('is one refund, however often it comes at once', async () => {
    const payment = await paidOrder(trade());
    const refunds = refundTaker(trade());
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => refunds.take(trade().direct, refundRequest(payment))),
    );
    expect(new Set(outcomes.map((outcome) => refundOf(outcome).syssn)).size).toBe(1);
    expect(trade().wallet.refunded).toHaveLength(1);
  });
});

describe('what cannot be returned', () => {
  const trade = useTrade();

  it.each([
    ['a number nobody has', '20260301000100020000000099'],
    ['no number of this gateway', '1'],
  ])('%s', async (_what, originalSyssn) => {
    const payment = await paidOrder(trade());
    const outcome = await refundTaker(trade()).take(
      trade().direct,
      refundRequest(payment, { originalSyssn }),
    );
    expect(outcome).toMatchObject({ ok: false, refusal: { respcd: '1268' }, payment: undefined });
  });

  it("somebody else's payment, another store's, and a refund", async () => {
    const own = await paidOrder(trade());
    const theirs = await paidOrder(trade(), 2, { merchantNumber: 2, storeId: 'S1' });
    const refunds = refundTaker(trade());
    const { direct, partner } = trade();
    const inStore = { ...partner, stores: [{ storeId: 'S3', name: 'S3', status: 'active' as const }] };
    expect(codeOf(await refunds.take(direct, refundRequest(theirs, { storeId: undefined })))).toBe('1268');
    expect(codeOf(await refunds.take(inStore, refundRequest(theirs, { storeId: 'S3' })))).toBe('1268');
    expect(codeOf(await refunds.take(partner, refundRequest(theirs)))).toBe('0000');
    const { syssn } = refundOf(await refunds.take(direct, refundRequest(own)));
    const again = refundRequest(own, { originalSyssn: syssn, orderNumber: 'R-2' });
    expect(codeOf(await refunds.take(direct, again))).toBe('1268');
  });

  it('anything for a merchant that is disabled or names no store', async () => {
    const payment = await paidOrder(trade(), 1, { merchantNumber: 2, storeId: 'S1' });
    const refunds = refundTaker(trade());
    const { partner } = trade();
    expect(codeOf(await refunds.take({ ...partner, status: 'disabled' }, refundRequest(payment)))).toBe(
      '1243',
    );
    expect(codeOf(await refunds.take(partner, refundRequest(payment, { storeId: undefined })))).toBe('1104');
    expect(trade().wallet.refunded).toEqual([]);
  });

  it('an open payment, one returned in full, more than is left, and two at once', async () => {
    const { store, direct, wallet, clock } = trade();
    const refunds = refundTaker(trade());
    const take = async (changes: Parameters<typeof refundRequest>[1]) =>
      codeOf(await refunds.take(direct, refundRequest(payment, changes)));
    const payment = await paidOrder(trade());
    expect(await take({ orderNumber: 'R-1', amountMinor: 1051 })).toBe('1272');
    wallet.onRefund = async () => ({ kind: 'processing' });
    expect(await take({ orderNumber: 'R-2', amountMinor: 1 })).toBe('1145');
    expect(await take({ orderNumber: 'R-3', amountMinor: 1 })).toBe('1155');
    const whole = await paidOrder(trade(), 10);
    wallet.onRefund = async (order) => returnedAnswer(order);
    const returned = await refunds.take(
      direct,
      refundRequest(whole, { orderNumber: 'R-4', amountMinor: 1050 }),
    );
    expect(codeOf(returned)).toBe('0000');
    const more = refundRequest(whole, { orderNumber: 'R-5', amountMinor: 1 });
    expect(codeOf(await refunds.take(direct, more))).toBe('1262');
    const open = { ...payment, syssn: '20260301000100020000000020' };
    await store.acceptPayment({
      ...open,
      id: 20,
      orderNumber: 'OPEN',
      channelOrderId: 'OPEN',
      authCodeHash: 'f',
      createdAtMs: clock.nowMs(),
      firstAskAtMs: 0,
    });
    expect(codeOf(await refunds.take(direct, refundRequest(open, { orderNumber: 'R-6' })))).toBe('1261');
  });

  it('what the operator does not allow', async () => {
    const payment = await paidOrder(trade());
    const policy = { ...USUAL_REFUND_POLICY, wholeOnlyCurrencies: ['HKD'] as const };
    const outcome = await refundTaker(trade(), { policy }).take(trade().direct, refundRequest(payment));
    expect(outcome).toMatchObject({ ok: false, refusal: { respcd: '1270' }, payment: { id: 1 } });
  });

  it("what today's takings do not cover", async () => {
    const payment = await paidOrder(trade());
    const policy = { ...USUAL_REFUND_POLICY, takingsMustCover: true };
    const refunds = refundTaker(trade(), { policy });
    trade().time.advance(86_400_000);
    const request = refundRequest(payment);
    expect(await refunds.take(trade().direct, request)).toMatchObject({
      ok: false,
      refusal: { respcd: '1269' },
      payment: { id: 1 },
    });
    await paidOrder(trade(), 50, { amountMinor: 400 });
    expect(codeOf(await refunds.take(trade().direct, request))).toBe('0000');
  });

  it('a payment whose wallet is no longer set up', async () => {
    const payment = await paidOrder(trade());
    const refunds = refundTaker(trade(), { connectors: new Map() });
    expect(codeOf(await refunds.take(trade().direct, refundRequest(payment)))).toBe('1100');
    expect(trade().log.alerts).toEqual(['connector_missing']);
    expect(await trade().store.findPayment(1)).toMatchObject({ refundPendingMinor: 0 });
  });
});

describe('a refund that loses a race', () => {
  const trade = useTrade();

  it('hears what the payment became meanwhile', async () => {
    const payment = await paidOrder(trade());
    const refunds = refundTaker(trade());
    const outcomes = await Promise.all(
      ['R-1', 'R-2', 'R-3'].map((orderNumber) =>
        refunds.take(trade().direct, refundRequest(payment, { orderNumber, amountMinor: 1050 })),
      ),
    );
    expect(outcomes.map(codeOf)).toEqual(['0000', '1155', '1155']);
    expect(trade().wallet.refunded).toHaveLength(1);
  });

  it('hears 1155 when the payment looks refundable again', async () => {
    const payment = await paidOrder(trade());
    const store = withOperations(trade().store, {
      reserveRefund: async () => ({ kind: 'not_refundable', payment }),
    });
    const outcome = await refundTaker(trade(), { store }).take(trade().direct, refundRequest(payment));
    expect(outcome).toMatchObject({ ok: false, refusal: { respcd: '1155' }, payment });
  });
});

describe('a refund while nothing can be written', () => {
  const trade = useTrade();

  it.each([
    [new StorageUnavailable('closed'), 'closed'],
    [new StorageUnavailable('cannot write', { cause: new Error('disk full') }), 'disk full'],
  ])('is refused and not sent: %s', async (error, why) => {
    const payment = await paidOrder(trade());
    const store = withOperations(trade().store, { reserveRefund: () => Promise.reject(error) });
    const outcome = await refundTaker(trade(), { store }).take(trade().direct, refundRequest(payment));
    expect(outcome).toMatchObject({ ok: false, refusal: { respcd: '1100' } });
    expect(trade().log.lines).toMatchObject([{ event: 'storage_unavailable', fields: { why } }]);
    expect(trade().wallet.refunded).toEqual([]);
  });

  it('still answers a repeat', async () => {
    const payment = await paidOrder(trade());
    const request = refundRequest(payment);
    await refundTaker(trade()).take(trade().direct, request);
    const store = withOperations(trade().store, {
      reserveRefund: () => Promise.reject(new StorageUnavailable('closed')),
    });
    expect(codeOf(await refundTaker(trade(), { store }).take(trade().direct, request))).toBe('0000');
  });

  it('lets an error nobody expects out', async () => {
    const payment = await paidOrder(trade());
    const store = withOperations(trade().store, { reserveRefund: () => Promise.reject(new Error('bug')) });
    const taken = refundTaker(trade(), { store }).take(trade().direct, refundRequest(payment));
    await expect(taken).rejects.toThrow('bug');
  });
});
