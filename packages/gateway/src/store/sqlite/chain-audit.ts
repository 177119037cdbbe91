import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AuditFinding, ChainAudit, ChainPlace } from '../audit-store.ts';
import { integer, optionalInteger, type Row, text } from './column-values.ts';
import { GENESIS, linkHash } from './history-rows.ts';

/** Reads the history as a chain and says where it does not hold. */
export class ChainAuditRows {
  readonly #entries: StatementSync;

  constructor(database: DatabaseSync) {
    this.#entries = database.prepare(
      `SELECT sequence, at_ms, transaction_id, event, facts, seals, hash FROM history
       WHERE sequence > ? ORDER BY sequence LIMIT CAST(? AS INTEGER)`,
    );
  }

  read(from: ChainPlace, limit: number, lookFor: string | undefined): ChainAudit {
    const findings: AuditFinding[] = [];
    let last: ChainPlace = from.sequence === 0 ? { sequence: 0, hash: GENESIS } : from;
    let foundAt: number | undefined;
    const rows = this.#entries.all(from.sequence, limit);
    for (const row of rows) {
      const entry = { sequence: integer(row['sequence']), hash: text(row['hash']) };
      const finding = faultOf(last, entry, row);
      if (finding !== undefined) findings.push(finding);
      if (entry.hash === lookFor) foundAt = entry.sequence;
      // Goes on behind what is stored, so that one fault is told once and later ones are found as well.
      last = entry;
    }
    return { entries: rows.length, findings, last, ended: rows.length < limit, foundAt };
  }
}

function faultOf(before: ChainPlace, entry: ChainPlace, row: Row): AuditFinding | undefined {
  const expected = before.sequence + 1;
  if (entry.sequence !== expected) {
    const subject =
      entry.sequence === expected + 1 ? `entry ${expected}` : `entries ${expected} to ${entry.sequence - 1}`;
    return { kind: 'entry_missing', subject, sequence: expected };
  }
  const linked = linkHash(
    before.hash,
    entry.sequence,
    integer(row['at_ms']),
    optionalInteger(row['transaction_id']),
    text(row['event']),
    text(row['facts']),
    text(row['seals']),
  );
  if (linked === entry.hash) return undefined;
  return { kind: 'entry_edited', subject: `entry ${entry.sequence}`, sequence: entry.sequence };
}
