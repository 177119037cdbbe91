import { expect, it } from 'vitest';
import { findPlantedBug } from './planted/find-planted.ts';
import { requiredOfWires } from './reached.ts';
import { WALLET_CHOICES } from './wallet/wallet-choice.ts';
import { runJob } from './worker-pool.ts';

const HISTORIES = 40;
const LIMIT_MS = 15 * 60_000;

it.concurrent.each(WALLET_CHOICES.filter((choice) => choice !== 'direct'))(
  `no rule is broken in ${HISTORIES} histories over %s, and connectors answer whatever they can`,
  { timeout: LIMIT_MS },
  async (wallet) => {
    const tally = await runJob({ firstSeed: 1, count: HISTORIES, sqliteShare: 0, wallet });
    expect(tally.failures).toEqual([]);
    expect(tally.histories).toBe(HISTORIES);
    // Where connectors are mixed, each has too few payments for that; damages are counted in longer runs.
    const required = wallet === 'any' ? [] : Object.keys(requiredOfWires(wallet));
    const missing = required.filter((what) => !what.startsWith('wire') && !(what in tally.reached));
    expect(missing).toEqual([]);
  },
);

it.each([
  'wechatpay: a code that no table names is a refusal',
  'wechatpay: the signature of an answer is not verified',
])('finds the planted bug: %s', { timeout: LIMIT_MS }, async (name) => {
  const { histories } = await findPlantedBug(name, { firstSeed: 1, count: HISTORIES }, 1);
  expect(histories).toBeDefined();
});
