import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { runningNumberOf } from '@opencpm/protocol';
import type { Transaction } from '../../payment/transaction.ts';
import type { TransactionFilter } from '../store.ts';
import { TRANSACTION_COLUMNS, transactionOf } from './transaction-columns.ts';

/** Most prepared statements kept; the shapes of an enquiry are few, only its lists vary in length. */
const STATEMENTS_MAX = 64;

/**
 * The casts look idle and are not: SQLite plans by the value of a bare `LIMIT ?`, and therefore prepares the statement
 * anew at every enquiry.
 */
const PAGE = 'LIMIT CAST(? AS INTEGER) OFFSET CAST(? AS INTEGER)';

interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** Reads the transactions an enquiry asks for. */
export class TransactionList {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  read(filter: TransactionFilter): readonly Transaction[] {
    const conditions = conditionsOf(filter);
    const sql = `SELECT ${TRANSACTION_COLUMNS} FROM ${tableFor(filter)}
      WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}
      ORDER BY created_at_ms DESC, id DESC ${PAGE}`;
    const values = conditions.flatMap(({ values }) => values);
    return this.#statement(sql)
      .all(...values, filter.limit, filter.offset)
      .map(transactionOf);
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= STATEMENTS_MAX) this.#statements.clear();
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Left to itself SQLite looks for a few order numbers in the merchant's whole history, which is sorted already. */
function tableFor({ syssns, orderNumbers }: TransactionFilter): string {
  const byOrder = orderNumbers !== undefined && syssns === undefined;
  return byOrder ? 'transactions INDEXED BY transactions_by_order' : 'transactions';
}

function conditionsOf(filter: TransactionFilter): readonly Condition[] {
  const conditions: Condition[] = [
    // The unary plus keeps SQLite from walking the merchant's whole history instead of the few primary keys.
    { sql: `${filter.syssns === undefined ? '' : '+'}merchant_number = ?`, values: [filter.merchantNumber] },
  ];
  if (filter.syssns !== undefined) {
    // The running number inside a syssn is the primary key; the whole number is compared as well.
    conditions.push(
      oneOf(
        'id',
        filter.syssns.map(runningNumberOf).filter((id) => id !== undefined),
      ),
    );
    conditions.push(oneOf('syssn', filter.syssns));
  }
  if (filter.orderNumbers !== undefined) {
    conditions.push(oneOf('order_number', filter.orderNumbers));
    if (filter.storeId === undefined) conditions.push(anyStore(filter.merchantNumber));
  }
  if (filter.storeId !== undefined) conditions.push({ sql: 'store_id = ?', values: [filter.storeId] });
  if (filter.payTypes !== undefined) conditions.push(oneOf('pay_type', filter.payTypes));
  if (filter.respcd !== undefined) {
    // Names the partial index's own condition, without which SQLite cannot use it.
    if (filter.respcd !== '0000') conditions.push({ sql: "respcd <> '0000'", values: [] });
    conditions.push({ sql: 'respcd = ?', values: [filter.respcd] });
  }
  if (filter.window !== undefined) {
    conditions.push({
      sql: 'created_at_ms BETWEEN ? AND ?',
      values: [filter.window.fromMs, filter.window.toMs],
    });
  }
  return conditions;
}

/** True for every store of the merchant; spelled out so that the unique key of orders can be used. */
function anyStore(merchantNumber: number): Condition {
  return {
    sql: "store_id IN (SELECT '' UNION ALL SELECT store_id FROM stores WHERE merchant_number = ?)",
    values: [merchantNumber],
  };
}

function oneOf(column: string, values: readonly (string | number)[]): Condition {
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, values };
}
