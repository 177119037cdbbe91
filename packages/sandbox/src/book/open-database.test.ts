import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bookOf } from './book.ts';
import { LAYOUT_1 } from './layout-1.ts';
import { openDatabase } from './open-database.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opencpm-book-'));
  file = join(folder, 'wallets.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs SQL on a file the way another program would. */
function tamper(sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

function countOf(database: DatabaseSync, table: string): unknown {
  return Object.values(database.prepare(`SELECT count(*) FROM ${table}`).get() ?? {})[0];
}

describe('opening a book', () => {
  it.each(['file', ':memory:'])('creates it with two accounts in each wallet (%s)', (kind) => {
    const database = openDatabase(kind === 'file' ? file : kind);
    expect(countOf(database, 'accounts')).toBe(12);
    expect(countOf(database, 'orders')).toBe(0);
    database.close();
  });

  it('writes ahead, without waiting for the disk', () => {
    const database = openDatabase(file);
    const setting = (name: string): unknown =>
      Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect(setting('journal_mode')).toBe('wal');
    expect(setting('synchronous')).toBe(0);
    expect(setting('locking_mode')).toBe('exclusive');
    expect(setting('foreign_keys')).toBe(1);
    database.close();
  });

  it('finds everything again', () => {
    const first = openDatabase(file);
    first.exec("UPDATE accounts SET balance_minor = 7 WHERE id = 'li-na'");
    first.close();
    const second = openDatabase(file);
    expect(second.prepare("SELECT balance_minor FROM accounts WHERE id = 'li-na'").get()).toEqual({
      balance_minor: 7,
    });
    expect(countOf(second, 'accounts')).toBe(12);
    second.close();
  });

  it('refuses a book that another program has open, and takes it afterwards', () => {
    const first = openDatabase(file);
    expect(() => openDatabase(file)).toThrow(
      `the sandbox book ${file} cannot be opened: another process has it open: stop that process, or choose another file.`,
    );
    first.close();
    openDatabase(file).close();
  });

  it('refuses a book of a newer program', () => {
    openDatabase(file).close();
    tamper('PRAGMA user_version = 7');
    expect(() => openDatabase(file)).toThrow(
      'it has version 7 and this program knows 6: start the newer program',
    );
  });

  it.each([
    ['with tables', 'CREATE TABLE merchants (id INTEGER)'],
    ['with a version', 'PRAGMA user_version = 1'],
    ['that only claims to be a book', `PRAGMA application_id = ${0x4f435342}`],
  ])('refuses the database of another program %s, and leaves it alone', (_, sql) => {
    tamper(sql);
    expect(() => openDatabase(file)).toThrow('it is a database of another program: choose another file');
    const database = new DatabaseSync(file);
    expect(database.prepare("SELECT name FROM sqlite_schema WHERE name = 'accounts'").get()).toBeUndefined();
    database.close();
  });

  it('refuses what is no database', () => {
    writeFileSync(file, 'a shopping list that is long enough to have a header of a hundred bytes '.repeat(3));
    expect(() => openDatabase(file)).toThrow('cannot be opened: file is not a database.');
  });

  it('refuses a folder that does not exist', () => {
    expect(() => openDatabase(join(folder, 'nowhere', 'wallets.db'))).toThrow('cannot be opened: ');
  });
});

/** SQL of a payment and of a refund of it with the given state, amount, end and due time. */
function refundRow(values: string): string {
  return `INSERT INTO orders (channel_order_id, wallet, state, behaviour, amount_minor, currency, reason, description,
      merchant_name, times_charged, created_at_ms, ended_at_ms)
    VALUES ('1', 'alipay', 'paid', 'paid', 1, 'HKD', '', '', '', 1, 0, 0);
    INSERT INTO refunds (channel_refund_id, channel_order_id, behaviour, currency, reason, created_at_ms, state,
      amount_minor, ended_at_ms, due_at_ms)
    VALUES ('r', '1', 'returned', 'HKD', '', 0, ${values})`;
}

/** A book as the first version of the program left it. */
function writeFirstBook(): void {
  const database = new DatabaseSync(file);
  database.exec(LAYOUT_1);
  database.exec(`
    INSERT INTO accounts VALUES ('li-na', 'alipay', 'Li Na', 499034, 100000, '123456', 'open', 'late-success', 0);
    INSERT INTO codes (digits, account, expires_at_ms, used_by) VALUES ('281', 'li-na', 5, 'order-1');
    INSERT INTO accounts VALUES ('sun-li', 'unionpay', 'Sun Li', 1, 100000, '123456', 'open', 'normal', 1);
    INSERT INTO codes (digits, emv_text, account, expires_at_ms) VALUES ('621', 'hQVDUFYw', 'sun-li', 5);
    INSERT INTO orders VALUES (1, 'order-1', 'alipay', 'li-na', 'paid', 'paid', 1050, 'HKD', 966, 'CNY', NULL, '', 'Tea',
      'Shop', 1, 0, 10, 10, NULL);
    INSERT INTO orders VALUES (2, 'order-2', 'alipay', NULL, 'waiting', 'password-approved', 1050, 'HKD', NULL, NULL, NULL,
      '', 'Tea', 'Shop', 0, 2, 20, NULL, 5020);
    PRAGMA application_id = ${0x4f435342};
    PRAGMA user_version = 1;
  `);
  database.close();
}

describe('a book of version 1', () => {
  it('is brought forward with everything in it, once', () => {
    writeFirstBook();
    for (let opened = 0; opened < 2; opened++) {
      const database = openDatabase(file);
      expect(Object.values(database.prepare('PRAGMA user_version').get() ?? {})).toEqual([6]);
      const { accounts, codes, orders } = bookOf(database);
      expect(accounts.find('li-na')).toMatchObject({
        balanceMinor: 499_034,
        behaviour: 'late-success',
        reversalBehaviour: 'done',
        refundBehaviour: 'returned',
      });
      expect(codes.find('281')).toMatchObject({ usedBy: 'order-1' });
      expect(codes.latestCard('li-na')).toBeUndefined();
      // The digits of the bar code were the number of the card; it goes on counting from there.
      expect(codes.latestCard('sun-li')).toEqual({ token: '621', counter: 2 });
      expect(codes.findOfToken('621')).toEqual(codes.findByEmvText('hQVDUFYw'));
      expect(orders.find('order-1')).toMatchObject({
        sequence: 1,
        state: 'paid',
        debitMinor: 966,
        refundedMinor: 0,
        reversalBehaviour: 'done',
        walletNumber: '1970010110000000000001',
      });
      expect(orders.find('order-2')).toMatchObject({ state: 'waiting', wrongPasswords: 2, dueAtMs: 5_020 });
      database.close();
    }
  });

  it('that cannot be brought forward stays as it was', () => {
    writeFirstBook();
    tamper('CREATE TABLE refunds (id INTEGER)');
    expect(() => openDatabase(file)).toThrow('table refunds already exists');
    const database = new DatabaseSync(file);
    expect(Object.values(database.prepare('PRAGMA user_version').get() ?? {})).toEqual([1]);
    expect(countOf(database, 'orders')).toBe(2);
    database.close();
  });
});

describe('a book of version 2', () => {
  it('is brought forward', () => {
    openDatabase(file).close();
    tamper(`DROP INDEX orders_of_account; DROP INDEX codes_unused; DROP INDEX orders_by_time; DROP TABLE wire_notes;
      DROP TABLE wire_notices; DROP INDEX codes_of_token; DROP INDEX codes_of_card; DROP INDEX codes_by_emv_text;
      ALTER TABLE codes DROP COLUMN token; ALTER TABLE codes DROP COLUMN counter;
      PRAGMA user_version = 2`);
    const database = openDatabase(file);
    expect(Object.values(database.prepare('PRAGMA user_version').get() ?? {})).toEqual([6]);
    database.exec('DROP INDEX orders_of_account; DROP INDEX codes_unused');
    database.close();
  });
});

describe('the book itself', () => {
  it.each([
    ['a balance below zero', "UPDATE accounts SET balance_minor = -1 WHERE id = 'li-na'"],
    ['an unknown status', "UPDATE accounts SET status = 'asleep'"],
    [
      'a paid payment that has not ended',
      `INSERT INTO orders (channel_order_id, wallet, state, behaviour, amount_minor, currency, reason, description,
         merchant_name, times_charged, created_at_ms, due_at_ms)
       VALUES ('1', 'alipay', 'paid', 'paid', 1, 'HKD', '', '', '', 1, 0, 1)`,
    ],
    [
      'an open payment without a next step',
      `INSERT INTO orders (channel_order_id, wallet, state, behaviour, amount_minor, currency, reason, description,
         merchant_name, times_charged, created_at_ms)
       VALUES ('1', 'alipay', 'waiting', 'paid', 1, 'HKD', '', '', '', 0, 0)`,
    ],
    [
      'a paid payment with a next step',
      `INSERT INTO orders (channel_order_id, wallet, state, behaviour, amount_minor, currency, reason, description,
         merchant_name, times_charged, created_at_ms, ended_at_ms, due_at_ms)
       VALUES ('1', 'alipay', 'paid', 'paid', 1, 'HKD', '', '', '', 1, 0, 0, 1)`,
    ],
    ['a refund that has ended without an instant', refundRow("'returned', 1, NULL, NULL")],
    ['a refund of nothing', refundRow("'processing', 0, NULL, 1")],
  ])('refuses %s', (_, sql) => {
    const database = openDatabase(file);
    expect(() => database.exec(sql)).toThrow('CHECK constraint failed');
    database.close();
  });
});
