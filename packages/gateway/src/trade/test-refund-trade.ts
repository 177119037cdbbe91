import type { RefundRequest } from '@opencpm/protocol';
import type { Payment } from '../payment/payment.ts';
import { USUAL_REFUND_POLICY } from '../payment/refund-policy.ts';
import { paidPaymentIn } from '../store/contract/refund-data.ts';
import type { RefundAnswer } from '../wallet/connector.ts';
import { AskPace } from './ask-pace.ts';
import { type RefundTakerParts, RefundTaker } from './refund-payment.ts';
import type { TestTrade } from './test-trade.ts';

/** What refunds need of a trade, in a process that has served every wait, with some of it replaced. */
export function refundParts(
  { parts, wallet }: TestTrade,
  changes: Partial<RefundTakerParts> = {},
): RefundTakerParts {
  const connectors = new Map([[wallet.name, wallet]]);
  const asks = new AskPace(parts.steadyClock);
  const pace = { dueMs: (id: number, waitMs: number) => asks.dueMs(id, waitMs), hasServed: () => true };
  return { ...parts, connectors, pace, policy: USUAL_REFUND_POLICY, ...changes };
}

/** Takes refunds in a trade. */
export function refundTaker(trade: TestTrade, changes: Partial<RefundTakerParts> = {}): RefundTaker {
  return new RefundTaker(refundParts(trade, changes));
}

/** A paid payment of HKD 10.50 by the trade's wallet, number 1 unless told. */
export function paidOrder(
  { store, clock }: TestTrade,
  id = 1,
  changes: Parameters<typeof paidPaymentIn>[2] = {},
): Promise<Payment> {
  const createdAtMs = clock.nowMs();
  // Numbers are given out by the store, so that refunds come after the payment.
  for (let given = 0; given < id; ) given = store.nextTransactionNumber();
  return paidPaymentIn(store, id, { connector: 'scripted', createdAtMs, notifyUrl: '', ...changes });
}

/** A request to return HKD 4.00 of a payment. */
export function refundRequest(payment: Payment, changes: Partial<RefundRequest> = {}): RefundRequest {
  return {
    originalSyssn: payment.syssn,
    orderNumber: 'REFUND-1',
    amountMinor: 400,
    callerTime: '2026-03-01 12:05:00',
    storeId: payment.storeId || undefined,
    deviceId: 'till-1',
    ...changes,
  };
}

/** A wallet's final refusal of a refund. */
export const REFUND_REFUSED: RefundAnswer = {
  kind: 'refused',
  respcd: '1265',
  mayStillReturn: false,
  reason: 'Too old',
};
