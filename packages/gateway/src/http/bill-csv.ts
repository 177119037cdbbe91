import { formatWireTime } from '@opencpm/protocol';
import type { StatementLine } from '../trade/statement-line.ts';
import type { StatementTotals } from '../trade/statement-totals.ts';

/** Columns of an account statement (contract section 5.7). */
export const BILL_COLUMNS = [
  'mchid',
  'pay_type',
  'order_type',
  'syssn',
  'orig_syssn',
  'out_trade_no',
  'chnlsn',
  'txcurrcd',
  'txamt',
  'cash_fee',
  'cash_fee_type',
  'txdtm',
  'sysdtm',
  'paydtm',
  'respcd',
  'cancel',
  'udid',
  'goods_name',
  'note',
] as const;

/** Ends every line (RFC 4180). */
const LINE_END = '\r\n';
/** Spreadsheets take cells that begin so for formulas (CWE-1236). */
const FORMULA = /^[=+\-@\t\r]/;
const TO_QUOTE = /[",\r\n]/;

const PLURALS = {
  payment: ['payment', 'payments'],
  refund: ['refund', 'refunds'],
  late_charge: ['late charge', 'late charges'],
  late_charge_return: ['late charge returned', 'late charges returned'],
} as const;

/** The first line. */
export const BILL_HEADER = csvLine(BILL_COLUMNS);

/** A line of the statement as CSV. */
export function billLine(line: StatementLine): string {
  return csvLine([
    line.storeId,
    line.payType,
    line.kind,
    line.syssn,
    line.originalSyssn,
    line.orderNumber,
    line.walletNumber,
    line.currency,
    String(line.amountMinor),
    line.debitedAmountMinor === undefined ? '' : String(line.debitedAmountMinor),
    line.debitedCurrency,
    line.callerTime,
    formatWireTime(line.recordedAtMs),
    line.movedAtMs === undefined ? '' : formatWireTime(line.movedAtMs),
    line.respcd,
    line.cancel,
    line.deviceId,
    line.goodsName,
    line.note,
  ]);
}

/**
 * The last line: `total`, the pay type, and in the last column how many lines there are and, for each currency, count
 * and sum of what moved.
 */
export function billTotals(payType: string, totals: StatementTotals): string {
  const sums = totals.byCurrency().map(([currency, kinds]) => {
    const parts = kinds.map(({ kind, count, sumMinor }) => {
      const [one, many] = PLURALS[kind];
      return `${count} ${count === 1 ? one : many} ${sumMinor}`;
    });
    return `${currency}: ${parts.join(', ')}`;
  });
  const text = [`${totals.lines} ${totals.lines === 1 ? 'line' : 'lines'}`, ...sums].join('; ');
  return csvLine(['total', payType, ...BILL_COLUMNS.slice(3).map(() => ''), text]);
}

function csvLine(values: readonly string[]): string {
  return values.map(csvCell).join(',') + LINE_END;
}

function csvCell(value: string): string {
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return TO_QUOTE.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
