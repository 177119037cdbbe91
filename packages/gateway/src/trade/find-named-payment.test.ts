import { beforeEach, describe, expect, it } from 'vitest';
import { intentOf, PAID_PROGRESS, seen, stepTo } from '../store/contract/contract-data.ts';
import { findNamedPayment } from './find-named-payment.ts';
import { useTrade } from './test-trade.ts';

const NONE = { syssn: undefined, orderNumber: undefined, storeId: undefined };

describe('findNamedPayment', () => {
  const trade = useTrade();
  const find = async (request: Partial<Parameters<typeof findNamedPayment>[2]>) => {
    const { store, direct } = trade();
    const found = await findNamedPayment(store, direct, { ...NONE, ...request });
    return found.ok ? found.payment.id : `${found.refusal.respcd} ${found.refusal.message}`;
  };
  const syssn = (id: number): string => intentOf(id).syssn;

  beforeEach(async () => {
    const { store } = trade();
    await store.acceptPayment(intentOf(1));
    await store.acceptPayment(intentOf(2));
    await store.acceptPayment(intentOf(3, { merchantNumber: 2, storeId: 'S1' }));
  });

  it('finds a payment by either number or by both', async () => {
    expect(await find({ syssn: syssn(2) })).toBe(2);
    expect(await find({ orderNumber: 'ORDER-2' })).toBe(2);
    expect(await find({ syssn: syssn(2), orderNumber: 'ORDER-2' })).toBe(2);
  });

  it('refuses two numbers that do not name the same payment', async () => {
    expect(await find({ syssn: syssn(2), orderNumber: 'ORDER-1' })).toMatch(/^1267 out_trade_no: /);
    expect(await find({ syssn: syssn(2), orderNumber: 'NEW' })).toMatch(/^1267 out_trade_no: /);
    expect(await find({ syssn: syssn(9), orderNumber: 'ORDER-1' })).toMatch(/^1267 syssn: /);
  });

  it('does not tell what belongs to others from what does not exist', async () => {
    expect(await find({ syssn: syssn(3) })).toMatch(/^1268 syssn: there is no payment/);
    expect(await find({ syssn: syssn(9) })).toMatch(/^1268 syssn: there is no payment/);
    expect(await find({ orderNumber: 'ORDER-3' })).toMatch(/^1268 out_trade_no: there is no payment/);
  });

  it('takes the number of a refund for that of no payment', async () => {
    const { store } = trade();
    await store.changePayment(seen(1, 1), stepTo(PAID_PROGRESS));
    const refund = {
      ...intentOf(5),
      originalId: 1,
      originalSyssn: syssn(1),
      originalChannelOrderId: syssn(1),
      channelRefundId: 'R-5',
      amountMinor: 50,
    };
    expect((await store.reserveRefund(refund)).kind).toBe('reserved');
    expect(await find({ syssn: syssn(5) })).toMatch(/^1268 /);
    expect(await find({ syssn: syssn(1), orderNumber: 'ORDER-5' })).toMatch(/^1267 /);
  });

  it('takes an order number without a store for the payment without a store, and refuses to guess', async () => {
    const { store, direct } = trade();
    const stores = ['A1', 'A2'].map((storeId) => ({ storeId, name: storeId, status: 'active' }) as const);
    await store.changeMerchant(direct.appCode, { stores }, 0);
    await store.acceptPayment(intentOf(6, { orderNumber: 'SAME', storeId: 'A1' }));
    expect(await find({ orderNumber: 'SAME' })).toBe(6);
    await store.acceptPayment(intentOf(7, { orderNumber: 'SAME', storeId: 'A2' }));
    expect(await find({ orderNumber: 'SAME' })).toMatch(
      /^1267 out_trade_no: names payments of several stores/,
    );
    expect(await find({ orderNumber: 'SAME', storeId: 'A2' })).toBe(7);
    expect(await find({ orderNumber: 'SAME', syssn: syssn(7) })).toBe(7);
    await store.acceptPayment(intentOf(8, { orderNumber: 'SAME' }));
    expect(await find({ orderNumber: 'SAME' })).toBe(8);
  });
});
