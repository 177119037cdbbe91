import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
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

/** Files of a directory, and itself, that this process holds open; knows none where the system does not tell. */
export function openFilesIn(directory: string): readonly string[] {
  const descriptors = '/proc/self/fd';
  if (!existsSync(descriptors)) return [];
  return readdirSync(descriptors).flatMap((name) => {
    try {
      const file = readlinkSync(join(descriptors, name));
      return file.startsWith(directory) ? [file] : [];
    } catch {
      // The descriptor by which the list itself was read is closed by now.
      return [];
    }
  });
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
