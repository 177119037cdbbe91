import { describe, expect, it } from 'vitest';
import { intentOf, keyOf, merchantOf, START_MS } from '../store/contract/contract-data.ts';
import { useDirectories } from '../store/sqlite/test-directory.ts';
import { audit, auditAfter, openBooks, writeBooks } from './test-books.ts';

const directory = useDirectories();

/** A directory with closed books, and the head of their history. */
async function closedBooks(): Promise<{ folder: string; head: string; entries: number }> {
  const folder = directory();
  const store = openBooks(folder);
  await writeBooks(store);
  const { head, counts } = await audit(store);
  await store.close();
  return { folder, head, entries: counts.entries };
}

const ONE = intentOf(1).syssn;
const TWO = intentOf(2).syssn;
const FOUR = intentOf(4).syssn;
const MERCHANT_A = `merchant ${'A'.repeat(32)}`;

describe('an audit', () => {
  it('finds nothing in books that nobody touched, and counts everything', async () => {
    const { folder, head } = await closedBooks();
    const store = openBooks(folder);
    const whole = await audit(store, head);
    await store.close();
    expect(whole.findings).toEqual([]);
    expect(whole.head).toBe(head);
    expect(whole.counts).toEqual({
      entries: 25,
      transactions: 5,
      reversals: 1,
      lateCharges: 1,
      notifications: 1,
      merchants: 2,
      olderThanHistory: 0,
    });
    expect(whole.foundAt).toBe(25);
  });

  it('does not mind leases, attempts and due times: they are work, not money', async () => {
    const { folder } = await closedBooks();
    const store = openBooks(folder);
    await store.leaseDueTransactions(START_MS + 1e9, START_MS + 2e9, 10);
    await store.resumeDue(START_MS);
    expect((await audit(store)).findings).toEqual([]);
    await store.close();
  });

  it.each([
    ['amount', 'UPDATE transactions SET amount_minor = 2000 WHERE id = 1', `payment ${ONE}`],
    ['state', "UPDATE transactions SET state = 'paid', respcd = '0000' WHERE id = 2", `payment ${TWO}`],
    ['address', "UPDATE transactions SET notify_url = 'https://evil.example' WHERE id = 1", `payment ${ONE}`],
    ['note', "UPDATE transactions SET note = 'table 8' WHERE id = 1", `payment ${ONE}`],
    ['sum of refunds', 'UPDATE transactions SET refunded_minor = 0 WHERE id = 1', `payment ${ONE}`],
    ['refund', 'UPDATE transactions SET amount_minor = 49 WHERE id = 4', `refund ${FOUR}`],
    ['reversal', "UPDATE reversals SET origin = 'merchant'", `reversal of payment ${TWO}`],
    ['late charge', 'UPDATE late_charges SET amount_minor = 1', `late charge of payment ${TWO}`],
    ['notification', "UPDATE notifications SET body = '[]'", `notification of payment ${ONE}`],
    [
      'merchant',
      "UPDATE merchants SET notify_url = 'https://evil.example' WHERE name = 'Renamed'",
      MERCHANT_A,
    ],
    ['store', "UPDATE stores SET status = 'disabled' WHERE store_id = 'S2'", `stores of ${MERCHANT_A}`],
    ['new store', "INSERT INTO stores VALUES ('S9', 1, 'Mine', 'active')", `stores of ${MERCHANT_A}`],
    ['key', 'UPDATE client_keys SET expires_at_ms = NULL WHERE key_number = 1', `keys of ${MERCHANT_A}`],
    ['route', "UPDATE merchant_routes SET connector = 'mine'", `routes of ${MERCHANT_A}`],
    ['lost route', 'DELETE FROM merchant_routes', `routes of ${MERCHANT_A}`],
    [
      'new route',
      "INSERT INTO merchant_routes VALUES (2, '800108', 'mine')",
      `routes of merchant ${'B'.repeat(32)}`,
    ],
    ['lost key', 'DELETE FROM client_keys WHERE key_number = 1', `keys of ${MERCHANT_A}`],
  ])('names an edited row: %s', async (_what, sql, subject) => {
    const { folder } = await closedBooks();
    const { findings } = await auditAfter(folder, sql);
    expect(findings).toEqual([expect.objectContaining({ kind: 'row_edited', subject })]);
  });

  it.each([
    ['payment', 'DELETE FROM transactions WHERE id = 3', `transaction ${intentOf(3).syssn}`],
    ['refund', 'DELETE FROM transactions WHERE id = 4', `transaction ${FOUR}`],
    ['reversal', 'DELETE FROM reversals', `reversal of payment ${TWO}`],
    ['late charge', 'DELETE FROM late_charges', `late charge of payment ${TWO}`],
    ['notification', 'DELETE FROM notifications', `notification of payment ${ONE}`],
    ['merchant', "DELETE FROM merchants WHERE name = 'Merchant B'", `merchant ${'B'.repeat(32)}`],
  ])('names a deleted row: %s', async (_what, sql, subject) => {
    const { folder } = await closedBooks();
    const { findings } = await auditAfter(folder, sql);
    expect(findings).toEqual([expect.objectContaining({ kind: 'row_missing', subject })]);
  });

  it.each([
    [
      'payment',
      `CREATE TEMP TABLE copy AS SELECT * FROM transactions WHERE id = 1;
       UPDATE copy SET id = 77, syssn = '20260301000100020000000077', order_number = 'X', channel_order_id = 'X';
       INSERT INTO transactions SELECT * FROM copy`,
      'payment 20260301000100020000000077',
    ],
    [
      'merchant',
      `CREATE TEMP TABLE copy AS SELECT * FROM merchants WHERE merchant_number = 2;
       UPDATE copy SET merchant_number = 9, app_code = '${'C'.repeat(32)}';
       INSERT INTO merchants SELECT * FROM copy`,
      `merchant ${'C'.repeat(32)}`,
    ],
    [
      'reversal',
      "INSERT INTO reversals VALUES (1, 'R', 'merchant', '', '', 1, NULL)",
      `reversal of payment ${ONE}`,
    ],
  ])('names a row that was put in by hand: %s', async (_what, sql, subject) => {
    const { folder } = await closedBooks();
    const { findings } = await auditAfter(folder, sql);
    expect(findings).toEqual([expect.objectContaining({ kind: 'row_unknown', subject })]);
  });

  it('names an open payment whose due time was taken away', async () => {
    const { folder } = await closedBooks();
    const { findings } = await auditAfter(folder, 'UPDATE transactions SET due_at_ms = NULL WHERE id = 3');
    expect(findings).toEqual([
      { kind: 'row_stuck', subject: `payment ${intentOf(3).syssn}`, syssn: intentOf(3).syssn },
    ]);
  });

  it.each([
    ['time', 'UPDATE history SET at_ms = at_ms + 1 WHERE sequence = 8'],
    ['event', "UPDATE history SET event = 'note_added' WHERE sequence = 8"],
    ['facts', "UPDATE history SET facts = replace(facts, '1050', '1051') WHERE sequence = 8"],
    ['owner', 'UPDATE history SET transaction_id = NULL WHERE sequence = 8'],
    ['seals', 'UPDATE history SET seals = seals || seals WHERE sequence = 8'],
  ])('names an edited entry: its %s', async (_what, sql) => {
    const { folder } = await closedBooks();
    const { findings } = await auditAfter(folder, sql);
    expect(findings[0]).toEqual({ kind: 'entry_edited', subject: 'entry 8', sequence: 8 });
  });

  it('names entries that were deleted', async () => {
    const { folder } = await closedBooks();
    const { findings } = await auditAfter(folder, 'DELETE FROM history WHERE sequence IN (6, 10, 11)');
    expect(findings.filter(({ kind }) => kind === 'entry_missing')).toEqual([
      { kind: 'entry_missing', subject: 'entry 6', sequence: 6 },
      { kind: 'entry_missing', subject: 'entries 10 to 11', sequence: 10 },
    ]);
  });

  it('knows that the end of the history was cut off, by the head that was kept elsewhere', async () => {
    const { folder, head, entries } = await closedBooks();
    // The last entry and what it wrote: without a kept head these are sound books of an earlier moment.
    const sql = `DELETE FROM history WHERE sequence = ${entries}; UPDATE transactions SET note = '' WHERE id = 1`;
    const { findings, foundAt } = await auditAfter(folder, sql, head);
    expect(findings).toEqual([]);
    expect(foundAt).toBeUndefined();
  });

  it('knows without a kept head that entries were cut off whose rows stayed', async () => {
    const { folder, entries } = await closedBooks();
    const { findings } = await auditAfter(folder, `DELETE FROM history WHERE sequence = ${entries}`);
    expect(findings).toEqual([{ kind: 'row_edited', subject: `payment ${ONE}`, syssn: ONE }]);
  });

  it('finds an earlier head in a history that has grown', async () => {
    const { folder, head, entries } = await closedBooks();
    const store = openBooks(folder);
    await store.recordAct({ event: 'gateway_started', facts: { node: 1 } }, START_MS);
    expect(await audit(store, head)).toMatchObject({ findings: [], foundAt: entries });
    await store.close();
  });

  it('goes through more rows than one step takes, and through gaps', async () => {
    const folder = directory();
    const store = openBooks(folder);
    await store.addMerchant(merchantOf('A'), keyOf(1));
    const ids = Array.from({ length: 350 }, (_, index) => index * 7 + 1);
    await Promise.all(ids.map((id) => store.acceptPayment(intentOf(id))));
    expect(await audit(store)).toMatchObject({
      findings: [],
      counts: { transactions: 350, entries: 352, merchants: 1 },
    });
    await store.close();
    const { findings } = await auditAfter(
      folder,
      'DELETE FROM transactions WHERE id BETWEEN 400 AND 2000; UPDATE transactions SET goods_name = 1 WHERE id = 2003',
    );
    expect(findings.filter(({ kind }) => kind === 'row_missing')).toHaveLength(
      ids.filter((id) => id >= 400 && id <= 2000).length,
    );
    expect(findings.filter(({ kind }) => kind === 'row_edited').map(({ syssn }) => syssn)).toEqual([
      intentOf(2003).syssn,
    ]);
  });

  it('reads one transaction whole, however long its life is', async () => {
    const folder = directory();
    const store = openBooks(folder);
    await store.addMerchant(merchantOf('A'), keyOf(1));
    await writeLongLife(store);
    expect(await audit(store)).toMatchObject({ findings: [], counts: { transactions: 3 } });
    await store.close();
  });

  it('says which rows are older than the history, until they change', async () => {
    const { folder } = await closedBooks();
    const { findings, counts } = await auditAfter(folder, 'DELETE FROM history');
    expect(findings.map(({ kind }) => kind)).toEqual(['row_unknown', 'row_unknown', 'row_unknown']);
    expect(counts).toMatchObject({ entries: 1, olderThanHistory: 7 });
    const store = openBooks(folder);
    const payment = await store.findPayment(1);
    if (payment === undefined) throw new Error('payment 1 is gone');
    await store.addNote(payment, 'later', START_MS);
    expect((await audit(store)).counts).toMatchObject({ entries: 2, olderThanHistory: 6 });
    await store.close();
  });
});

/** Three payments, the second with more entries than a stretch of the audit reads at once. */
async function writeLongLife(store: ReturnType<typeof openBooks>): Promise<void> {
  await store.acceptPayment(intentOf(1));
  const result = await store.acceptPayment(intentOf(2));
  await store.acceptPayment(intentOf(3));
  if (result.kind !== 'accepted') throw new Error('payment 2 was not accepted');
  const { payment } = result;
  const versions = Array.from({ length: 1_700 }, (_, index) => index + 1);
  await Promise.all(
    versions.map((version) => store.addNote({ ...payment, version }, `note ${version}`, START_MS)),
  );
}
