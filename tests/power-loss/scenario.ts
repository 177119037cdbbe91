import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Mark } from './acknowledgement.ts';
import { type DiskRecording, recordDisk, type RecordingPlan } from './disk-recording.ts';
import { makeFirstSchema } from './first-schema.ts';
import { type CutTally, cutPower } from './power-cuts.ts';

/** What the power is cut in, and how it is recorded. */
export const SCENARIOS = {
  /** A new database and its first payments. */
  creation: { openings: 1, groups: 6, synchronous: 'FULL' },
  /** Payments, refunds and checkpoints, over three starts. */
  payments: { openings: 3, groups: 60, synchronous: 'FULL' },
  /** The start after an update from the first release, and some payments. */
  migration: { openings: 1, groups: 6, synchronous: 'FULL' },
  /** Controls: what a weaker setting loses shows that the cuts can find a loss. */
  normal: { openings: 3, groups: 60, synchronous: 'NORMAL' },
  off: { openings: 3, groups: 60, synchronous: 'OFF' },
} as const satisfies Record<string, Omit<RecordingPlan, 'seed'>>;

/** One of {@link SCENARIOS}. */
export type ScenarioName = keyof typeof SCENARIOS;

/** Records one scenario in a directory of its own. */
export function recordScenario(
  name: ScenarioName,
  seed: number,
  library: string,
  workspace: string,
): { readonly recording: DiskRecording; readonly marksBefore: readonly Mark[] } {
  const directory = join(workspace, `${name}-${seed}`);
  mkdirSync(directory);
  const marksBefore = name === 'migration' ? makeFirstSchema(directory) : [];
  return { recording: recordDisk(library, directory, { ...SCENARIOS[name], seed }), marksBefore };
}

/** Records a scenario and cuts the power in it. */
export function cutPowerIn(
  name: ScenarioName,
  images: number,
  seed: number,
  library: string,
  workspace: string,
): Promise<CutTally> {
  const { recording, marksBefore } = recordScenario(name, seed, library, workspace);
  return cutPower(recording, marksBefore, images, seed, workspace);
}
