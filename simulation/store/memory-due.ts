import type { LateCharge } from '../../packages/gateway/src/payment/reversal.ts';
import type { Transaction } from '../../packages/gateway/src/payment/transaction.ts';
import type { ConnectorFilter } from '../../packages/gateway/src/store/store.ts';
import type { MemoryDatabase } from './memory-database.ts';

interface Due {
  readonly dueAtMs: number | undefined;
}

/** Takes transactions whose time has come; their versions grow, which fences off whoever had them before. */
export function leaseDueTransactions(
  database: MemoryDatabase,
  nowMs: number,
  leaseEndMs: number,
  limit: number,
  connector?: ConnectorFilter,
): readonly Transaction[] {
  return earliest(database.transactions, nowMs, limit, (row) => isOf(row, connector))
    .map(([id, row]) => {
      const leased = { ...row, dueAtMs: leaseEndMs, version: row.version + 1 };
      database.transactions.set(id, leased);
      return leased;
    })
    .sort((left, right) => left.id - right.id);
}

/** Whether a lease with this filter may take a row. */
export function isOf(row: Transaction, filter: ConnectorFilter | undefined): boolean {
  if (filter === undefined) return true;
  return 'only' in filter ? row.connector === filter.only : !filter.except.includes(row.connector);
}

/** Takes late charges whose return is due. */
export function leaseDueLateCharges(
  database: MemoryDatabase,
  nowMs: number,
  leaseEndMs: number,
  limit: number,
): readonly LateCharge[] {
  return earliest(database.lateCharges, nowMs, limit).map(([id, charge]) => {
    const leased = { ...charge, dueAtMs: leaseEndMs };
    database.lateCharges.set(id, leased);
    return leased;
  });
}

/** The earliest time at which a transaction or a late charge is due. */
export function nextDueMs(database: MemoryDatabase): number | undefined {
  let next: number | undefined;
  for (const table of [database.transactions, database.lateCharges]) {
    for (const { dueAtMs } of table.values()) {
      if (dueAtMs !== undefined && (next === undefined || dueAtMs < next)) next = dueAtMs;
    }
  }
  return next;
}

/** The earliest time at which anything at all is due, notifications included; infinite when nothing is. */
export function earliestDueMs(database: MemoryDatabase): number {
  const { changes, earliestDue } = database;
  if (earliestDue.changes === changes) return earliestDue.atMs;
  let atMs = nextDueMs(database) ?? Number.POSITIVE_INFINITY;
  for (const { dueAtMs } of database.notifications.values()) {
    if (dueAtMs !== undefined && dueAtMs < atMs) atMs = dueAtMs;
  }
  earliestDue.changes = changes;
  earliestDue.atMs = atMs;
  return atMs;
}

/** Makes due now what was due later: transactions one after the other, the oldest first. */
export function resumeDue(database: MemoryDatabase, nowMs: number, pauseMs: number): number {
  const due = [...database.transactions].filter(([, row]) => row.dueAtMs !== undefined);
  due.sort(([left], [right]) => left - right);
  for (const [place, [id, row]] of due.entries()) {
    database.transactions.set(id, { ...row, dueAtMs: nowMs + place * pauseMs });
  }
  resumeTable(database.lateCharges, nowMs);
  for (const [id, news] of database.notifications) {
    if (news.dueAtMs === undefined) continue;
    const latest = nowMs + Math.max(0, news.dueAtMs - (news.lastAttemptAtMs ?? news.dueAtMs));
    if (news.dueAtMs > latest) database.notifications.set(id, { ...news, dueAtMs: latest });
  }
  return due.length;
}

function resumeTable<Row extends Due>(table: Map<number, Row>, nowMs: number): void {
  for (const [id, row] of table) {
    if (row.dueAtMs !== undefined && row.dueAtMs > nowMs) table.set(id, { ...row, dueAtMs: nowMs });
  }
}

/** Whether a row is due and fits. */
export function isAnyDue<Row extends Due>(
  table: ReadonlyMap<number, Row>,
  nowMs: number,
  fits: (row: Row) => boolean = () => true,
): boolean {
  for (const row of table.values()) {
    if (row.dueAtMs !== undefined && row.dueAtMs <= nowMs && fits(row)) return true;
  }
  return false;
}

/** Rows that are due and fit, the earliest first. */
export function earliest<Row extends Due>(
  table: ReadonlyMap<number, Row>,
  nowMs: number,
  limit: number,
  fits: (row: Row) => boolean = () => true,
): readonly (readonly [number, Row])[] {
  const due: (readonly [number, Row])[] = [];
  for (const [id, row] of table) {
    if (row.dueAtMs !== undefined && row.dueAtMs <= nowMs && fits(row)) due.push([id, row]);
  }
  return due
    .sort((left, right) => (left[1].dueAtMs ?? 0) - (right[1].dueAtMs ?? 0) || left[0] - right[0])
    .slice(0, limit);
}
