import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newLateCharge } from '../trade/late-charge.ts';
import { progressOf } from '../payment/progress-of.ts';
import type { Payment } from '../payment/payment.ts';
import {
  intentOf,
  keyOf,
  merchantOf,
  PAID_PROGRESS,
  PROCESSING_PROGRESS,
  START_MS,
  stepTo,
} from '../store/contract/contract-data.ts';
import type { AuditFinding } from '../store/audit-store.ts';
import { DATABASE_FILE, SqliteStore } from '../store/sqlite/sqlite-store.ts';
import {
  type AuditCounts,
  type AuditPlace,
  auditBeginning,
  auditStep,
  NOTHING_COUNTED,
} from './audit-step.ts';

/** What a whole audit came to. */
export interface WholeAudit {
  readonly counts: AuditCounts;
  readonly findings: readonly AuditFinding[];
  readonly head: string;
  readonly foundAt: number | undefined;
}

/** Opens the books of a directory. */
export function openBooks(directory: string): SqliteStore {
  return SqliteStore.open({
    directory,
    nowMs: START_MS,
    onFatal(error) {
      throw error;
    },
  });
}

/** Runs every step of an audit. */
export async function audit(store: SqliteStore, lookFor?: string): Promise<WholeAudit> {
  const counts: Record<keyof AuditCounts, number> = { ...NOTHING_COUNTED };
  const findings: AuditFinding[] = [];
  let head = '';
  let foundAt: number | undefined;
  let place: AuditPlace | undefined = auditBeginning(lookFor);
  while (place !== undefined) {
    const step = await auditStep(store.reports, place);
    for (const name of Object.keys(counts) as (keyof AuditCounts)[]) counts[name] += step.counts[name];
    findings.push(...step.findings);
    head = step.head?.hash ?? head;
    foundAt = step.foundAt ?? foundAt;
    place = step.next;
  }
  return { counts, findings, head, foundAt };
}

/** Changes the file of a closed store with SQL of the test's own, then audits it. */
export async function auditAfter(directory: string, sql: string, lookFor?: string): Promise<WholeAudit> {
  const database = new DatabaseSync(join(directory, DATABASE_FILE), { enableForeignKeyConstraints: false });
  const before = database.prepare('SELECT total_changes() AS changes').get()?.['changes'];
  database.exec(sql);
  const after = database.prepare('SELECT total_changes() AS changes').get()?.['changes'];
  database.close();
  // Whoever can write to the database can write to what lies beside it.
  rmSync(join(directory, 'opencpm.watermark'));
  if (before === after) throw new Error(`the test changed nothing: ${sql}`);
  const store = openBooks(directory);
  try {
    return await audit(store, lookFor);
  } finally {
    await store.close();
  }
}

async function must<T>(value: Promise<T | undefined>): Promise<T> {
  const known = await value;
  if (known === undefined) throw new Error('a change of the books was not taken');
  return known;
}

async function accepted(store: SqliteStore, id: number, changes = {}): Promise<Payment> {
  const result = await store.acceptPayment(intentOf(id, changes));
  if (result.kind !== 'accepted') throw new Error(`payment ${id} was not accepted`);
  return result.payment;
}

/**
 * Books in which everything happened once: payment 1 paid, announced and partly refunded by refund 4, payment 2
 * reversed and charged late, payment 3 open, refund 5 refused; a merchant that was changed and got a new key.
 */
