import { describe, expect, it } from 'vitest';
import { openBooks, writeBooks } from '../history/test-books.ts';
import { intentOf } from '../store/contract/contract-data.ts';
import { useDirectories } from '../store/sqlite/test-directory.ts';
import { type BillLine, BillUnreadable } from '../wallet/bill-line.ts';
import { billDaysAround } from './bill-days.ts';
import type { Difference } from './difference.ts';
import { type OpenBill, type ReconciliationOrder, runReconciliation } from './run-reconciliation.ts';

const directory = useDirectories();
const [ONE, TWO, FOUR] = [intentOf(1).syssn, intentOf(2).syssn, intentOf(4).syssn];

/** The bill of the wallet behind the books of the tests. */
const BILL: readonly BillLine[] = [
  {
    kind: 'payment',
    requestNumber: ONE,
    channelNumber: '2026030122001400000001',
    amountMinor: 1050,
    currency: 'HKD',
    line: 1,
  },
  { kind: 'payment', requestNumber: TWO, channelNumber: 'W2', amountMinor: 1050, currency: 'HKD', line: 2 },
  { kind: 'refund', requestNumber: FOUR, channelNumber: 'R4', amountMinor: 50, currency: 'HKD', line: 3 },
  {
    kind: 'refund',
    requestNumber: `LC${TWO}`,
    channelNumber: 'R2',
    amountMinor: 1050,
    currency: 'HKD',
    line: 4,
  },
];

async function* linesOf(lines: readonly BillLine[], fault?: Error): AsyncGenerator<BillLine> {
  yield* lines;
  if (fault !== undefined) throw fault;
}

async function reconcileBooks(
  lines: readonly BillLine[],
  day = '2026-03-01',
  fault?: Error,
  neighbours: Pick<ReconciliationOrder['bills'], 'before' | 'after'> = {},
) {
  const store = openBooks(directory());
  await writeBooks(store);
  const differences: Difference[] = [];
  try {
    const result = await runReconciliation(store.reports, {
      connector: 'sandbox',
      days: billDaysAround(day),
      bills: { ...neighbours, day: linesOf(lines, fault) },
      onDifference: (difference) => differences.push(difference),
    });
    return { result, differences };
  } finally {
    await store.close();
    if (fault !== undefined) expect(differences).toEqual([]);
  }
}

describe('runReconciliation', () => {
  it('matches the books of a day with its bill, and tells of the late charge', async () => {
    const { result, differences } = await reconcileBooks(BILL);
    expect(differences).toEqual([
      { kind: 'late_charge', syssn: TWO, requestNumber: TWO, channelNumber: 'W2', line: 2 },
    ]);
    expect(result).toMatchObject({ matched: 4, carriedOver: 0, awaited: 0 });
    expect(result.here).toEqual([
      { kind: 'payment', currency: 'HKD', count: 1, amountMinor: 1050 },
      { kind: 'refund', currency: 'HKD', count: 2, amountMinor: 1100 },
    ]);
  });

  it('tells what the bill does not have', async () => {
    const { differences } = await reconcileBooks([]);
    expect(differences.map(({ kind, syssn }) => [kind, syssn])).toEqual([
      ['payment_missing_there', ONE],
      ['refund_missing_there', FOUR],
      ['refund_missing_there', TWO],
    ]);
  });

  it('finds what is older than its window by its number', async () => {
    const { differences } = await reconcileBooks(BILL.slice(0, 1), '2026-03-20');
    expect(differences).toMatchObject([
      { kind: 'wrong_day', syssn: ONE, here: '2026-03-01', there: '2026-03-20' },
    ]);
  });

  it('concludes nothing from a bill that breaks off', async () => {
    const fault = new BillUnreadable(2, 'the amount is no number');
    await expect(reconcileBooks([], '2026-03-01', fault)).rejects.toThrow(
      'line 2 of the bill: the amount is no number',
    );
  });

  it('opens the bills around one after the other, and does without those a wallet has not made', async () => {
    const opened: string[] = [];
    const opens =
      (name: string, lines?: readonly BillLine[]): OpenBill =>
      () => {
        opened.push(name);
        return Promise.resolve(lines === undefined ? undefined : linesOf(lines));
      };
    const { differences } = await reconcileBooks(BILL, '2026-03-02', undefined, {
      before: opens('before', BILL),
      after: opens('after'),
    });
    expect(opened).toEqual(['before', 'after']);
    expect(differences.map(({ kind }) => kind)).toContain('line_twice');
    const without = await reconcileBooks(BILL, '2026-03-02', undefined, { before: opens('before') });
    expect(without.differences.map(({ kind }) => kind)).not.toContain('line_twice');
  });

  it('concludes nothing when a bill around it cannot be opened', async () => {
    const after = (): Promise<never> => Promise.reject(new Error('the line broke'));
    await expect(reconcileBooks(BILL, '2026-03-01', undefined, { after })).rejects.toThrow('the line broke');
  });
});
