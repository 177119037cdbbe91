import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Counts requests that fail or find nothing at first, so that a later one succeeds, also after a restart. */
export class AttemptTable {
  readonly #count: StatementSync;

  constructor(database: DatabaseSync) {
    this.#count = database.prepare(
      `INSERT INTO attempts (kind, number, times) VALUES (?, ?, 1)
       ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times`,
    );
  }

  /** Counts one request more under a number, and says how many there were with it. */
  count(kind: 'reversal' | 'refund' | 'refund enquiry', number: string): number {
    const { times } = this.#count.get(kind, number) as { times: number };
    return times;
  }
}
