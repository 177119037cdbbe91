import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { START_MS } from '../contract/contract-data.ts';
import type { StoreFixture } from '../contract/store-fixture.ts';
import { SqliteStore } from './sqlite-store.ts';

/** Makes directories that are removed after each test. */
export function useDirectories(): () => string {
  const made: string[] = [];
  afterEach(() => {
    for (const directory of made.splice(0)) rmSync(directory, { recursive: true });
  });
  return () => {
    const directory = mkdtempSync(join(tmpdir(), 'opencpm-store-'));
    made.push(directory);
    return directory;
  };
}

/** An error of the database that no test provokes ends the test. */
function fail(error: unknown): void {
  throw error;
}

/** A SQLite store on a new directory. */
export async function provideSqlite(): Promise<StoreFixture> {
  const directory = mkdtempSync(join(tmpdir(), 'opencpm-store-'));
  return {
    open: async () => SqliteStore.open({ directory, nowMs: START_MS, onFatal: fail }),
    dispose: async () => rmSync(directory, { recursive: true }),
  };
}
