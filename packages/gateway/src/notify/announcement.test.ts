import { describe, expect, it } from 'vitest';
import { newPayment } from '../payment/new-payment.ts';
import type { Payment } from '../payment/payment.ts';
import type { Refund } from '../payment/refund.ts';
import { samplePayment } from '../payment/test-payment.ts';
import { announceTo, notificationBody } from './announcement.ts';

const PAID_AT_MS = Date.UTC(2026, 2, 1, 4, 0, 5);

function paid(changes: Partial<Payment> = {}): Payment {
  return {
    ...newPayment(samplePayment({ notifyUrl: 'https://shop.example/n' })),
    state: 'paid',
    respcd: '0000',
    paidAtMs: PAID_AT_MS,
    walletNumber: '2026030122001400000001',
    payerAccount: 'buyer***@example.com',
    ...changes,
  };
}

function refunded(changes: Partial<Refund> = {}): Refund {
  return {
    kind: 'refund',
    id: 8,
    syssn: '20260301000100020000000008',
    originalId: 7,
    originalSyssn: '20260301000100020000000007',
    originalChannelOrderId: '20260301000100020000000007',
    merchantNumber: 1,
    storeId: 'S1',
    orderNumber: 'BACK-1',
    payType: '800108',
    family: 'alipay',
    connector: 'scripted',
    channelRefundId: '20260301000100020000000008',
    amountMinor: 300,
    currency: 'HKD',
    callerTime: '2026-03-01 12:30:00',
    deviceId: 'till-1',
    notifyUrl: 'https://shop.example/n',
    createdAtMs: Date.UTC(2026, 2, 1, 4, 30),
    state: 'succeeded',
    version: 2,
    respcd: '0000',
    detail: 'OK',
    returnedAtMs: Date.UTC(2026, 2, 1, 4, 30, 1),
    walletNumber: '2026030122001400000002',
    payerAccount: 'buyer***@example.com',
    dueAtMs: undefined,
    asks: 0,
    note: '',
    ...changes,
  };
}

describe('the body of a notification', () => {
  it('has the members of the contract for a payment, in their order and form', () => {
    expect(notificationBody(paid(), false)).toBe(
      '{"status": "1", "pay_type": "800108", "sysdtm": "2026-03-01 12:00:00", "paydtm": "2026-03-01 12:00:05", ' +
        '"goods_name": "Tea", "txcurrcd": "HKD", "txdtm": "2026-03-01 12:00:00", "txamt": "1050", ' +
        '"exchange_rate": "", "chnlsn2": "", "out_trade_no": "ORDER-7", "syssn": "202603010001000200000000007", ' +
        '"cash_fee_type": "HKD", "cancel": "0", "respcd": "0000", "goods_info": "", "cash_fee": "1050", ' +
        '"notify_type": "payment", "chnlsn": "2026030122001400000001", "cardcd": "buyer***@example.com"}',
    );
  });

  it('has them for a refund: its own number, and what went back', () => {
    expect(notificationBody(refunded(), false)).toBe(
      '{"status": "1", "pay_type": "800108", "sysdtm": "2026-03-01 12:30:00", "paydtm": "2026-03-01 12:30:01", ' +
        '"goods_name": "", "txcurrcd": "HKD", "txdtm": "2026-03-01 12:30:00", "txamt": "300", ' +
        '"exchange_rate": "", "chnlsn2": "", "out_trade_no": "BACK-1", "syssn": "20260301000100020000000008", ' +
        '"cash_fee_type": "", "cancel": "0", "respcd": "0000", "goods_info": "", "cash_fee": "", ' +
        '"notify_type": "refund", "chnlsn": "2026030122001400000002", "cardcd": "buyer***@example.com", ' +
        '"cash_refund_fee": "300", "cash_refund_fee_type": "HKD"}',
    );
  });

  it('names the store to partners only, between txdtm and txamt', () => {
    for (const transaction of [paid({ storeId: 'S1' }), refunded()]) {
      expect(notificationBody(transaction, true)).toMatch(/"txdtm": "[^"]+", "mchid": "S1", "txamt": /);
      expect(notificationBody(transaction, false)).not.toContain('mchid');
    }
  });

  it('tells what the wallet debited when it did so in another currency', () => {
    const body = notificationBody(paid({ debitedAmountMinor: 972, debitedCurrency: 'CNY' }), false);
    expect(body).toContain('"cash_fee_type": "CNY"');
    expect(body).toContain('"cash_fee": "972"');
    expect(body).toContain('"txamt": "1050"');
  });

  it.each([
    paid({ goodsName: '奶茶 "大"' }),
    refunded(),
    paid({ paidAtMs: undefined }),
    refunded({ returnedAtMs: undefined }),
  ])('is a flat object of texts in ASCII', (transaction) => {
    const body = notificationBody(transaction, true);
    expect(body).toMatch(/^[ -~]+$/);
    const members = Object.values(JSON.parse(body) as Record<string, unknown>);
    expect(members.every((member) => typeof member === 'string')).toBe(true);
  });
});

describe('announcing', () => {
  let made = 0;
  const announce = announceTo({
    isPartner: (merchantNumber) => merchantNumber === 2,
    nowMs: () => 1_234,
    randomBytes(length) {
      made += 1;
      return new Uint8Array(length).fill(made);
    },
  });

  it('is due at once, with an id of its own', () => {
    const first = announce(paid());
    expect(first).toEqual({
      notifyId: `ntf_${'01'.repeat(16)}`,
      url: 'https://shop.example/n',
      body: notificationBody(paid(), false),
      dueAtMs: 1_234,
    });
    expect(announce(refunded())?.notifyId).toBe(`ntf_${'02'.repeat(16)}`);
  });

  it('tells a partner its store', () => {
    expect(announce(paid({ merchantNumber: 2, storeId: 'T1' }))?.body).toContain('"mchid": "T1"');
    expect(announce(paid({ merchantNumber: 1, storeId: 'T1' }))?.body).not.toContain('mchid');
  });

  it.each(['', 'no address'])('needs an address: %j is none', (notifyUrl) => {
    expect(announce(paid({ notifyUrl }))).toBeUndefined();
  });
});
