import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';

const SECONDS = 20;
/** Most a body of 64 KiB may hold up everybody else, in processor time. */
const SLOWEST_MS = 50;
const HEAP_GROWTH_BYTES = 20 * 1024 * 1024;

it('the edge neither falls nor lets a stranger in, whatever it is sent', async () => {
  const seed = randomInt(1, 2 ** 31);
  const report = await fuzz(SECONDS, seed).catch((error: unknown) => {
    throw new Error(`repeat it with: npm run fuzz -- --seconds ${SECONDS} --seed ${seed}`, { cause: error });
  });
  console.log(JSON.stringify(report));
  expect(Object.keys(report.statuses).every((status) => Number(status) < 500)).toBe(true);
  expect(report.heapGrowthBytes).toBeLessThan(HEAP_GROWTH_BYTES);
  expect(report.slowestBodyMs).toBeLessThan(SLOWEST_MS);
  // A run that never came through the door would prove nothing.
  for (const outcome of ['unreadable', 'ambiguous', 'invalid', 'valid'] as const) {
    expect(report.outcomes[outcome], outcome).toBeGreaterThan(20);
  }
  expect(report.headersAccepted).toBeGreaterThan(20);
  expect(report.messages).toBeGreaterThan(500);
});
