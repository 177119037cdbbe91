import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AuditFinding, RowAudit } from '../audit-store.ts';
import { integer, optionalInteger, type Row, text } from './column-values.ts';
import { type HistoryBeginning, historyBeginningReader } from './history-beginning.ts';
import {
  lateChargeRowSeal,
  notificationRowSeal,
  readSeals,
  reversalRowSeal,
  SEAL_KINDS,
  type SealKind,
  transactionRowSeal,
} from './row-seal.ts';
import { COLUMN, TRANSACTION_COLUMNS, type TransactionRow } from './transaction-columns.ts';
import { TransactionStatement } from './transaction-statement.ts';

/** A table whose rows belong to transactions, at most one each. */
interface Companion {
  readonly kind: SealKind;
  readonly name: string;
  readonly key: string;
  readonly read: StatementSync;
  readonly sealOf: (row: Row) => string;
}

/** Entries read for a transaction, on the average of a stretch. */
const ENTRIES_EACH = 16;

/** What the history says of the rows of one transaction: the latest seal of each. */
type Sealed = Map<string, string>;

/** Compares transactions and the rows that belong to them with the seals in the history. */
export class RowAuditRows {
  readonly #readBeginning: () => HistoryBeginning;
  readonly #transactions: TransactionStatement;
  readonly #entries: StatementSync;
  readonly #oldestEntry: StatementSync;
  readonly #companions: readonly Companion[];

  constructor(database: DatabaseSync) {
    this.#readBeginning = historyBeginningReader(database);
    this.#transactions = new TransactionStatement(
      database,
      `SELECT ${TRANSACTION_COLUMNS} FROM transactions WHERE id > ? ORDER BY id LIMIT CAST(? AS INTEGER)`,
    );
    this.#entries = database.prepare(
      `SELECT transaction_id, seals FROM history INDEXED BY history_of_transaction
       WHERE transaction_id > ? AND transaction_id <= ? ORDER BY transaction_id, sequence
       LIMIT CAST(? AS INTEGER)`,
    );
    this.#oldestEntry = database.prepare(
      'SELECT facts FROM history WHERE transaction_id = ? ORDER BY sequence LIMIT 1',
    );
    const companion = (
      kind: SealKind,
      name: string,
      table: string,
      key: string,
      sealOf: Companion['sealOf'],
    ): Companion => ({
      kind,
      name,
      key,
      sealOf,
      read: database.prepare(`SELECT * FROM ${table} WHERE ${key} > ? AND ${key} <= ?`),
    });
    this.#companions = [
      companion(SEAL_KINDS.reversal, 'reversal', 'reversals', 'payment_id', reversalRowSeal),
      companion(SEAL_KINDS.lateCharge, 'late charge', 'late_charges', 'payment_id', lateChargeRowSeal),
      companion(
        SEAL_KINDS.notification,
        'notification',
        'notifications',
        'transaction_id',
        notificationRowSeal,
      ),
    ];
  }

  /** Reads one stretch at one moment, so that a gateway at work cannot make rows and entries disagree. */
  read(afterId: number, limit: number): RowAudit {
    const rows = this.#transactions.all(afterId, limit);
    const { sealed, upToId, ended } = this.#sealsBehind(afterId, limit, rows);
    const findings: AuditFinding[] = [];
    const found = new Map(rows.map((row) => [integer(row[COLUMN.id]), row]));
    const nameOf = (id: number): Pick<AuditFinding, 'subject' | 'syssn'> => this.#nameOf(id, found.get(id));
    let olderThanHistory = 0;
    let transactions = 0;
    const { transactionsUpTo } = this.#readBeginning();
    for (const [id, row] of found) {
      if (id > upToId) break;
      transactions += 1;
      const stored = sealed.get(id)?.get(SEAL_KINDS.transaction);
      if (stored === undefined && id <= transactionsUpTo) olderThanHistory += 1;
      else if (stored === undefined) findings.push({ kind: 'row_unknown', ...nameOf(id) });
      else if (stored !== transactionRowSeal(row)) findings.push({ kind: 'row_edited', ...nameOf(id) });
      else if (isStuck(row)) findings.push({ kind: 'row_stuck', ...nameOf(id) });
    }
    for (const [id, seals] of sealed) {
      if (!found.has(id) && seals.has(SEAL_KINDS.transaction))
        findings.push({ kind: 'row_missing', ...nameOf(id) });
    }
    const [reversals = 0, lateCharges = 0, notifications = 0] = this.#companions.map((companion) =>
      compareCompanion(companion, afterId, upToId, sealed, nameOf, findings),
    );
    return {
      transactions,
      reversals,
      lateCharges,
      notifications,
      olderThanHistory,
      findings,
      nextAfterId: ended ? undefined : upToId,
    };
  }

  /** The latest seals of the transactions behind a number, up to where both they and the rows are complete. */
  #sealsBehind(
    afterId: number,
    limit: number,
    rows: readonly TransactionRow[],
  ): { sealed: Map<number, Sealed>; upToId: number; ended: boolean } {
    const lastRow = rows.length < limit ? undefined : rows.at(-1);
    let upToId = lastRow === undefined ? Number.MAX_SAFE_INTEGER : integer(lastRow[COLUMN.id]);
    const entriesMax = limit * ENTRIES_EACH;
    let entries = this.#entries.all(afterId, upToId, entriesMax);
    let ended = lastRow === undefined;
    if (entries.length === entriesMax) {
      const cutId = integer(entries.at(-1)?.['transaction_id']);
      // The last transaction may have more entries. Alone it is read whole, however many they are.
      const firstId = integer(entries[0]?.['transaction_id']);
      upToId = cutId === firstId ? cutId : cutId - 1;
      entries = this.#entries.all(afterId, upToId, cutId === firstId ? Number.MAX_SAFE_INTEGER : entriesMax);
      ended = false;
    }
    const sealed = new Map<number, Sealed>();
    for (const entry of entries) {
      const id = integer(entry['transaction_id']);
      const known = sealed.get(id) ?? new Map<string, string>();
      for (const [kind, one] of readSeals(text(entry['seals']))) known.set(kind, one);
      sealed.set(id, known);
    }
    return { sealed, upToId, ended };
  }

  #nameOf(id: number, row: TransactionRow | undefined): Pick<AuditFinding, 'subject' | 'syssn'> {
    if (row !== undefined) {
      const syssn = text(row[COLUMN.syssn]);
      return { subject: `${text(row[COLUMN.kind])} ${syssn}`, syssn };
    }
    const facts: unknown = JSON.parse(text(this.#oldestEntry.get(id)?.['facts'] ?? '{}'));
    const syssn = typeof facts === 'object' && facts !== null && 'syssn' in facts ? String(facts.syssn) : '';
    return syssn === ''
      ? { subject: `transaction number ${id}` }
      : { subject: `transaction ${syssn}`, syssn };
  }
}

