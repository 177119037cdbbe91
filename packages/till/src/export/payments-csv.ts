import { isCurrencyCode, minorUnitsOf } from '@opencpm/protocol';
import { summaryOf, type RegisterNames } from '../register/describe.ts';
import type { ShiftFacts } from '../page-api/index.ts';
import type { Sale } from '../store/sale.ts';
import { csvFile } from './csv.ts';
import type { LocalTime } from './local-time.ts';

/** An amount as a plain number of the major unit: `1050, 'HKD'` becomes `10.50`. */
function plainAmount(amountMinor: number, currency: string): string {
  const decimals = isCurrencyCode(currency) ? minorUnitsOf(currency) : 0;
  if (decimals === 0) return String(amountMinor);
  const digits = String(Math.abs(amountMinor)).padStart(decimals + 1, '0');
  return `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Sales as a CSV file, one a line. */
export function paymentsCsv(sales: readonly Sale[], names: RegisterNames, time: LocalTime): string {
  const head = [
    'number',
    'time',
    'state',
    'amount',
    'currency',
    'refunded',
    'wallet',
    'code',
    'order_number',
  ];
  return csvFile([
    [...head, 'syssn', 'wallet_number', 'cashier', 'register', 'ended'],
    ...sales.map((each) => {
      const sale = summaryOf(each, names);
      return [
        ...[
          sale.number,
          time.second(sale.startedAtMs),
          sale.state,
          plainAmount(sale.amountMinor, sale.currency),
        ],
        ...[sale.currency, plainAmount(sale.refundedMinor, sale.currency), sale.wallet, sale.maskedCode],
        ...[sale.orderNumber, sale.syssn, sale.walletNumber, sale.cashier, sale.register],
        sale.endedAtMs === undefined ? '' : time.second(sale.endedAtMs),
      ];
    }),
  ]);
}

/** A shift as a CSV file: totals, cashiers, and the count once it is closed. */
export function shiftCsv(shift: ShiftFacts, time: LocalTime): string {
  const totals = [...shift.totals.map((total) => ({ ...total, cashier: '' })), ...shift.cashiers].map(
    (total) => [
      ...[total.cashier === '' ? 'total' : 'cashier', total.cashier, total.wallet, total.currency],
      ...[total.paidCount, plainAmount(total.paidMinor, total.currency)],
      ...[total.refundCount, plainAmount(total.refundedMinor, total.currency)],
      plainAmount(total.netMinor, total.currency),
    ],
  );
  const lines = (shift.closed?.lines ?? []).map((line) => [
    ...['count', line.what, line.currency, plainAmount(line.expectedMinor, line.currency)],
    ...[plainAmount(line.countedMinor, line.currency), plainAmount(line.differenceMinor, line.currency)],
  ]);
  const { number, register, openedBy, openedAtMs, closed } = shift;
  return csvFile([
    ['shift', 'register', 'opened_by', 'opened', 'closed_by', 'closed', 'note'],
    [
      ...[number, register, openedBy, time.second(openedAtMs), closed?.by ?? ''],
      ...[closed === undefined ? '' : time.second(closed.atMs), closed?.note ?? ''],
    ],
    [],
    ['line', 'cashier', 'wallet', 'currency', 'payments', 'paid', 'refunds', 'refunded', 'net'],
    ...totals,
    ...(lines.length === 0
      ? []
      : [[], ['line', 'what', 'currency', 'expected', 'counted', 'difference'], ...lines]),
  ]);
}
