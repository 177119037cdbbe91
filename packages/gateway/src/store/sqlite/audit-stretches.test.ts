import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { AuditFinding, ChainAudit, ChainPlace, RowAudit } from '../audit-store.ts';
import { intentOf, keyOf, merchantOf, START_MS } from '../contract/contract-data.ts';
import {
  paidPaymentIn,
  REFUSED_PROGRESS,
  RETURNED_PROGRESS,
  refundIntentOf,
  refundStepTo,
  reservedRefund,
  UNCLEAR_PROGRESS,
} from '../contract/refund-data.ts';
import { DATABASE_FILE, SqliteStore } from './sqlite-store.ts';
import { useDirectories } from './test-directory.ts';
import { WATERMARK_FILE } from './watermark.ts';

const directory = useDirectories();
const A = 'A'.repeat(32);
const BEGINNING: ChainPlace = { sequence: 0, hash: '' };

function openStore(folder: string): SqliteStore {
  const onFatal = (error: unknown): void => {
    throw error;
  };
  return SqliteStore.open({ directory: folder, nowMs: START_MS, onFatal });
}

/** Books of merchant A with payments that have as many remarks as said, each of them an entry. */
async function booksWith(remarks: readonly number[]): Promise<string> {
  const folder = directory();
  const store = openStore(folder);
  await store.addMerchant(merchantOf('A'), keyOf(1));
  for (const [index, count] of remarks.entries()) {
    const accepted = await store.acceptPayment(intentOf(index + 1));
    if (accepted.kind !== 'accepted') throw new Error('not accepted');
    const versions = Array.from({ length: count }, (_, place) => place + 1);
    await Promise.all(
      versions.map((version) => store.addNote({ ...accepted.payment, version }, `${version}`, START_MS)),
    );
  }
  await store.close();
  return folder;
}

/** Changes the closed books behind the store's back. */
function alter(folder: string, sql: string): void {
  const database = new DatabaseSync(join(folder, DATABASE_FILE), { enableForeignKeyConstraints: false });
  database.exec(sql);
  database.close();
  rmSync(join(folder, WATERMARK_FILE));
}

async function chainStretches(store: SqliteStore, limit: number): Promise<readonly ChainAudit[]> {
  const stretches: ChainAudit[] = [];
  for (let from = BEGINNING; ; ) {
    const stretch = await store.reports.auditChain(from, limit);
    stretches.push(stretch);
    if (stretch.ended) return stretches;
    expect(stretch.last.sequence).toBe(from.sequence + limit);
    from = stretch.last;
  }
}

async function rowStretches(store: SqliteStore, limit: number): Promise<readonly RowAudit[]> {
  const stretches: RowAudit[] = [];
  for (let afterId: number | undefined = 0; afterId !== undefined; ) {
    const stretch: RowAudit = await store.reports.auditTransactions(afterId, limit);
    stretches.push(stretch);
    if (stretch.nextAfterId !== undefined) expect(stretch.nextAfterId).toBeGreaterThan(afterId);
    afterId = stretch.nextAfterId;
  }
  return stretches;
}

function findingsOf(stretches: readonly { readonly findings: readonly AuditFinding[] }[]): unknown {
  return stretches.flatMap(({ findings }) => findings).map(({ kind, subject }) => `${kind} ${subject}`);
}

const ONE = `payment ${intentOf(1).syssn}`;
const TWO = `payment ${intentOf(2).syssn}`;
const THREE = `payment ${intentOf(3).syssn}`;

