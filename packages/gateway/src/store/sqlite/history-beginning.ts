import type { DatabaseSync } from 'node:sqlite';
import { integer, text } from './column-values.ts';
import type { HistoryRows } from './history-rows.ts';

/** What was there before the history: rows up to these numbers carry no seal until they change. */
export interface HistoryBeginning {
  readonly transactionsUpTo: number;
  readonly merchantsUpTo: number;
}

/** Writes down what a database without a history holds; nothing when it is empty. Called when it is opened. */
export function beginHistory(database: DatabaseSync, history: HistoryRows, nowMs: number): void {
  if (database.prepare('SELECT 1 FROM history LIMIT 1').get() !== undefined) return;
  const transactionsUpTo = highest(database, 'SELECT max(id) AS highest FROM transactions');
  const merchantsUpTo = highest(database, 'SELECT max(merchant_number) AS highest FROM merchants');
  if (transactionsUpTo + merchantsUpTo === 0) return;
  history.append(nowMs, undefined, { event: 'history_begun', facts: { transactionsUpTo, merchantsUpTo } });
}

/**
 * Reads what was there before, as the first entry says, with a statement that is kept: an audit asks thousands of times,
 * and what a statement holds is not seen by the garbage collector.
 */
export function historyBeginningReader(database: DatabaseSync): () => HistoryBeginning {
  const first = database.prepare("SELECT facts FROM history WHERE sequence = 1 AND event = 'history_begun'");
  return () => {
    const row = first.get();
    if (row === undefined) return { transactionsUpTo: 0, merchantsUpTo: 0 };
    return JSON.parse(text(row['facts'])) as HistoryBeginning;
  };
}

function highest(database: DatabaseSync, sql: string): number {
  return integer(database.prepare(sql).get()?.['highest'] ?? 0);
}
