import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system in memory, where there is one: on it the syncs, of which every test of storage makes dozens, cost nothing. */
const IN_MEMORY = '/dev/shm';
/** The databases of one run of the tests, and those that a run cut off has left behind. */
const ROOM_MIN_BYTES = 512 * 1024 * 1024;

/** Makes the directory for the temporary files of the tests. Nothing that is tested cuts the power, so memory will do. */
export function makeTestDirectory(): string {
  return mkdtempSync(join(hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'opencpm-mutation-'));
}

function hasRoom(directory: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize >= ROOM_MIN_BYTES;
  } catch {
    return false;
  }
}
