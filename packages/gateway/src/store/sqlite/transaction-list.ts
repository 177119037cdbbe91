import type { DatabaseSync } from 'node:sqlite';
import { runningNumberOf } from '@opencpm/protocol';
import type { Transaction } from '../../payment/transaction.ts';
import type { TransactionFilter } from '../store.ts';
import { TRANSACTION_COLUMNS, transactionOf } from './transaction-columns.ts';
import { TransactionStatement } from './transaction-statement.ts';

/** Most prepared statements kept; the shapes of an enquiry are few, only its lists vary in length. */
const STATEMENTS_MAX = 64;

/**
 * The casts look idle and are not: SQLite plans by the value of a bare `LIMIT ?`, and therefore prepares the statement
 * anew at every enquiry.
 */
const PAGE = 'LIMIT CAST(? AS INTEGER) OFFSET CAST(? AS INTEGER)';

type Value = string | number;

/** A part of the WHERE clause. */
interface Condition {
  /** Empty when the filter does not ask for it. Depends on the filter's shape alone, see {@link shapeOf}. */
  readonly sql: (filter: TransactionFilter) => string;
  /** One for each question mark. */
  readonly values: (filter: TransactionFilter) => readonly Value[];
}

/** Reads the transactions an enquiry asks for. */
export class TransactionList {
  readonly #database: DatabaseSync;
  /** By the shapes of filters: making the text of a statement again takes longer than carrying it out. */
  readonly #statements = new Map<string, TransactionStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  read(filter: TransactionFilter): readonly Transaction[] {
    const shape = shapeOf(filter);
    const statement = this.#statements.get(shape) ?? this.#prepare(shape, filter);
    return statement.all(...valuesOf(filter)).map(transactionOf);
  }

  #prepare(shape: string, filter: TransactionFilter): TransactionStatement {
    if (this.#statements.size >= STATEMENTS_MAX) this.#statements.clear();
    const conditions = CONDITIONS.map(({ sql }) => sql(filter)).filter((sql) => sql !== '');
    const statement = new TransactionStatement(
      this.#database,
      `SELECT ${TRANSACTION_COLUMNS} FROM ${tableFor(filter)}
       WHERE ${conditions.join(' AND ')}
       ORDER BY created_at_ms DESC, id DESC ${PAGE}`,
    );
    this.#statements.set(shape, statement);
    return statement;
  }
}

/** Everything the text of the statement depends on. */
function shapeOf({ syssns, orderNumbers, payTypes, storeId, respcd, window }: TransactionFilter): string {
  const store = storeId === undefined ? '' : 's';
  const result = respcd === undefined ? '' : respcd === '0000' ? 'p' : 'r';
  const lists = `${syssns?.length ?? ''},${orderNumbers?.length ?? ''},${payTypes?.length ?? ''}`;
  return `${lists}${store}${result}${window === undefined ? '' : 'w'}`;
}

function valuesOf(filter: TransactionFilter): readonly Value[] {
  const all: Value[] = [];
  for (const { values } of CONDITIONS) all.push(...values(filter));
  all.push(filter.limit, filter.offset);
  return all;
}

/** Left to itself SQLite looks for a few order numbers in the merchant's whole history, which is sorted already. */
function tableFor({ syssns, orderNumbers }: TransactionFilter): string {
  const byOrder = orderNumbers !== undefined && syssns === undefined;
  return byOrder ? 'transactions INDEXED BY transactions_by_order' : 'transactions';
}

const NO_ROW = -1;

const CONDITIONS: readonly Condition[] = [
  {
    // The unary plus keeps SQLite from walking the merchant's whole history instead of the few primary keys.
    sql: ({ syssns }) => `${syssns === undefined ? '' : '+'}merchant_number = ?`,
    values: ({ merchantNumber }) => [merchantNumber],
  },
  {
    // The running number inside a syssn is the primary key; the whole number is compared as well.
    sql: ({ syssns }) => oneOf('id', syssns),
    values: ({ syssns }) => syssns?.map((syssn) => runningNumberOf(syssn) ?? NO_ROW) ?? [],
  },
  { sql: ({ syssns }) => oneOf('syssn', syssns), values: ({ syssns }) => syssns ?? [] },
  {
    sql: ({ orderNumbers }) => oneOf('order_number', orderNumbers),
    values: ({ orderNumbers }) => orderNumbers ?? [],
  },
  {
    sql: (filter) => (isForAnyStore(filter) ? ANY_STORE : ''),
    values: (filter) => (isForAnyStore(filter) ? [filter.merchantNumber] : []),
  },
  {
    sql: ({ storeId }) => (storeId === undefined ? '' : 'store_id = ?'),
    values: ({ storeId }) => (storeId === undefined ? [] : [storeId]),
  },
  { sql: ({ payTypes }) => oneOf('pay_type', payTypes), values: ({ payTypes }) => payTypes ?? [] },
  {
    sql: ({ respcd }) => {
      if (respcd === undefined) return '';
      // Names the partial index's own condition, without which SQLite cannot use it.
      return respcd === '0000' ? 'respcd = ?' : "respcd <> '0000' AND respcd = ?";
    },
    values: ({ respcd }) => (respcd === undefined ? [] : [respcd]),
  },
  {
    sql: ({ window }) => (window === undefined ? '' : 'created_at_ms BETWEEN ? AND ?'),
    values: ({ window }) => (window === undefined ? [] : [window.fromMs, window.toMs]),
  },
];

/** True for every store of the merchant; spelled out so that the unique key of orders can be used. */
const ANY_STORE = "store_id IN (SELECT '' UNION ALL SELECT store_id FROM stores WHERE merchant_number = ?)";

function isForAnyStore({ orderNumbers, storeId }: TransactionFilter): boolean {
  return orderNumbers !== undefined && storeId === undefined;
}

function oneOf(column: string, values: readonly Value[] | undefined): string {
  return values === undefined ? '' : `${column} IN (${values.map(() => '?').join(', ')})`;
}
