import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newPayment } from '../../packages/gateway/src/payment/new-payment.ts';
import type { Payment } from '../../packages/gateway/src/payment/payment.ts';
import type { Refund } from '../../packages/gateway/src/payment/refund.ts';
import {
  intentOf,
  keyOf,
  merchantOf,
  PAID_PROGRESS,
  PROCESSING_PROGRESS,
  START_MS,
  stepTo,
} from '../../packages/gateway/src/store/contract/contract-data.ts';
import { SqliteStore } from '../../packages/gateway/src/store/sqlite/sqlite-store.ts';
import { SeededRandom } from '../crash/random.ts';
import { wrapMethod } from '../crash/wrap-method.ts';
import { type Mark, MARKS_FILE } from './acknowledgement.ts';
import { refundIntentOf } from './refund-intent.ts';

/**
 * Writes payments and refunds to a store while the preload library records the disk, and says in a file beside the
 * database what the store has acknowledged: `node record-payments.ts DIRECTORY OPENINGS GROUPS SEED SYNCHRONOUS`.
 */
const [directory = '', openings = '1', groups = '1', seed = '1', synchronous = 'FULL'] =
  process.argv.slice(2);
const random = new SeededRandom(Number(seed));
const marks = openSync(join(directory, MARKS_FILE), 'w');
const paid: Payment[] = [];
const open: Payment[] = [];
const pendingRefunds: Refund[] = [];
let storeIsOpen = false;

plantSettings();
for (let opening = 0; opening < Number(openings); opening += 1) await useStore();
closeSync(marks);

/** Opens the store, writes some groups, and closes it, which folds its log into the database. */
async function useStore(): Promise<void> {
  const store = SqliteStore.open({
    directory,
    nowMs: START_MS,
    onFatal: (error) => {
      throw error;
    },
  });
  storeIsOpen = true;
  const merchant = merchantOf('A');
  if ((await store.findMerchant(merchant.appCode)) === undefined) await store.addMerchant(merchant, keyOf(1));
  mark({ kind: 'merchant', appCode: merchant.appCode });
  for (let group = 0; group < Number(groups); group += 1) {
    const size = random.whole(1, 6);
    await Promise.all(Array.from({ length: size }, () => write(store)));
  }
  storeIsOpen = false;
  await store.close();
}

/** One write of a kind that chance decides, and its mark. */
async function write(store: SqliteStore): Promise<void> {
  const chance = random.whole(1, 10);
  const [waiting, settled, refund] = [open.length, paid.length, pendingRefunds.length];
  if (chance <= 4 && waiting > 0) await changePayment(store);
  else if (chance <= 6 && settled > 0) await reserveRefund(store);
  else if (chance <= 8 && refund > 0) await settleRefund(store);
  else await acceptPayment(store);
}

async function acceptPayment(store: SqliteStore): Promise<void> {
  const intent = intentOf(store.nextTransactionNumber());
  mark({ kind: 'begun', id: intent.id });
  const result = await store.acceptPayment(intent);
  if (result.kind !== 'accepted') throw new Error(`a new payment is ${result.kind}`);
  acknowledge(result.payment);
  open.push(newPayment(intent));
}

async function changePayment(store: SqliteStore): Promise<void> {
  const payment = open.shift();
  if (payment === undefined) return;
  const progress = random.pick([PAID_PROGRESS, PAID_PROGRESS, PROCESSING_PROGRESS]);
  const notification =
    progress === PAID_PROGRESS
      ? { notifyId: `N-${payment.id}`, url: payment.notifyUrl, body: '{"respcd":"0000"}', dueAtMs: START_MS }
      : undefined;
  const changed = await store.changePayment(payment, stepTo(progress, { notification }));
  if (changed === undefined) throw new Error(`payment ${payment.id} was changed by nobody else`);
  acknowledge(changed);
  (changed.state === 'paid' ? paid : open).push(changed);
}

async function reserveRefund(store: SqliteStore): Promise<void> {
  const payment = paid.shift();
  if (payment === undefined) return;
  const intent = refundIntentOf(payment, store.nextTransactionNumber());
  mark({ kind: 'begun', id: intent.id });
  const result = await store.reserveRefund(intent);
  if (result.kind !== 'reserved') throw new Error(`a new refund is ${result.kind}`);
  acknowledge(result.refund);
  pendingRefunds.push(result.refund);
}

async function settleRefund(store: SqliteStore): Promise<void> {
  const refund = pendingRefunds.shift();
  if (refund === undefined) return;
  const state = random.pick(['succeeded', 'refused'] as const);
  const progress = { ...refundProgress(refund), state, dueAtMs: undefined };
  const entry = { event: 'refund_changed', facts: { to: state } } as const;
  const changed = await store.changeRefund(refund, { progress, atMs: START_MS, entry });
  if (changed === undefined) throw new Error(`refund ${refund.id} was changed by nobody else`);
  acknowledge(changed);
}

function refundProgress({ respcd, detail, returnedAtMs, walletNumber, payerAccount, asks }: Refund) {
  return { respcd, detail, returnedAtMs, walletNumber, payerAccount, asks };
}

function acknowledge({ kind, id, version, state }: Payment | Refund): void {
  mark({ kind, id, version, state });
}

function mark(line: Mark): void {
  writeSync(marks, `${JSON.stringify(line)}\n`);
}

/**
 * Folds the log often, so that the record holds many checkpoints and stays small. For a control, writes with less than
 * FULL as soon as the store believes that it writes with FULL.
 */
function plantSettings(): void {
  const weakened = new WeakSet<object>();
  wrapMethod(DatabaseSync.prototype, 'exec', ({ self, parameters: [sql], method }) => {
    const execute = (text: string): unknown => Reflect.apply(method, self, [text]);
    const database = self as DatabaseSync;
    if (storeIsOpen && synchronous !== 'FULL' && sql === 'BEGIN IMMEDIATE' && !weakened.has(database)) {
      weakened.add(database);
      execute(`PRAGMA synchronous = ${synchronous}`);
    }
    return execute(String(sql).replace(/wal_autocheckpoint = \d+/, 'wal_autocheckpoint = 60'));
  });
}
