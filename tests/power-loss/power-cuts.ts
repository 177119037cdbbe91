import { join } from 'node:path';
import { SeededRandom } from '../crash/random.ts';
import { type Mark, MARKS_FILE, readMarks } from './acknowledgement.ts';
import { checkImage } from './check-image.ts';
import type { DiskRecording } from './disk-recording.ts';
import { SimulatedDisk } from './simulated-disk.ts';

/** How much of what was not synced has reached the disk: mostly a random half, sometimes nothing, sometimes all. */
const KEPT_SHARES = [0.5, 0.5, 0.5, 0.5, 0, 1] as const;

/** What a series of power cuts has left behind. */
export interface CutTally {
  readonly images: number;
  /** Images with something acknowledged in them that had to be there. */
  readonly acknowledging: number;
  /** Acknowledgements looked for, all images together. */
  readonly acknowledged: number;
  readonly lost: number;
  readonly broken: number;
  /** The first few images that were not good: which cut, and what is wrong. */
  readonly examples: readonly string[];
}

const EXAMPLES_MAX = 5;

/**
 * Cuts the power at random moments of a recording and checks every image that is left.
 *
 * @param marksBefore what was acknowledged before the recording began.
 * @param directory a place for the images, one after the other.
 */
export async function cutPower(
  { before, events }: DiskRecording,
  marksBefore: readonly Mark[],
  images: number,
  seed: number,
  directory: string,
): Promise<CutTally> {
  const random = new SeededRandom(seed);
  const cuts = Array.from({ length: images }, () => random.whole(0, events.length)).toSorted((a, b) => a - b);
  const disk = new SimulatedDisk(before);
  const marks = [...marksBefore];
  const marksDescriptors = new Set<number>();
  const tally = { images, acknowledging: 0, acknowledged: 0, lost: 0, broken: 0, examples: [] as string[] };
  let done = 0;
  for (const cut of cuts) {
    for (const event of events.slice(done, cut)) {
      disk.apply(event);
      if (event.kind === 'opened' && event.name === MARKS_FILE) marksDescriptors.add(event.descriptor);
      if (event.kind === 'closed') marksDescriptors.delete(event.descriptor);
      if (event.kind === 'written' && marksDescriptors.has(event.descriptor)) {
        marks.push(...readMarks(event.bytes));
      }
    }
    done = cut;
    const image = disk.afterPowerCut(random, random.pick(KEPT_SHARES));
    const promises = marks.filter(({ kind }) => kind !== 'begun').length;
    if (promises > 0) tally.acknowledging += 1;
    tally.acknowledged += promises;
    const verdict = await checkImage(image, marks, join(directory, 'image'));
    if (verdict.kind === 'good') continue;
    tally[verdict.kind] += 1;
    if (tally.examples.length < EXAMPLES_MAX) {
      tally.examples.push(`cut at event ${cut}: ${verdict.kind}, ${verdict.what}`);
    }
  }
  return tally;
}
