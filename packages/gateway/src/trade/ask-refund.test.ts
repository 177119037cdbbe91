import { beforeEach, describe, expect, it } from 'vitest';
import type { Refund } from '../payment/refund.ts';
import { refundIntentOf, reservedRefund } from '../store/contract/refund-data.ts';
import { RefundAsker } from './ask-refund.ts';
import { paidOrder, refundParts } from './test-refund-trade.ts';
import { settle, useTrade, withOperations } from './test-trade.ts';

describe('asking about a refund for a merchant', () => {
  const trade = useTrade();
  let refund: Refund;
  beforeEach(async () => {
    const payment = await paidOrder(trade());
    refund = reservedRefund(await trade().store.reserveRefund(refundIntentOf(2, payment)));
  });
  const asker = (changes = {}) => new RefundAsker(refundParts(trade(), changes));

  it('records the answer, and asks nobody about a refund that has ended', async () => {
    const refunds = asker();
    const ended = await refunds.refresh(refund);
    expect(ended).toMatchObject({ state: 'succeeded' });
    expect(await refunds.refresh(ended)).toBe(ended);
    expect(trade().wallet.refundsAsked).toHaveLength(1);
  });

  it('sends nothing, also when the wallet knows nothing', async () => {
    trade().wallet.onQueryRefund = async () => ({ kind: 'not_found', reason: 'none' });
    expect(await asker().refresh(refund)).toMatchObject({ state: 'processing', respcd: '1145' });
    expect(trade().wallet.refunded).toEqual([]);
  });

  it('shares one call among all who ask at once', async () => {
    const refunds = asker();
    const results = await Promise.all([1, 2, 3].map(() => refunds.refresh(refund)));
    expect(new Set(results).size).toBe(1);
    expect(trade().wallet.refundsAsked).toHaveLength(1);
  });

  it('gives up after 4 s', async () => {
    trade().wallet.onQueryRefund = () => new Promise(() => undefined);
    const refreshed = asker().refresh(refund);
    await settle();
    trade().time.advance(4_000);
    expect(await refreshed).toMatchObject({ state: 'processing' });
  });

  it('leaves the refund as it was when the connector is missing or the disk takes nothing', async () => {
    expect(await asker({ connectors: new Map() }).refresh(refund)).toBe(refund);
    const store = withOperations(trade().store, { changeRefund: () => Promise.reject(new Error('full')) });
    expect(await asker({ store }).refresh(refund)).toBe(refund);
    expect(trade().log.alerts).toEqual(['connector_missing', 'enquiry_not_recorded']);
  });
});
