import type { Chance } from './random.ts';
import { PIECES } from './seeds.ts';

/** Longest body a mutation makes; larger ones the server refuses before anything reads them. */
const LENGTH_MAX = 4_096;

type Change = (bytes: Buffer, chance: Chance, others: readonly Buffer[]) => Buffer;

function splice(bytes: Buffer, at: number, removed: number, inserted: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + removed)]);
}

const CHANGES: readonly Change[] = [
  // A bit, a byte, a piece, a stretch gone, a stretch twice, two bodies joined, parameters in another order.
  (bytes, chance) => {
    const changed = Buffer.from(bytes);
    const at = chance.below(Math.max(1, changed.length));
    if (changed.length > 0) changed[at] = (changed[at] ?? 0) ^ (1 << chance.below(8));
    return changed;
  },
  (bytes, chance) => splice(bytes, chance.below(bytes.length + 1), 1, Buffer.from([chance.below(256)])),
  (bytes, chance) => splice(bytes, chance.below(bytes.length + 1), chance.below(4), chance.oneOf(PIECES)),
  (bytes, chance) => splice(bytes, chance.below(bytes.length + 1), chance.below(20), Buffer.alloc(0)),
  (bytes, chance) => {
    const at = chance.below(bytes.length + 1);
    return splice(bytes, at, 0, bytes.subarray(at, at + chance.below(40)));
  },
  (bytes, chance, others) => {
    const other = chance.oneOf(others);
    return Buffer.concat([
      bytes.subarray(0, chance.below(bytes.length + 1)),
      other.subarray(chance.below(other.length + 1)),
    ]);
  },
  (bytes, chance) => {
    const pairs = bytes.toString('latin1').split('&');
    const [moved = ''] = pairs.splice(chance.below(pairs.length), 1);
    pairs.splice(chance.below(pairs.length + 1), 0, moved);
    return Buffer.from(pairs.join('&'), 'latin1');
  },
  (bytes, chance) => {
    const pairs = bytes.toString('latin1').split('&');
    const at = chance.below(pairs.length);
    pairs[at] = `${pairs[at]?.split('=', 1)[0] ?? ''}=${chance.oneOf(PIECES).toString('latin1')}`;
    return Buffer.from(pairs.join('&'), 'latin1');
  },
];

/** Another body made of one, by one to eight changes. */
export function mutate(bytes: Buffer, chance: Chance, others: readonly Buffer[]): Buffer {
  let changed = bytes;
  for (let count = 1 + chance.below(8); count > 0; count -= 1) {
    changed = chance.oneOf(CHANGES)(changed, chance, others);
  }
  return changed.subarray(0, LENGTH_MAX);
}
