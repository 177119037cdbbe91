import type { LateMovement } from '../store/statement-store.ts';
import { WIRE_VIEWS } from '../payment/state.ts';
import type { Transaction } from '../payment/transaction.ts';

/** What a line of a statement is about. */
export type StatementKind = 'payment' | 'refund' | 'late_charge' | 'late_charge_return';

/** A line of an account statement. Amounts in minor units, instants in milliseconds since 1970-01-01 UTC. */
export interface StatementLine {
  readonly kind: StatementKind;
  /** Whether money moved; only such lines are in the sums. */
  readonly moved: boolean;
  readonly storeId: string;
  readonly payType: string;
  readonly syssn: string;
  /** The payment a refund or a late charge belongs to; empty for payments. */
  readonly originalSyssn: string;
  readonly orderNumber: string;
  readonly walletNumber: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly debitedAmountMinor: number | undefined;
  readonly debitedCurrency: string;
  readonly callerTime: string;
  /** When the gateway took it, or when it learnt of a late charge or its return. It decides the day. */
  readonly recordedAtMs: number;
  /** When money moved. */
  readonly movedAtMs: number | undefined;
  readonly respcd: string;
  readonly cancel: string;
  readonly deviceId: string;
  readonly goodsName: string;
  readonly note: string;
}

/** A payment or refund as a line. */
export function transactionLine(transaction: Transaction): StatementLine {
  const { storeId, payType, syssn, orderNumber, walletNumber, currency, amountMinor } = transaction;
  const { callerTime, respcd, deviceId, note } = transaction;
  const common = {
    moved: respcd === '0000',
    storeId,
    payType,
    syssn,
    orderNumber,
    walletNumber,
    currency,
    amountMinor,
    callerTime,
    recordedAtMs: transaction.createdAtMs,
    respcd,
    deviceId,
    note,
  };
  if (transaction.kind === 'refund') {
    return {
      ...common,
      kind: 'refund',
      originalSyssn: transaction.originalSyssn,
      debitedAmountMinor: undefined,
      debitedCurrency: '',
      movedAtMs: transaction.returnedAtMs,
      cancel: '0',
      goodsName: '',
    };
  }
  const paid = transaction.paidAtMs !== undefined;
  return {
    ...common,
    kind: 'payment',
    originalSyssn: '',
    debitedAmountMinor: paid ? (transaction.debitedAmountMinor ?? amountMinor) : undefined,
    debitedCurrency: paid ? transaction.debitedCurrency || currency : '',
    movedAtMs: transaction.paidAtMs,
    cancel: WIRE_VIEWS[transaction.state].cancel,
    goodsName: transaction.goodsName,
  };
}

/** Money taken after the verdict, or its return, as a line of its own: both moved, whatever the payment shows. */
export function lateLine({ kind, charge, payment, recordedAtMs }: LateMovement): StatementLine {
  const returned = kind === 'late_charge_return';
  return {
    kind,
    moved: true,
    storeId: payment.storeId,
    payType: payment.payType,
    syssn: returned ? charge.channelRefundId : payment.syssn,
    originalSyssn: payment.syssn,
    orderNumber: payment.orderNumber,
    walletNumber: returned ? '' : charge.walletNumber,
    currency: charge.currency,
    amountMinor: charge.amountMinor,
    debitedAmountMinor: undefined,
    debitedCurrency: '',
    callerTime: payment.callerTime,
    recordedAtMs,
    movedAtMs: returned ? charge.returnedAtMs : charge.paidAtMs,
    respcd: '0000',
    cancel: '0',
    deviceId: payment.deviceId,
    goodsName: '',
    note: payment.note,
  };
}
