import { type LedgerLine, standingOf } from '../../packages/gateway/src/payment/ledger-line.ts';
import type { Payment } from '../../packages/gateway/src/payment/payment.ts';
import type { LateCharge } from '../../packages/gateway/src/payment/reversal.ts';
import type { Transaction } from '../../packages/gateway/src/payment/transaction.ts';
import type { LedgerStore } from '../../packages/gateway/src/store/ledger-store.ts';

/** A late charge with its payment. */
export interface LateRow {
  readonly payment: Payment;
  readonly charge: LateCharge;
}

/** The ledger of rows that were read elsewhere: every movement, whatever its time, in one page. */
export function rowLedger(rows: readonly Transaction[], late: readonly LateRow[]): LedgerStore {
  const lateIds = new Set(late.map(({ payment }) => payment.id));
  const lines = [
    ...rows
      .filter((row) => !lateIds.has(row.id))
      .map((row) => ({ connector: row.connector, line: movementOf(row) })),
    ...late.flatMap((row) => [
      { connector: row.payment.connector, line: chargeOf(row) },
      { connector: row.payment.connector, line: returnOf(row) },
    ]),
  ];
  return {
    ledgerPage: async (request) => ({
      lines: lines.filter(({ connector }) => connector === request.connector).map(({ line }) => line),
      next: undefined,
    }),
    findLedgerLine: async (of, side, requestNumber) =>
      lines.find(
        ({ connector, line }) =>
          connector === of &&
          (side === 'payment') === (line.kind === 'payment') &&
          line.requestNumber === requestNumber,
      )?.line,
  };
}

function movementOf(row: Transaction): LedgerLine {
  const isPayment = row.kind === 'payment';
  return {
    kind: row.kind,
    syssn: row.syssn,
    requestNumber: isPayment ? row.channelOrderId : row.channelRefundId,
    channelNumber: row.walletNumber,
    amountMinor: row.amountMinor,
    currency: row.currency,
    standing: standingOf(row),
    atMs: (isPayment ? row.paidAtMs : row.returnedAtMs) ?? row.createdAtMs,
  };
}

function chargeOf({ payment, charge }: LateRow): LedgerLine {
  const { amountMinor, currency, walletNumber, paidAtMs } = charge;
  const { syssn, channelOrderId } = payment;
  return {
    kind: 'payment',
    syssn,
    requestNumber: channelOrderId,
    channelNumber: walletNumber,
    amountMinor,
    currency,
    standing: 'late',
    atMs: paidAtMs,
  };
}

function returnOf({ payment, charge }: LateRow): LedgerLine {
  const { channelRefundId, amountMinor, currency, state, returnedAtMs, foundAtMs } = charge;
  return {
    kind: 'return',
    syssn: payment.syssn,
    requestNumber: channelRefundId,
    paymentRequestNumber: payment.channelOrderId,
    channelNumber: '',
    amountMinor,
    currency,
    standing: state === 'returned' ? 'settled' : 'open',
    atMs: returnedAtMs ?? foundAtMs,
  };
}
