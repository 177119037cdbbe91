import { newPayment } from '../../packages/gateway/src/payment/new-payment.ts';
import { newRefund } from '../../packages/gateway/src/payment/new-refund.ts';
import type { Payment, PaymentIntent } from '../../packages/gateway/src/payment/payment.ts';
import type { Refund, RefundIntent } from '../../packages/gateway/src/payment/refund.ts';
import type {
  AcceptResult,
  PaymentStep,
  RefundStep,
  ReserveResult,
} from '../../packages/gateway/src/store/store.ts';
import { isRefundOpen } from '../../packages/gateway/src/payment/refund-state.ts';
import type { MemoryDatabase } from './memory-database.ts';

/** Writes an intent and the use of its code, or nothing. */
export function acceptPayment(database: MemoryDatabase, intent: PaymentIntent): AcceptResult {
  const payment = newPayment(intent);
  const existing = database.insert(payment);
  if (existing !== undefined) return { kind: 'order_exists', transaction: existing };
  if (database.authCodes.has(intent.authCodeHash)) {
    database.withdraw(payment);
    return { kind: 'code_used' };
  }
  database.authCodes.set(intent.authCodeHash, intent.id);
  const { syssn, amountMinor, currency, orderNumber, connector } = intent;
  const facts = { syssn, amountMinor, currency, orderNumber, connector };
  database.append(intent.createdAtMs, intent.id, { event: 'payment_accepted', facts });
  return { kind: 'accepted', payment };
}

/** Changes a payment that still has the version that was seen, with everything that belongs to the step. */
export function changePayment(
  database: MemoryDatabase,
  seen: Payment,
  step: PaymentStep,
): Payment | undefined {
  const stored = database.payment(seen.id);
  if (stored?.version !== seen.version) return undefined;
  const changed = { ...stored, ...step.progress, version: stored.version + 1 };
  database.transactions.set(changed.id, changed);
  database.append(step.atMs, changed.id, step.entry);
  database.announce(step.notification, changed, step.atMs);
  const { reversal, lateCharge } = step;
  if (reversal !== undefined) {
    const begun = database.reversals.get(changed.id) ?? reversal;
    database.reversals.set(changed.id, { ...begun, acknowledgedAtMs: reversal.acknowledgedAtMs });
  }
  if (lateCharge !== undefined && !database.lateCharges.has(changed.id)) {
    database.lateCharges.set(changed.id, lateCharge);
  }
  return changed;
}

/** Writes the intent of a refund and reserves its amount, or nothing. */
export function reserveRefund(
  database: MemoryDatabase,
  intent: RefundIntent,
  takingsFromMs: number | undefined,
): ReserveResult {
  const refund = newRefund(intent);
  const existing = database.insert(refund);
  if (existing !== undefined) return { kind: 'order_exists', transaction: existing };
  if (takingsFromMs !== undefined && takingsOf(database, intent, takingsFromMs) < 0) {
    database.withdraw(refund);
    return { kind: 'takings_too_low' };
  }
  const payment = database.payment(intent.originalId);
  if (payment === undefined) {
    database.withdraw(refund);
    throw new Error(`payment ${intent.originalSyssn} has vanished from the store`);
  }
  const open = isRefundable(payment);
  const { amountMinor, currency, orderNumber, originalSyssn } = intent;
  if (!open || payment.refundPendingMinor > 0 || payment.refundedMinor + amountMinor > payment.amountMinor) {
    database.withdraw(refund);
    return { kind: 'not_refundable', payment };
  }
  put(database, { ...payment, refundPendingMinor: amountMinor, version: payment.version + 1 });
  const facts = { syssn: intent.syssn, amountMinor, currency, orderNumber, originalSyssn };
  database.append(intent.createdAtMs, intent.id, { event: 'refund_reserved', facts });
  const reservation = { refund: intent.syssn, amountMinor, currency };
  database.append(intent.createdAtMs, payment.id, { event: 'refund_reserved', facts: reservation });
  return { kind: 'reserved', refund };
}

/** Changes a refund that still has the version that was seen, and settles or releases its reservation. */
export function changeRefund(database: MemoryDatabase, seen: Refund, step: RefundStep): Refund | undefined {
  const wasOpen = isRefundOpen(seen.state);
  if (!wasOpen && step.progress.state !== seen.state) {
    throw new Error(`refund ${seen.syssn} is ${seen.state} and cannot become ${step.progress.state}`);
  }
  const stored = database.refund(seen.id);
  if (stored?.version !== seen.version) return undefined;
  const payment = database.payment(stored.originalId);
  if (payment === undefined) throw new Error(`payment ${stored.originalSyssn} has vanished from the store`);
  const changed = { ...stored, ...step.progress, version: stored.version + 1 };
  const { amountMinor, currency } = stored;
  const settled = wasOpen && changed.state === 'succeeded';
  const released = wasOpen && changed.state === 'refused';
  if (settled && !isRefundable(payment)) {
    throw new Error(`payment ${payment.syssn} holds no reservation to settle`);
  }
  if (settled || released) {
    const refundedMinor = payment.refundedMinor + (settled ? amountMinor : 0);
    put(database, {
      ...payment,
      refundedMinor,
      refundPendingMinor: payment.refundPendingMinor - amountMinor,
      state: !settled
        ? payment.state
        : refundedMinor === payment.amountMinor
          ? 'refunded'
          : 'partly_refunded',
      version: payment.version + 1,
    });
  }
  database.transactions.set(changed.id, changed);
  database.append(step.atMs, changed.id, step.entry);
  if (settled) {
    const after = database.payment(payment.id);
    const from = after?.refundedMinor === amountMinor ? 'paid' : 'partly_refunded';
    const facts = {
      from,
      to: after?.state,
      by: 'refund',
      refund: seen.syssn,
      refundedMinor: after?.refundedMinor,
    };
    database.append(step.atMs, payment.id, { event: 'payment_changed', facts });
  } else if (released) {
    const facts = { refund: seen.syssn, amountMinor, currency };
    database.append(step.atMs, payment.id, { event: 'refund_released', facts });
  }
  database.announce(step.notification, changed, step.atMs);
  return changed;
}

function isRefundable({ state }: Payment): boolean {
  return state === 'paid' || state === 'partly_refunded';
}

/** What a merchant was paid since an instant, less its refunds. */
function takingsOf(
  database: MemoryDatabase,
  { merchantNumber, currency }: RefundIntent,
  fromMs: number,
): number {
  let takings = 0;
  for (const row of database.transactions.values()) {
    if (row.merchantNumber !== merchantNumber || row.currency !== currency || row.createdAtMs < fromMs)
      continue;
    if (row.kind === 'refund') takings -= row.state === 'refused' ? 0 : row.amountMinor;
    else if (['paid', 'partly_refunded', 'refunded'].includes(row.state)) takings += row.amountMinor;
  }
  return takings;
}

/** Stores a payment under the rule that the table's CHECK holds in SQLite. */
function put(database: MemoryDatabase, payment: Payment): void {
  const { refundedMinor, refundPendingMinor, amountMinor } = payment;
  if (refundedMinor < 0 || refundPendingMinor < 0 || refundedMinor + refundPendingMinor > amountMinor) {
    throw new Error('CHECK constraint failed: refunds exceed the payment');
  }
  database.transactions.set(payment.id, payment);
}
