import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Payment } from '../../packages/gateway/src/payment/payment.ts';
import {
  intentOf,
  keyOf,
  merchantOf,
  PAID_PROGRESS,
  START_MS,
  stepTo,
} from '../../packages/gateway/src/store/contract/contract-data.ts';
import { DATABASE_FILE, SqliteStore } from '../../packages/gateway/src/store/sqlite/sqlite-store.ts';
import { SeededRandom } from '../crash/random.ts';
import { auditEverything } from './audit-everything.ts';
import { flipBits } from './flip-bits.ts';

const PAYMENTS = 300;
const workspace = mkdtempSync(join(tmpdir(), 'opencpm-flips-'));
const stopped = join(workspace, 'stopped');
const killed = join(workspace, 'killed');
let truth: readonly Payment[] = [];

function open(directory: string, fatal: unknown[] = []): SqliteStore {
  return SqliteStore.open({ directory, nowMs: START_MS, onFatal: (error) => fatal.push(error) });
}

/** Two directories with the same payments: of a gateway that was stopped, and of one that was killed. */
beforeAll(async () => {
  const directory = mkdtempSync(join(workspace, 'origin-'));
  const store = open(directory);
  await store.addMerchant(merchantOf('A'), keyOf(1));
  for (let id = 1; id <= PAYMENTS; id += 1) {
    const accepted = await store.acceptPayment(intentOf(store.nextTransactionNumber()));
    if (accepted.kind !== 'accepted') throw new Error(`a new payment is ${accepted.kind}`);
    if (id % 3 > 0) await store.changePayment(accepted.payment, stepTo(PAID_PROGRESS));
  }
  truth = await paymentsOf(store);
  store.upkeep.noteWatermark();
  cpSync(directory, killed, { recursive: true });
  await store.close();
  cpSync(directory, stopped, { recursive: true });
});

afterAll(() => rmSync(workspace, { recursive: true }));

async function paymentsOf(store: SqliteStore): Promise<readonly Payment[]> {
  const found: Payment[] = [];
  for (let id = 1; id <= PAYMENTS; id += 1) {
    const payment = await Promise.race([store.findPayment(id), nextTurn()]);
    if (payment !== undefined) found.push(payment);
  }
  return found;
}

/** A read that shows a damaged page never settles: the process stops. */
function nextTurn(): Promise<undefined> {
  return new Promise((resolve) => setImmediate(() => resolve(undefined)));
}

/** Who notices the damage, or that it changes nothing that a merchant or an auditor sees. */
type Outcome =
  | 'refused at the start'
  | 'stopped by a read'
  | 'found by the audit'
  | 'harmless'
  | 'NOT NOTICED';

async function outcomeOf(directory: string): Promise<Outcome> {
  const fatal: unknown[] = [];
  let store: SqliteStore;
  try {
    store = open(directory, fatal);
  } catch {
    return 'refused at the start';
  }
  try {
    const now = await paymentsOf(store).catch((error: unknown) => [error]);
    if (fatal.length > 0) return 'stopped by a read';
    const findings = await auditOf(store);
    if (findings > 0 || integrity(directory) !== 'ok') return 'found by the audit';
    return JSON.stringify(now) === JSON.stringify(truth) ? 'harmless' : 'NOT NOTICED';
  } finally {
    await store.close().catch(() => undefined);
  }
}

async function auditOf(store: SqliteStore): Promise<number> {
  return Promise.race([
    auditEverything(store.reports).then(
      (findings) => findings.length,
      () => 1,
    ),
    nextTurn()
      .then(nextTurn)
      .then(() => 1),
  ]);
}

function integrity(directory: string): unknown {
  const database = new DatabaseSync(join(directory, DATABASE_FILE));
  try {
    return database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  } finally {
    database.close();
  }
}

describe('flipped bits', () => {
  it.each([stopped, killed])('are told apart from none', async (origin) => {
    const directory = join(workspace, 'whole');
    rmSync(directory, { recursive: true, force: true });
    cpSync(origin, directory, { recursive: true });
    expect(await outcomeOf(directory)).toBe('harmless');
  });

  it.each([
    ['the database of a stopped gateway', stopped, DATABASE_FILE],
    ['the log of a killed gateway', killed, `${DATABASE_FILE}-wal`],
    ['the database of a killed gateway', killed, DATABASE_FILE],
  ])('in %s are noticed or change nothing', async (_what, origin, file) => {
    const random = new SeededRandom(64);
    const outcomes = new Map<Outcome, number>();
    for (let run = 0; run < 60; run += 1) {
      const directory = join(workspace, 'flipped');
      rmSync(directory, { recursive: true, force: true });
      cpSync(origin, directory, { recursive: true });
      flipBits(join(directory, file), random.pick([1, 1, 2, 4, 8, 16, 32, 64]), random);
      const outcome = await outcomeOf(directory);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(outcomes.get('NOT NOTICED')).toBeUndefined();
    expect(outcomes.get('refused at the start')).toBeGreaterThan(0);
  });
});
