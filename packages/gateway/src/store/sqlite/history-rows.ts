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
const GENESIS = Buffer.alloc(32);

/**
 * The append-only history. Each entry's hash covers the entry and the hash before it. Appending runs inside a
 * transaction that the caller opened; after one that was rolled back {@link reload} has to be called.
 */
export class HistoryRows {
  readonly #insert: StatementSync;
  readonly #latest: StatementSync;
  readonly #ofTransaction: StatementSync;
  #sequence = 0;
  #hash: Uint8Array = GENESIS;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO history VALUES (?, ?, ?, ?, ?, ?)');
    this.#latest = database.prepare('SELECT sequence, hash FROM history ORDER BY sequence DESC LIMIT 1');
    this.#ofTransaction = database.prepare(
      `SELECT sequence, at_ms, transaction_id, event, facts FROM history WHERE transaction_id = ?
       ORDER BY sequence`,
    );
    this.reload();
  }

  /** Reads the end of the chain from the database. */
  reload(): void {
    const row = this.#latest.get();
    this.#sequence = row === undefined ? 0 : integer(row['sequence']);
    this.#hash = row === undefined ? GENESIS : (row['hash'] as Uint8Array);
  }

  append(atMs: number, transactionId: number | undefined, { event, facts }: NewHistoryEntry): void {
    const sequence = this.#sequence + 1;
    const factsText = JSON.stringify(facts);
    const linked = linkHash(this.#hash, sequence, atMs, transactionId, event, factsText);
    this.#insert.run(sequence, atMs, transactionId ?? null, event, factsText, linked);
    this.#sequence = sequence;
    this.#hash = linked;
  }

  ofTransaction(transactionId: number): readonly HistoryEntry[] {
    return this.#ofTransaction.all(transactionId).map(entryOf);
  }
}

/** The hash of an entry behind another. Its members are joined by a character that none of them can hold unescaped. */
export function linkHash(
  before: Uint8Array,
  sequence: number,
  atMs: number,
  transactionId: number | undefined,
  event: string,
  factsText: string,
): Uint8Array {
  const head = Buffer.from(before).toString('hex');
  const linked = `${head}\n${sequence}\n${atMs}\n${transactionId ?? ''}\n${event}\n${factsText}`;
  return hash('sha256', linked, 'buffer');
}

function entryOf(row: Row): HistoryEntry {
  return {
    sequence: integer(row['sequence']),
    atMs: integer(row['at_ms']),
    transactionId: optionalInteger(row['transaction_id']),
    event: text(row['event']) as HistoryEvent,
    facts: JSON.parse(text(row['facts'])) as HistoryFacts,
  };
}
