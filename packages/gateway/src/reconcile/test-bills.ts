import { businessDayOf } from '@opencpm/protocol';
import type { BillLine } from '../wallet/bill-line.ts';
import type { Difference, DifferenceKind } from './difference.ts';
import type { LedgerLine } from '../payment/ledger-line.ts';
import {
  Reconciliation,
  type BillPlace,
  type ReconciliationPlan,
  type ReconciliationResult,
} from './reconciliation.ts';

/** The day the tests reconcile. */
const TEST_DAY = '2026-03-02';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** First millisecond of the tests' day. */
const DAY_FROM_MS = businessDayOf(TEST_DAY)?.fromMs ?? 0;

/** A pair that agrees: a movement in our books, and its line in the bill of the day. */
export interface Pair {
  readonly ledger: LedgerLine;
  readonly line: BillLine;
}

/** A paid payment at an hour of the day, and its line. */
export function paidPair(index: number, hour = 12): Pair {
  const atMs = DAY_FROM_MS + hour * HOUR_MS + index;
  const requestNumber = `P${String(index).padStart(9, '0')}`;
  const channelNumber = `W${String(index).padStart(9, '0')}`;
  const amountMinor = 1_000 + (index % 500) * 10;
  return {
    ledger: {
      kind: 'payment',
      syssn: `S${requestNumber}`,
      requestNumber,
      channelNumber,
      amountMinor,
      currency: 'HKD',
      standing: 'settled',
      atMs,
    },
    line: {
      kind: 'payment',
      channelNumber,
      requestNumber,
      amountMinor,
      currency: 'HKD',
      feeMinor: Math.round(amountMinor * 0.008),
      occurredAtMs: atMs,
      line: index + 1,
    },
  };
}

/** A settled refund at an hour of the day, and its line. */
export function refundPair(index: number, hour = 13): Pair {
  const { ledger, line } = paidPair(index, hour);
  const requestNumber = `R${String(index).padStart(9, '0')}`;
  return {
    ledger: { ...ledger, kind: 'refund', requestNumber, syssn: `S${requestNumber}` },
    line: { ...line, kind: 'refund', requestNumber },
  };
}

/** The line that undoes a payment. */
export function reversalOf(line: BillLine): BillLine {
  return { ...line, kind: 'reversal', line: line.line + 1_000_000 };
}

/** A way in which the two sides may differ. */
export interface Planted {
  readonly kind: DifferenceKind;
  readonly pair: (index: number) => Pair;
  readonly ledger: (pair: Pair) => readonly LedgerLine[];
  readonly lines: (pair: Pair) => readonly BillLine[];
}

const here = ({ ledger }: Pair): readonly LedgerLine[] => [ledger];
const there = ({ line }: Pair): readonly BillLine[] => [line];
const none = (): readonly never[] => [];
const standing =
  (word: LedgerLine['standing']) =>
  ({ ledger }: Pair): readonly LedgerLine[] => [{ ...ledger, standing: word }];

/** Every kind of difference, as it comes about. */
export const PLANTED: readonly Planted[] = [
  { kind: 'payment_missing_here', pair: paidPair, ledger: none, lines: there },
  { kind: 'payment_missing_there', pair: paidPair, ledger: here, lines: none },
  {
    kind: 'amount',
    pair: paidPair,
    ledger: here,
    lines: ({ line }) => [{ ...line, amountMinor: line.amountMinor + 1 }],
  },
  { kind: 'currency', pair: paidPair, ledger: here, lines: ({ line }) => [{ ...line, currency: 'CNY' }] },
  {
    kind: 'number',
    pair: paidPair,
    ledger: here,
    lines: ({ line }) => [{ ...line, channelNumber: `${line.channelNumber}X` }],
  },
  { kind: 'paid_there_open_here', pair: paidPair, ledger: standing('open'), lines: there },
  { kind: 'paid_there_not_paid_here', pair: paidPair, ledger: standing('void'), lines: there },
  {
    kind: 'undone_there_paid_here',
    pair: paidPair,
    ledger: here,
    lines: ({ line }) => [line, reversalOf(line)],
  },
  {
    kind: 'undone_there_open_here',
    pair: paidPair,
    ledger: standing('open'),
    lines: ({ line }) => [line, reversalOf(line)],
  },
  {
    kind: 'charged_twice',
    pair: paidPair,
    ledger: here,
    lines: ({ line }) => [line, { ...line, channelNumber: `${line.channelNumber}-2` }],
  },
  { kind: 'line_twice', pair: paidPair, ledger: here, lines: ({ line }) => [line, line] },
  {
    kind: 'wrong_day',
    pair: paidPair,
    ledger: ({ ledger }) => [{ ...ledger, atMs: ledger.atMs - DAY_MS }],
    lines: there,
  },
  {
    kind: 'fee',
    pair: paidPair,
    ledger: here,
    lines: ({ line }) => [{ ...line, feeMinor: (line.feeMinor ?? 0) + 3 }],
  },
  { kind: 'late_charge', pair: paidPair, ledger: standing('late'), lines: there },
  { kind: 'refund_missing_here', pair: refundPair, ledger: none, lines: there },
  { kind: 'refund_missing_there', pair: refundPair, ledger: here, lines: none },
  {
    kind: 'refund_amount',
    pair: refundPair,
    ledger: here,
    lines: ({ line }) => [{ ...line, amountMinor: line.amountMinor - 1 }],
  },
  { kind: 'refunded_there_open_here', pair: refundPair, ledger: standing('open'), lines: there },
  { kind: 'refunded_there_refused_here', pair: refundPair, ledger: standing('void'), lines: there },
];

/** The bills of a run, by their place. */
export type TestBills = Readonly<Partial<Record<BillPlace, readonly BillLine[]>>>;

/** Reconciles the tests' day and collects what is found. */
export async function reconcile(
  ledger: readonly LedgerLine[],
  bills: TestBills,
  plan: Partial<ReconciliationPlan> = {},
): Promise<{ readonly differences: readonly Difference[]; readonly result: ReconciliationResult }> {
  const differences: Difference[] = [];
  const reconciliation = new Reconciliation({
    dayMs: DAY_FROM_MS,
    dayEnd: '24:00',
    neighbours: { before: bills.before !== undefined, after: bills.after !== undefined },
    feeBasisPoints: 80,
    findElsewhere: () => Promise.resolve(undefined),
    onDifference: (difference) => differences.push(difference),
    ...plan,
  });
  for (const line of ledger) reconciliation.addLedgerLine(line);
  for (const place of ['before', 'day', 'after'] as const) {
    for (const line of bills[place] ?? []) reconciliation.addBillLine(place, line);
  }
  return { result: await reconciliation.finish(), differences };
}
