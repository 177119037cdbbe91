import { type Exchange, readFields } from '@opencpm/client/calls';
import { describe, expect, it } from 'vitest';
import type { OrderReference, RefundOrder } from '../connector.ts';
import { readQuery, readSyssn } from './read-answer.ts';

const ORDER: OrderReference = {
  channelOrderId: 'PAY-1',
  family: 'payme',
  payType: '805808',
  amountMinor: 1_050,
  currency: 'HKD',
  createdAtMs: 0,
};

const REFUND: RefundOrder = {
  channelRefundId: 'BACK-1',
  channelOrderId: 'PAY-1',
  family: 'payme',
  walletNumber: '',
  amountMinor: 400,
  paymentAmountMinor: 1_050,
  currency: 'HKD',
  createdAtMs: 1,
  paymentCreatedAtMs: 0,
};

function listed(...data: readonly object[]): Exchange {
  const fields = readFields(JSON.stringify({ respcd: '0000', data }));
  if (fields === undefined) throw new Error('the answer is no object');
  return { kind: 'answered', httpStatus: 200, respcd: '0000', fields, proven: true, retryAfterMs: undefined };
}

function row(orderType: string, respcd: string, more: object = {}): object {
  const syssn = orderType === 'payment' ? '20260305000100020000000001' : '20260305000100020000000002';
  return {
    ...{ syssn, out_trade_no: 'PAY-1', pay_type: '805808', order_type: orderType, respcd },
    ...{ txamt: '1050', txcurrcd: 'HKD', cancel: '0', paydtm: '2026-03-05 10:00:00' },
    ...more,
  };
}

describe('an enquiry at a host that lists reversals as rows of their own', () => {
  it.each([
    [
      'reversed, its reversal done',
      [row('close', '0000'), row('payment', '1142', { cancel: '1' })],
      'reversed',
    ],
    ['paid, its reversal refused', [row('close', '1101'), row('payment', '0000')], 'paid'],
    ['open, its reversal done', [row('close', '0000'), row('payment', '1143')], 'waiting_for_payer'],
    ['not listed, its reversal done', [row('close', '0000')], 'unknown'],
    ['not listed, its reversal refused', [row('close', '1142')], 'unknown'],
  ])('is about the payment: %s', (_what, rows, kind) => {
    expect(readQuery(ORDER, listed(...rows)).kind).toBe(kind);
  });

  it('names refunds the number of the payment, not that of the reversal', () => {
    const rows = [row('close', '1101'), row('payment', '0000')];
    expect(readSyssn(REFUND, listed(...rows))).toBe('20260305000100020000000001');
    expect(readSyssn(REFUND, listed(row('close', '1101')))).toBeUndefined();
  });

  it('takes a row without a kind for the payment', () => {
    expect(readQuery(ORDER, listed(row('', '0000'))).kind).toBe('paid');
  });
});
