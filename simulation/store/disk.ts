import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../packages/gateway/src/store/sqlite/open-database.ts';
import { DATABASE_FILE, SqliteStore } from '../../packages/gateway/src/store/sqlite/sqlite-store.ts';
import type { SqliteReports } from '../../packages/gateway/src/store/sqlite/sqlite-reports.ts';
import type { Store } from '../../packages/gateway/src/store/store.ts';
import { MemoryDatabase } from './memory-database.ts';
import { earliestDueMs } from './memory-due.ts';
import { MemoryStore } from './memory-store.ts';

/** What survives the death of every process. */
export interface Disk {
  /** The store as a process that starts now finds it. */
  open(): Promise<Store>;
  /** The latest store that was opened, for whoever only looks. */
  readonly store: Store;
  /** The long reads of a real database. */
  readonly reports: SqliteReports | undefined;
  /** While this number stands still nothing has changed; `undefined` where nobody counts. */
  readonly changes: number | undefined;
  /** The earliest time at which anything is due; long ago where nobody can say. */
  readonly earliestDueMs: number;
  /** Removes everything. */
  dispose(): Promise<void>;
}

/** A disk in memory, for speed. */
export function memoryDisk(): Disk {
  const database = new MemoryDatabase();
  let store = new MemoryStore(database);
  return {
    open: async () => {
      store = new MemoryStore(database);
      return store;
    },
    get store() {
      return store;
    },
    reports: undefined,
    get changes() {
      return database.changes;
    },
    get earliestDueMs() {
      return earliestDueMs(database);
    },
    dispose: async () => undefined,
  };
}

/** A file system in memory where there is one: a simulated crash loses no power, so nothing has to reach a disk. */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A real database in a directory of its own, to keep the store in memory honest. */
export function sqliteDisk(beganAtMs: number, onFatal: (error: unknown) => void): Disk {
  const directory = newDirectory();
  writeFileSync(join(directory, DATABASE_FILE), emptyDatabase(beganAtMs));
  const open = (): SqliteStore => SqliteStore.open({ directory, nowMs: beganAtMs, onFatal });
  let store = open();
  return {
    open: async () => {
      await store.close();
      store = open();
      return store;
    },
    get store() {
      return store;
    },
    get reports() {
      return store.reports;
    },
    changes: undefined,
    earliestDueMs: 0,
    dispose: async () => {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}

function newDirectory(): string {
  return mkdtempSync(join(FOLDER, 'opencpm-simulation-'));
}

let madeBefore: Uint8Array | undefined;

/** Made once a thread and copied from then on: making it takes as long as ten worlds in memory. */
function emptyDatabase(nowMs: number): Uint8Array {
  if (madeBefore !== undefined) return madeBefore;
  const directory = newDirectory();
  const file = join(directory, DATABASE_FILE);
  openDatabase(file, nowMs).close();
  madeBefore = readFileSync(file);
  rmSync(directory, { recursive: true });
  return madeBefore;
}
