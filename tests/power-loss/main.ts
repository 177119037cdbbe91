import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compilePreload } from '../preload/compile-preload.ts';
import { cutPowerIn, type ScenarioName } from './scenario.ts';

/** Images of one recording; then another is made, with another seed. */
const IMAGES_OF_A_RECORDING = 500;
const ORDER: readonly ScenarioName[] = ['payments', 'creation', 'payments', 'migration'];

const { values } = parseArgs({
  options: { images: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const images = wholeNumber('--images', values.images);
const firstSeed = wholeNumber('--seed', values.seed);

const workspace = mkdtempSync(join(tmpdir(), 'opencpm-power-'));
const library = compilePreload(new URL('./record-disk.c', import.meta.url), workspace);
const bad: string[] = [];
let acknowledged = 0;
for (let done = 0, turn = 0; done < images && bad.length === 0; turn += 1) {
  const scenario = ORDER[turn % ORDER.length] ?? 'payments';
  const seed = firstSeed + turn;
  const part = Math.min(IMAGES_OF_A_RECORDING, images - done);
  const tally = await cutPowerIn(scenario, part, seed, library, workspace);
  bad.push(...tally.examples.map((example) => `${scenario}, seed ${seed}, ${example}`));
  acknowledged += tally.acknowledged;
  done += part;
  console.log(`${done} images, ${acknowledged} acknowledgements looked for, ${bad.length} bad`);
}
const control = await cutPowerIn('normal', IMAGES_OF_A_RECORDING, firstSeed, library, workspace);
console.log(
  `control with synchronous=NORMAL: ${control.lost} of ${control.images} images have lost something`,
);
rmSync(workspace, { recursive: true });
for (const each of bad) console.error(each);
if (control.lost === 0) console.error('The control has lost nothing: these images prove nothing.');
process.exitCode = bad.length === 0 && control.lost > 0 ? 0 : 1;

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`${name} must be a whole number, not "${text}"`);
  process.exit(2);
}