/** @returns how many rows were compared. */
function compareCompanion(
  { kind, name, key, read, sealOf }: Companion,
  afterId: number,
  upToId: number,
  sealed: ReadonlyMap<number, Sealed>,
  nameOf: (id: number) => Pick<AuditFinding, 'subject' | 'syssn'>,
  findings: AuditFinding[],
): number {
  const report = (what: AuditFinding['kind'], id: number): void => {
    const named = nameOf(id);
    findings.push({ kind: what, ...named, subject: `${name} of ${named.subject}` });
  };
  const rows = read.all(afterId, upToId);
  const present = new Set<number>();
  for (const row of rows) {
    const id = integer(row[key]);
    present.add(id);
    const stored = sealed.get(id)?.get(kind);
    if (stored === undefined) report('row_unknown', id);
    else if (stored !== sealOf(row)) report('row_edited', id);
  }
  for (const [id, seals] of sealed) if (seals.has(kind) && !present.has(id)) report('row_missing', id);
  return rows.length;
}

const OPEN_STATES: ReadonlySet<string> = new Set([
  'accepted',
  'processing',
  'waiting_for_payer',
  'reversing',
  'reserved',
]);

/** Open money always has a time at which somebody asks for it; without one it would stay open for ever. */
function isStuck(row: TransactionRow): boolean {
  return OPEN_STATES.has(text(row[COLUMN.state])) && optionalInteger(row[COLUMN.due_at_ms]) === undefined;
}
