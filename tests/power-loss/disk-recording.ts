import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DiskEvent, readDiskRecord } from './disk-record.ts';
import type { DiskImage } from './simulated-disk.ts';

const PROGRAM = fileURLToPath(new URL('./record-payments.ts', import.meta.url));

/** What is written while the disk is recorded. */
export interface RecordingPlan {
  /** How often the store is opened and closed again. */
  readonly openings: number;
  /** Groups of writes at each opening. */
  readonly groups: number;
  readonly seed: number;
  /** `NORMAL` and `OFF` are controls: they must be caught. */
  readonly synchronous: 'FULL' | 'NORMAL' | 'OFF';
}

/** What a process did to a directory, and what was there before and after. */
export interface DiskRecording {
  readonly before: DiskImage;
  readonly events: readonly DiskEvent[];
  readonly after: DiskImage;
}

/** Runs a process that writes payments into a directory and records the disk under it. */
export function recordDisk(library: string, directory: string, plan: RecordingPlan): DiskRecording {
  const { openings, groups, seed, synchronous } = plan;
  const recorded = realpathSync(directory);
  const record = `${recorded}.record`;
  const before = filesOf(recorded);
  const parameters = [recorded, String(openings), String(groups), String(seed), synchronous];
  execFileSync(process.execPath, [PROGRAM, ...parameters], {
    env: {
      PATH: process.env['PATH'],
      LD_PRELOAD: library,
      RECORDED_DIRECTORY: recorded,
      RECORD_FILE: record,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { before, events: readDiskRecord(readFileSync(record)), after: filesOf(recorded) };
}

/** The files of a directory. */
export function filesOf(directory: string): DiskImage {
  return new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]));
}
