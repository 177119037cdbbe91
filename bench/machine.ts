import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { cpus, release, totalmem, type as systemName } from 'node:os';
import { join } from 'node:path';
import { median } from './statistics.ts';

/** What the figures were measured on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  readonly sqlite: string;
  /** Type and mount point of the file system that holds the data; `unknown` where the system does not tell. */
  readonly fileSystem: string;
  /** Median time to write 4 KiB and wait until they are on disk. Near zero where the disk only promises. */
  readonly syncMs: number;
}

const SYNC_TRIES = 50;

/** @param directory where the bench keeps its data. */
export function describeMachine(directory: string): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${systemName()} ${release()}`,
    node: process.version,
    sqlite: process.versions['sqlite'] ?? 'unknown',
    fileSystem: fileSystemOf(directory),
    syncMs: syncMs(directory),
  };
}

function fileSystemOf(directory: string): string {
  try {
    let best = { point: '', type: 'unknown' };
    for (const line of readFileSync('/proc/mounts', 'utf8').split('\n')) {
      const [, point = '', type = ''] = line.split(' ');
      const holds = directory === point || directory.startsWith(point.endsWith('/') ? point : `${point}/`);
      if (point !== '' && holds && point.length >= best.point.length) best = { point, type };
    }
    return `${best.type} on ${best.point}`;
  } catch {
    return 'unknown';
  }
}

function syncMs(directory: string): number {
  const file = join(directory, 'sync-probe');
  const descriptor = openSync(file, 'w');
  try {
    const page = new Uint8Array(4096);
    const times = Array.from({ length: SYNC_TRIES }, () => {
      const startMs = performance.now();
      writeSync(descriptor, page);
      fdatasyncSync(descriptor);
      return performance.now() - startMs;
    });
    return median(times);
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}