describe('the chain in stretches', () => {
  it.each([1, 2, 3, 5, 6, 100])('is whole, whichever stretches it is read in: %i', async (limit) => {
    const store = openStore(await booksWith([0, 2]));
    const stretches = await chainStretches(store, limit);
    expect(findingsOf(stretches)).toEqual([]);
    expect(stretches.map(({ entries }) => entries).reduce((sum, entries) => sum + entries)).toBe(6);
    expect(stretches.at(-1)?.last).toMatchObject({ sequence: 6, hash: expect.stringMatching(/^[\w-]{43}$/) });
    await store.close();
  });

  it('is not believed about what lies before a stretch: its hash has to fit', async () => {
    const store = openStore(await booksWith([0, 2]));
    const forged = { sequence: 3, hash: 'x'.repeat(43) };
    const { findings, entries } = await store.reports.auditChain(forged, 100);
    expect(entries).toBe(3);
    expect(findings).toEqual([{ kind: 'entry_edited', subject: 'entry 4', sequence: 4 }]);
    await store.close();
  });

  it('tells each fault once, and says where a hash is', async () => {
    const folder = await booksWith([0, 2, 4]);
    alter(
      folder,
      'UPDATE history SET at_ms = 1 WHERE sequence = 4; DELETE FROM history WHERE sequence IN (6, 8)',
    );
    const store = openStore(folder);
    for (const limit of [1, 2, 100]) {
      let from = BEGINNING;
      const findings: AuditFinding[] = [];
      for (let ended = false; !ended; ) {
        const stretch = await store.reports.auditChain(from, limit);
        findings.push(...stretch.findings);
        ({ last: from, ended } = stretch);
      }
      expect(findings).toEqual([
        { kind: 'entry_edited', subject: 'entry 4', sequence: 4 },
        { kind: 'entry_missing', subject: 'entry 6', sequence: 6 },
        { kind: 'entry_missing', subject: 'entry 8', sequence: 8 },
      ]);
    }
    const { last } = await store.reports.auditChain(BEGINNING, 3);
    expect((await store.reports.auditChain(BEGINNING, 100, last.hash)).foundAt).toBe(3);
    expect((await store.reports.auditChain(last, 100, last.hash)).foundAt).toBeUndefined();
    await store.close();
  });

  it('stays where it is when there is nothing behind', async () => {
    const store = openStore(await booksWith([]));
    const { last } = await store.reports.auditChain(BEGINNING, 100);
    expect(await store.reports.auditChain(last, 100)).toEqual({
      entries: 0,
      findings: [],
      last,
      ended: true,
      foundAt: undefined,
    });
    await store.close();
  });
});

