import { beforeEach, describe, expect, it } from 'vitest';
import type { Refund } from '../payment/refund.ts';
import { START_MS } from '../store/contract/contract-data.ts';
import {
  refundIntentOf,
  refundStepTo,
  reservedRefund,
  UNCLEAR_PROGRESS,
} from '../store/contract/refund-data.ts';
import type { RefundAnswer } from '../wallet/connector.ts';
import { AskPace } from './ask-pace.ts';
import { RESEND_LIMIT_MS, RefundResumer } from './resume-refund.ts';
import { paidOrder, REFUND_REFUSED, refundParts } from './test-refund-trade.ts';
import { settle, useTrade, withOperations } from './test-trade.ts';

const NOT_FOUND: RefundAnswer = { kind: 'not_found', reason: 'no such refund' };

describe('driving a refund to its end', () => {
  const trade = useTrade();
  let refund: Refund;
  beforeEach(async () => {
    const payment = await paidOrder(trade());
    refund = reservedRefund(await trade().store.reserveRefund(refundIntentOf(2, payment)));
  });
  const drive = (seen = refund, changes = {}) => new RefundResumer(refundParts(trade(), changes)).drive(seen);
  const stored = () => trade().store.findRefund(2);

  it('asks first, and sends nothing when the wallet knows', async () => {
    await drive();
    expect(await stored()).toMatchObject({ state: 'succeeded' });
    expect(trade().wallet.refundsAsked).toHaveLength(1);
    expect(trade().wallet.refunded).toEqual([]);
  });

  it('sends the same refund again when the wallet knows nothing', async () => {
    trade().wallet.onQueryRefund = async () => NOT_FOUND;
    await drive();
    expect(trade().wallet.refunded).toEqual(trade().wallet.refundsAsked);
    expect(trade().wallet.refunded).toMatchObject([
      { channelRefundId: refund.channelRefundId, amountMinor: 400 },
    ]);
    expect(await stored()).toMatchObject({ state: 'succeeded' });
  });

  it.each([
    ['gives no answer', { kind: 'unknown', reason: 'reset' }],
    ['is not reached', { kind: 'not_sent', reason: 'DNS' }],
    ['has it in work', { kind: 'processing' }],
    ['refuses for now', { ...REFUND_REFUSED, mayStillReturn: true } as RefundAnswer],
  ] satisfies [string, RefundAnswer][])(
    'sends nothing when the wallet %s, and asks later',
    async (_what, answer) => {
      trade().wallet.onQueryRefund = async () => answer;
      await drive();
      expect(trade().wallet.refunded).toEqual([]);
      expect(await stored()).toMatchObject({
        state: 'processing',
        asks: 1,
        dueAtMs: trade().parts.steadyClock.nowMs() + 2_000,
      });
      expect(await trade().store.findPayment(1)).toMatchObject({ refundPendingMinor: 400 });
    },
  );

  it('sends nothing when somebody changed the refund since the lease', async () => {
    trade().wallet.onQueryRefund = async () => {
      await trade().store.changeRefund(refund, refundStepTo(UNCLEAR_PROGRESS));
      return NOT_FOUND;
    };
    await drive();
    expect(trade().wallet.refunded).toEqual([]);
    expect(await stored()).toMatchObject({ state: 'processing' });
  });

  it('waits no longer for a repeat than its lease lasts', async () => {
    trade().wallet.onQueryRefund = async () => NOT_FOUND;
    trade().wallet.onRefund = () => new Promise(() => undefined);
    const driven = drive();
    await settle();
    trade().time.advance(RESEND_LIMIT_MS);
    await driven;
    expect(await stored()).toMatchObject({ state: 'processing', asks: 1 });
  });

  it('leaves a refund that has ended alone', async () => {
    await drive();
    const ended = await stored();
    await drive(ended);
    expect(trade().wallet.refundsAsked).toHaveLength(1);
    expect(await stored()).toEqual(ended);
  });

  it('asks later when the connector is missing, and says so', async () => {
    await drive(refund, { connectors: new Map() });
    expect(trade().log.alerts).toEqual(['connector_missing']);
    expect(await stored()).toMatchObject({ state: 'processing', asks: 1 });
  });

  it.each([
    [14, []],
    [15, [10]],
    [16, []],
    [26, [120]],
    [27, []],
  ])('raises an alert when a refund stays open long: enquiry %d, minutes %j', async (asks, minutes) => {
    const open = await trade().store.changeRefund(
      refund,
      refundStepTo({ ...UNCLEAR_PROGRESS, asks: asks - 1 }),
    );
    trade().wallet.onQueryRefund = async () => ({ kind: 'processing' });
    await drive(open);
    expect(trade().log.lines.map(({ fields }) => fields?.['minutes'])).toEqual(minutes);
  });

  it('tells the wallet how old the refund is at least, whatever the clock says', async () => {
    trade().wallet.onQueryRefund = async () => ({ kind: 'processing' });
    const pace = new AskPace(trade().parts.steadyClock);
    const turn = async () => drive(await stored(), { pace });
    trade().time.jump(86_400_000);
    await turn();
    await turn();
    trade().time.advance(2_000);
    await turn();
    await turn();
    trade().time.jump(-90_000_000);
    await turn();
    const ages = trade().wallet.refundsAsked.map(({ leastAgeMs }) => leastAgeMs);
    const passedMs = 2_000 - (refund.createdAtMs - START_MS);
    expect(ages).toEqual([0, 0, passedMs, 2_000, 4_000]);
  });

  it('fails when the payment has vanished', async () => {
    const store = withOperations(trade().store, { findPayment: async () => undefined });
    await expect(drive(refund, { store })).rejects.toThrow(`${refund.originalSyssn} has vanished`);
  });
});
