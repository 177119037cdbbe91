import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AuditFinding } from '../../packages/gateway/src/store/audit-store.ts';
import { DATABASE_FILE, SqliteStore } from '../../packages/gateway/src/store/sqlite/sqlite-store.ts';
import { START_MS } from '../../packages/gateway/src/store/contract/contract-data.ts';
import { auditEverything } from '../storage-faults/audit-everything.ts';
import { type Mark, MARKS_FILE } from './acknowledgement.ts';
import type { DiskImage } from './simulated-disk.ts';

/** What a power cut has left of the promises made before it. */
export type ImageVerdict =
  | { readonly kind: 'good' }
  /** Something acknowledged is missing, or older than it was. */
  | { readonly kind: 'lost'; readonly what: string }
  /** The store does not open, or holds what nobody wrote. */
  | { readonly kind: 'broken'; readonly what: string };

/**
 * Writes an image to a directory, opens it with the real store, and looks for everything that was acknowledged.
 *
 * @param marks what the process had said by the moment of the cut.
 */
export async function checkImage(
  image: DiskImage,
  marks: readonly Mark[],
  directory: string,
): Promise<ImageVerdict> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  for (const [name, bytes] of image) {
    // Shared memory and its contents are gone with the power.
    if (name !== MARKS_FILE && !name.endsWith('-shm')) writeFileSync(join(directory, name), bytes);
  }
  try {
    const { lost, findings } = await openAndLook(directory, marks);
    const what = findings[0]?.subject ?? findDamage(join(directory, DATABASE_FILE), marks);
    if (what !== undefined) return { kind: 'broken', what };
    return lost === undefined ? { kind: 'good' } : { kind: 'lost', what: lost };
  } catch (error) {
    return { kind: 'broken', what: String(error) };
  }
}

async function openAndLook(
  directory: string,
  marks: readonly Mark[],
): Promise<{ readonly lost: string | undefined; readonly findings: readonly AuditFinding[] }> {
  const store = SqliteStore.open({
    directory,
    nowMs: START_MS,
    onFatal: (error) => {
      throw error;
    },
  });
  try {
    return { lost: await findLost(store, marks), findings: await auditEverything(store.reports) };
  } finally {
    await store.close();
  }
}

async function findLost(store: SqliteStore, marks: readonly Mark[]): Promise<string | undefined> {
  for (const mark of marks) {
    if (!(await stillHolds(store, mark))) return JSON.stringify(mark);
  }
  return undefined;
}

/** Whether the store still holds what it has acknowledged. Versions only grow; the same version is the same state. */
async function stillHolds(store: SqliteStore, mark: Mark): Promise<boolean> {
  if (mark.kind === 'begun') return true;
  if (mark.kind === 'merchant') return (await store.findMerchant(mark.appCode)) !== undefined;
  const found = mark.kind === 'payment' ? await store.findPayment(mark.id) : await store.findRefund(mark.id);
  if (found === undefined || found.version < mark.version) return false;
  return found.version > mark.version || found.state === mark.state;
}

function findDamage(file: string, marks: readonly Mark[]): string | undefined {
  const database = new DatabaseSync(file);
  try {
    const integrity = database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
    if (integrity !== 'ok') return String(integrity);
    if (database.prepare('PRAGMA foreign_key_check').get() !== undefined) return 'a row refers to none';
    return findInvented(database, marks);
  } finally {
    database.close();
  }
}

/** A transaction that nobody had begun by then. */
function findInvented(database: DatabaseSync, marks: readonly Mark[]): string | undefined {
  const begun = new Set(marks.flatMap((mark) => ('id' in mark ? mark.id : [])));
  const rows = database.prepare('SELECT id FROM transactions').all();
  const invented = rows.find(({ id }) => !begun.has(Number(id)));
  return invented === undefined ? undefined : `nobody wrote transaction ${String(invented['id'])}`;
}
