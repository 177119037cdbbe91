import { hash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  HistoryEntry,
  HistoryEvent,
  HistoryFacts,
  NewHistoryEntry,
} from '../../payment/history-entry.ts';
import { integer, optionalInteger, type Row, text } from './column-values.ts';

/** What stands before the first entry. */
export const GENESIS = hash('sha256', 'OpenCPM history 1', 'base64url');

/** Columns {@link entryOf} reads. */
const ENTRY_COLUMNS = 'sequence, at_ms, transaction_id, event, facts';

/**
 * The append-only history. Each entry's hash covers the entry and the hash before it. Appending runs inside a
 * transaction that the caller opened; after one that was rolled back {@link reload} has to be called.
 */
export class HistoryRows {
  readonly #insert: StatementSync;
  readonly #latest: StatementSync;
  readonly #ofTransaction: StatementSync;
  readonly #acts: StatementSync;
  #sequence = 0;
  // As text, because turning bytes into text and back would cost more than the digest itself.
  #hash = GENESIS;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#latest = database.prepare('SELECT sequence, hash FROM history ORDER BY sequence DESC LIMIT 1');
    this.#ofTransaction = database.prepare(
      `SELECT ${ENTRY_COLUMNS} FROM history WHERE transaction_id = ? ORDER BY sequence`,
    );
    this.#acts = database.prepare(
      `SELECT ${ENTRY_COLUMNS} FROM history INDEXED BY history_of_administration
       WHERE transaction_id IS NULL AND sequence > ? ORDER BY sequence LIMIT CAST(? AS INTEGER)`,
    );
    this.reload();
  }

  /** Reads the end of the chain from the database. */
  reload(): void {
    const row = this.#latest.get();
    this.#sequence = row === undefined ? 0 : integer(row['sequence']);
    this.#hash = row === undefined ? GENESIS : text(row['hash']);
  }

  /** @param seals of the rows that are written with this entry, see `row-seal.ts`. */
  append(
    atMs: number,
    transactionId: number | undefined,
    { event, facts }: NewHistoryEntry,
    seals = '',
  ): void {
    const sequence = this.#sequence + 1;
    const factsText = JSON.stringify(facts);
    const linked = linkHash(this.#hash, sequence, atMs, transactionId, event, factsText, seals);
    this.#insert.run(sequence, atMs, transactionId ?? null, event, factsText, seals, linked);
    this.#sequence = sequence;
    this.#hash = linked;
  }

  ofTransaction(transactionId: number): readonly HistoryEntry[] {
    return this.#ofTransaction.all(transactionId).map(entryOf);
  }

  /** Entries that belong to no transaction, in order, behind a place in the history. */
  acts(afterSequence: number, limit: number): readonly HistoryEntry[] {
    return this.#acts.all(afterSequence, limit).map(entryOf);
  }
}

/** The hash of an entry behind another, as base64url. None of its members can hold the character that joins them. */
export function linkHash(
  before: string,
  sequence: number,
  atMs: number,
  transactionId: number | undefined,
  event: string,
  factsText: string,
  seals: string,
): string {
  const linked = `${before}\n${sequence}\n${atMs}\n${transactionId ?? ''}\n${event}\n${seals}\n${factsText}`;
  return hash('sha256', linked, 'base64url');
}

/** Reads {@link ENTRY_COLUMNS}. */
function entryOf(row: Row): HistoryEntry {
  return {
    sequence: integer(row['sequence']),
    atMs: integer(row['at_ms']),
    transactionId: optionalInteger(row['transaction_id']),
    event: text(row['event']) as HistoryEvent,
    facts: JSON.parse(text(row['facts'])) as HistoryFacts,
  };
}
