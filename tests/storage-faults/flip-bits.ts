import { readFileSync, writeFileSync } from 'node:fs';
import type { SeededRandom } from '../crash/random.ts';

/** Turns round bits of a file at random places, as ageing memory and bad disks do. */
export function flipBits(file: string, bits: number, random: SeededRandom): void {
  const bytes = readFileSync(file);
  for (let each = 0; each < bits; each += 1) {
    const at = random.whole(0, bytes.length - 1);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random.whole(0, 7)), at);
  }
  writeFileSync(file, bytes);
}