describe('transactions in stretches', () => {
  // Sixteen entries are read for each transaction of a stretch; the second payment alone has more.
  it.each([1, 2, 3, 4, 100])('are each looked at once, however long their lives are: %i', async (limit) => {
    const folder = await booksWith([0, 40, 15, 14, 16, 0]);
    const store = openStore(folder);
    const stretches = await rowStretches(store, limit);
    expect(findingsOf(stretches)).toEqual([]);
    expect(stretches.map(({ transactions }) => transactions).reduce((sum, count) => sum + count)).toBe(6);
    await store.close();
    alter(
      folder,
      `UPDATE transactions SET goods_name = 'Gold' WHERE id IN (1, 2, 3);
       DELETE FROM transactions WHERE id IN (5, 6); DELETE FROM history WHERE transaction_id = 4`,
    );
    const altered = openStore(folder);
    expect(findingsOf(await rowStretches(altered, limit))).toEqual([
      `row_edited ${ONE}`,
      `row_edited ${TWO}`,
      `row_edited ${THREE}`,
      `row_unknown payment ${intentOf(4).syssn}`,
      `row_missing transaction ${intentOf(5).syssn}`,
      `row_missing transaction ${intentOf(6).syssn}`,
    ]);
    await altered.close();
  });

  it('are as many as asked for, until there are no more', async () => {
    const store = openStore(await booksWith([0, 0, 0, 0, 0, 0, 0]));
    const counts = async (limit: number) =>
      (await rowStretches(store, limit)).map(({ transactions }) => transactions);
    expect(await counts(3)).toEqual([3, 3, 1]);
    expect(await counts(7)).toEqual([7, 0]);
    expect(await counts(8)).toEqual([7]);
    await store.close();
  });

  it('are fewer when the entries of one of them do not fit, which then comes alone', async () => {
    const store = openStore(await booksWith([3, 3, 60, 0]));
    const stretches = await rowStretches(store, 3);
    expect(stretches.map(({ transactions }) => transactions)).toEqual([2, 1, 1]);
    await store.close();
  });

  it('are named by their running number when nothing tells their own', async () => {
    const folder = await booksWith([0, 0, 0]);
    alter(
      folder,
      `DELETE FROM transactions WHERE id IN (1, 2, 3); UPDATE history SET facts = '{}' WHERE transaction_id = 1;
       UPDATE history SET facts = 'null' WHERE transaction_id = 2;
       UPDATE history SET facts = '5' WHERE transaction_id = 3;
       INSERT INTO reversals VALUES (99, 'R', 'merchant', '', '', 1, NULL)`,
    );
    const store = openStore(folder);
    const { findings } = await store.reports.auditTransactions(0, 10);
    expect(findings).toEqual([
      { kind: 'row_missing', subject: 'transaction number 1' },
      { kind: 'row_missing', subject: 'transaction number 2' },
      { kind: 'row_missing', subject: 'transaction number 3' },
      { kind: 'row_unknown', subject: 'reversal of transaction number 99' },
    ]);
    await store.close();
  });

  it('names open money for which nothing is due, and nothing that has a verdict', async () => {
    const open = ['accepted', 'processing', 'waiting_for_payer', 'reversing'];
    const states = [...open, 'paid', 'declined', 'reversed', 'partly_refunded', 'refunded'];
    const folder = directory();
    const store = openStore(folder);
    await store.addMerchant(merchantOf('A'), keyOf(1));
    await store.close();
    for (const state of states) {
      const books = openStore(folder);
      const accepted = await books.acceptPayment(intentOf(books.nextTransactionNumber()));
      if (accepted.kind !== 'accepted') throw new Error('not accepted');
      const { id } = accepted.payment;
      await books.changePayment(accepted.payment, {
        progress: { ...accepted.payment, state: state as 'paid', dueAtMs: undefined },
        atMs: START_MS,
        entry: { event: 'payment_changed', facts: {} },
      });
      const { findings, transactions } = await books.reports.auditTransactions(id - 1, 1);
      expect(transactions).toBe(1);
      expect(
        findings.map(({ kind }) => kind),
        state,
      ).toEqual(open.includes(state) ? ['row_stuck'] : []);
      await books.close();
    }
  });
});

describe('open refunds', () => {
  it.each([
    ['reserved', UNCLEAR_PROGRESS, ['row_stuck']],
    ['processing', UNCLEAR_PROGRESS, ['row_stuck']],
    ['refused', REFUSED_PROGRESS, []],
    ['succeeded', RETURNED_PROGRESS, []],
  ] as const)('are stuck without a time at which somebody asks: %s', async (state, progress, kinds) => {
    const folder = await booksWith([]);
    const store = openStore(folder);
    const payment = await paidPaymentIn(store, 1);
    const refund = reservedRefund(await store.reserveRefund(refundIntentOf(2, payment)));
    if (state !== 'reserved') await store.changeRefund(refund, refundStepTo(progress));
    await store.close();
    alter(folder, 'UPDATE transactions SET due_at_ms = NULL WHERE id = 2');
    const altered = openStore(folder);
    const { findings } = await altered.reports.auditTransactions(0, 10);
    expect(findings.map(({ kind }) => kind)).toEqual(kinds);
    await altered.close();
  });
});

describe('merchants under audit', () => {
  it('are compared with the latest act that sealed them', async () => {
    const store = openStore(await booksWith([]));
    await store.recordAct({ event: 'gateway_started', facts: { appCode: A } }, START_MS);
    expect(await store.reports.auditMerchants()).toEqual({ merchants: 1, olderThanHistory: 0, findings: [] });
    await store.close();
  });

  it('are unknown when no act names them', async () => {
    const folder = await booksWith([]);
    alter(folder, "UPDATE history SET facts = '{}'");
    const store = openStore(folder);
    const { findings } = await store.reports.auditMerchants();
    expect(findings).toEqual([{ kind: 'row_unknown', subject: `merchant ${A}` }]);
    await store.close();
  });
});