export async function writeBooks(store: SqliteStore): Promise<void> {
  await store.addMerchant(merchantOf('A', ['S1', 'S2']), keyOf(1));
  await store.addMerchant(merchantOf('B'), keyOf(2));
  const change = { name: 'Renamed', status: 'active', routes: { '800108': 'sandbox' } } as const;
  await store.changeMerchant('A'.repeat(32), change, START_MS + 10);
  await store.rotateKey('A'.repeat(32), keyOf(3), START_MS + 90_000);
  await store.recordAct({ event: 'gateway_started', facts: { node: 1 } }, START_MS);
  const paid = await must(
    store.changePayment(
      await accepted(store, 1),
      stepTo(PAID_PROGRESS, {
        notification: { notifyId: 'N1', url: 'https://shop.example/n', body: '{}', dueAtMs: START_MS },
      }),
    ),
  );
  const second = await accepted(store, 2);
  const reversal = {
    paymentId: 2,
    syssn: '20260301000100020000000099',
    origin: 'resolver',
    callerTime: '',
    deviceId: '',
    begunAtMs: START_MS + 60_000,
    acknowledgedAtMs: undefined,
  } as const;
  const reversing = await must(
    store.changePayment(
      second,
      stepTo(
        { ...PROCESSING_PROGRESS, state: 'reversing' },
        { reversal, entry: { event: 'reversal_begun', facts: { origin: 'resolver' } } },
      ),
    ),
  );
  const reversed = await must(
    store.changePayment(
      reversing,
      stepTo(
        { ...PROCESSING_PROGRESS, state: 'reversed', respcd: '1142', dueAtMs: undefined },
        { reversal: { ...reversal, acknowledgedAtMs: START_MS + 61_000 } },
      ),
    ),
  );
  const receipt = {
    amountMinor: 1050,
    currency: 'HKD' as const,
    walletNumber: 'W2',
    payerAccount: 'buyer',
    paidAtMs: START_MS + 62_000,
    debitedAmountMinor: 1050,
    debitedCurrency: 'HKD',
  };
  await must(
    store.changePayment(
      reversed,
      stepTo(progressOf(reversed), {
        entry: { event: 'late_charge_found', facts: { state: 'reversed', by: 'resolver' } },
        lateCharge: newLateCharge(reversed, receipt, START_MS + 63_000, START_MS + 63_000),
      }),
    ),
  );
  const late = await must(store.findLateCharge(2));
  await must(
    store.changeLateCharge(
      late,
      { ...late, state: 'returned', attempts: 1, dueAtMs: undefined, returnedAtMs: START_MS + 64_000 },
      { event: 'late_charge_returned', facts: {} },
      START_MS + 64_000,
    ),
  );
  await accepted(store, 3);
  await refund(store, paid, 4, 'succeeded');
  await refund(store, paid, 5, 'refused');
  const noted = await must(store.findPayment(1));
  await must(store.addNote(noted, 'table 7', START_MS + 70_000));
}

async function refund(
  store: SqliteStore,
  payment: Payment,
  id: number,
  state: 'succeeded' | 'refused',
): Promise<void> {
  const { syssn } = intentOf(id);
  const reserved = await store.reserveRefund({
    id,
    syssn,
    originalId: payment.id,
    originalSyssn: payment.syssn,
    originalChannelOrderId: payment.channelOrderId,
    merchantNumber: 1,
    storeId: '',
    orderNumber: `REFUND-${id}`,
    payType: payment.payType,
    family: payment.family,
    connector: payment.connector,
    channelRefundId: syssn,
    amountMinor: 50,
    currency: payment.currency,
    callerTime: '2026-03-01 12:00:00',
    deviceId: '',
    notifyUrl: '',
    createdAtMs: START_MS + 65_000 + id,
    firstAskAtMs: START_MS + 67_000,
  });
  if (reserved.kind !== 'reserved') throw new Error(`refund ${id} was not reserved`);
  await must(
    store.changeRefund(reserved.refund, {
      progress: {
        state,
        respcd: state === 'succeeded' ? '0000' : '1264',
        detail: state,
        returnedAtMs: state === 'succeeded' ? START_MS + 66_000 : undefined,
        walletNumber: '',
        payerAccount: '',
        dueAtMs: undefined,
        asks: 0,
      },
      atMs: START_MS + 66_000,
      entry: { event: 'refund_changed', facts: { to: state } },
    }),
  );
}
