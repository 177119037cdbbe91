import { formatSyssn } from '@opencpm/protocol';
import type { Payment } from '../../payment/payment.ts';
import type { Refund, RefundIntent, RefundProgress } from '../../payment/refund.ts';
import type { ReserveResult, RefundStep, Store } from '../store.ts';
import { intentOf, PAID_PROGRESS, START_MS, stepTo } from './contract-data.ts';

/** A refund of HKD 4.00 of a payment; order number and channel number are those of its running number. */
export function refundIntentOf(
  id: number,
  payment: Payment,
  changes: Partial<RefundIntent> = {},
): RefundIntent {
  const createdAtMs = changes.createdAtMs ?? START_MS + id;
  const syssn = formatSyssn(createdAtMs, 1, id);
  return {
    id,
    syssn,
    originalId: payment.id,
    originalSyssn: payment.syssn,
    originalChannelOrderId: payment.channelOrderId,
    merchantNumber: payment.merchantNumber,
    storeId: payment.storeId,
    orderNumber: `REFUND-${id}`,
    payType: payment.payType,
    family: payment.family,
    connector: payment.connector,
    channelRefundId: syssn,
    amountMinor: 400,
    currency: payment.currency,
    callerTime: '2026-03-01 12:05:00',
    deviceId: 'till-2',
    notifyUrl: 'https://shop.example/notify',
    createdAtMs,
    firstAskAtMs: createdAtMs + 32_000,
    ...changes,
  };
}

/** "Returned" as a wallet reports it. */
export const RETURNED_PROGRESS: RefundProgress = {
  state: 'succeeded',
  respcd: '0000',
  detail: 'OK',
  returnedAtMs: START_MS + 9_000,
  walletNumber: '2026030122001400000002',
  payerAccount: 'buyer***@example.com',
  dueAtMs: undefined,
  asks: 1,
};

/** "Refused for good" as a wallet reports it. */
export const REFUSED_PROGRESS: RefundProgress = {
  state: 'refused',
  respcd: '1265',
  detail: 'Too old',
  returnedAtMs: undefined,
  walletNumber: '',
  payerAccount: '',
  dueAtMs: undefined,
  asks: 1,
};

/** An open refund whose wallet gave no clear answer. */
export const UNCLEAR_PROGRESS: RefundProgress = {
  ...REFUSED_PROGRESS,
  state: 'processing',
  respcd: '1145',
  detail: 'The wallet has not given a result yet; ask again',
  dueAtMs: START_MS + 60_000,
};

/** A step that brings a refund to a progress, with the least said about it. */
export function refundStepTo(progress: RefundProgress, changes: Partial<RefundStep> = {}): RefundStep {
  return {
    progress,
    atMs: START_MS + 10_000,
    entry: { event: 'refund_changed', facts: { to: progress.state } },
    ...changes,
  };
}

/** A stored payment of HKD 10.50 that is paid. */
export async function paidPaymentIn(
  store: Store,
  id: number,
  changes: Parameters<typeof intentOf>[1] = {},
): Promise<Payment> {
  const accepted = await store.acceptPayment(intentOf(id, changes));
  if (accepted.kind !== 'accepted') throw new Error(`payment ${id} was not accepted`);
  const paid = await store.changePayment(accepted.payment, stepTo(PAID_PROGRESS));
  if (paid === undefined) throw new Error(`payment ${id} was not changed`);
  return paid;
}

/** The refund out of a result that must be one. */
export function reservedRefund(result: ReserveResult): Refund {
  if (result.kind !== 'reserved') throw new Error(`not reserved: ${result.kind}`);
  return result.refund;
}
