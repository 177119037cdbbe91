import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
});
const seconds = Number(values.seconds);
const seed = values.seed === undefined ? randomInt(1, 2 ** 31) : Number(values.seed);
if (!(seconds > 0) || !Number.isSafeInteger(seed)) {
  throw new Error('usage: npm run fuzz -- --seconds 60 [--seed 1]');
}
process.stdout.write(`seed ${seed}\n`);
const report = await fuzz(seconds, seed);
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
