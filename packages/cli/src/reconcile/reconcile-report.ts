import {
  type DayTotals,
  type Difference,
  meaningOf,
  REPAIRS,
  type ReconciliationResult,
  repairOf,
} from '@opencpm/gateway';
import { formatAmount, isCurrencyCode } from '@opencpm/protocol';
import type { CommandContext } from '../context.ts';
import { paint } from '../terminal/paint.ts';
import { printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';
import { formatFields, formatTable } from '../terminal/table.ts';
import type { BillNotGiven } from './day-bills.ts';

/** Differences shown to people; JSON has them all. */
const SHOWN_MAX = 50;

/** What was reconciled. */
export interface Reconciled {
  readonly wallet: string;
  readonly day: string;
  readonly differences: readonly Difference[];
  readonly result: ReconciliationResult;
  /** Neighbouring days whose bill was not at hand. */
  readonly notGiven: readonly BillNotGiven[];
}

/** Prints what a reconciliation came to. */
export function reportReconciliation(context: CommandContext, reconciled: Reconciled): void {
  if (context.json) printJson(context.stdout, jsonOf(reconciled));
  else printText(context, reconciled);
}

function jsonOf({ wallet, day, differences, result, notGiven }: Reconciled) {
  return {
    equal: differences.length === 0,
    wallet,
    date: day,
    matched: result.matched,
    carried_over: result.carriedOver,
    awaited: result.awaited,
    not_given: notGiven.map((bill) => ({ date: bill.day, why: bill.why })),
    here: totalsJson(result.here),
    there: totalsJson(result.there),
    differences: differences.map(({ kind, syssn, channelNumber, requestNumber, line, here, there }) => ({
      kind,
      repair: repairOf(kind),
      ...(syssn === undefined ? {} : { syssn }),
      chnlsn: channelNumber,
      request_number: requestNumber,
      ...(line === undefined ? {} : { line }),
      ...(here === undefined ? {} : { here }),
      ...(there === undefined ? {} : { there }),
    })),
  };
}

function totalsJson(totals: DayTotals) {
  return totals.map(({ kind, currency, count, amountMinor }) => ({
    kind,
    currency,
    count,
    amount_minor: amountMinor,
  }));
}

function printText({ stdout }: CommandContext, reconciled: Reconciled): void {
  const { wallet, day, differences, result, notGiven } = reconciled;
  const count = differences.length;
  const verdict = count === 0 ? paint(stdout, 'good', 'EQUAL') : paint(stdout, 'bad', 'NOT EQUAL');
  const found = count === 0 ? 'no difference' : `${count} difference${count === 1 ? '' : 's'}`;
  stdout.write(`${verdict}  ${found} between the books and the bill of ${wallet} for ${day}.\n`);
  for (const difference of differences.slice(0, SHOWN_MAX)) stdout.write(differenceText(difference));
  if (count > SHOWN_MAX) stdout.write(`\n  and ${count - SHOWN_MAX} more; --json prints them all\n`);
  stdout.write('\n');
  stdout.write(
    formatFields([
      ['matched', `${result.matched} lines of the bill`],
      ['carried over', result.carriedOver === 0 ? '' : `${result.carriedOver} from the day before or after`],
      [
        'awaited',
        result.awaited === 0
          ? ''
          : `${result.awaited} near the end of a day, in the bill of the neighbouring one`,
      ],
      ...notGiven.map(({ day: missing, why }) => ['not given', `the bill of ${missing}: ${why}`] as const),
    ]),
  );
  const rows = totalRows(result);
  if (rows.length === 0) return;
  stdout.write('\n');
  stdout.write(
    formatTable(
      [
        { heading: 'movement' },
        { heading: 'here', side: 'right' },
        { heading: 'in the bill', side: 'right' },
      ],
      rows,
    ),
  );
}

function differenceText(difference: Difference): string {
  const { kind, syssn, channelNumber, requestNumber, line, here, there } = difference;
  const subject = syssn ?? (requestNumber === '' ? channelNumber : requestNumber);
  const sides =
    here === undefined && there === undefined
      ? ''
      : ` (here ${here ?? 'nothing'}, there ${there ?? 'nothing'})`;
  const place = line === undefined ? '' : `, line ${line} of the bill`;
  return `\n  ${printable(subject)}  ${kind}\n    ${meaningOf(kind)}${printable(sides)}${place}\n    ${REPAIRS[repairOf(kind)]}\n`;
}

function totalRows({ here, there }: ReconciliationResult): readonly (readonly string[])[] {
  const names = new Set([...here, ...there].map(({ currency, kind }) => `${currency} ${kind}s`));
  const cell = (totals: DayTotals, name: string): string => {
    const sum = totals.find(({ currency, kind }) => `${currency} ${kind}s` === name);
    if (sum === undefined) return '-';
    const { currency, amountMinor, count } = sum;
    const amount = isCurrencyCode(currency)
      ? formatAmount(amountMinor, currency)
      : `${currency} ${amountMinor}`;
    return `${count} for ${amount}`;
  };
  return [...names].sort().map((name) => [name, cell(here, name), cell(there, name)]);
}
