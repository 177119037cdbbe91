import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compilePreload } from '../preload/compile-preload.ts';
import { MARKS_FILE } from './acknowledgement.ts';
import { cutPowerIn, recordScenario } from './scenario.ts';
import { SimulatedDisk } from './simulated-disk.ts';

const SEED = 7;
let workspace: string;
let library: string;

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'opencpm-power-'));
  library = compilePreload(new URL('./record-disk.c', import.meta.url), workspace);
});

afterAll(() => {
  rmSync(workspace, { recursive: true });
});

describe('the record of a disk', () => {
  it.each(['creation', 'payments', 'migration'] as const)(
    'holds every byte that was written and every name that was given: %s',
    (scenario) => {
      const { recording } = recordScenario(scenario, 1, library, workspace);
      const disk = new SimulatedDisk(recording.before);
      for (const event of recording.events) disk.apply(event);
      const replayed = disk.now();
      expect([...replayed.keys()].toSorted()).toEqual([...recording.after.keys()].toSorted());
      for (const [name, bytes] of recording.after) expect(replayed.get(name)?.equals(bytes), name).toBe(true);
      expect(recording.after.get(MARKS_FILE)?.length).toBeGreaterThan(0);
    },
  );
});

describe('a power cut at any moment', () => {
  it.each([
    ['creation', 300],
    ['payments', 500],
    ['migration', 200],
  ] as const)('loses nothing that was acknowledged: %s, %i images', async (scenario, images) => {
    const tally = await cutPowerIn(scenario, images, SEED, library, workspace);
    expect(tally).toMatchObject({ images, lost: 0, broken: 0, examples: [] });
    expect(tally.acknowledging).toBeGreaterThan(images / 5);
  });

  it('is found out when the log is not synced at every commit', async () => {
    const { lost, broken } = await cutPowerIn('normal', 100, SEED, library, workspace);
    expect(lost).toBeGreaterThan(50);
    // A lost tail is no damage: what is left is whole.
    expect(broken).toBe(0);
  });

  it('is found out when nothing is synced at all', async () => {
    const { lost, broken } = await cutPowerIn('off', 100, SEED, library, workspace);
    expect(lost + broken).toBeGreaterThan(50);
    expect(broken).toBeGreaterThan(0);
  });
});
