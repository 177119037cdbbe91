import type { DatabaseSync } from 'node:sqlite';
import { AccountTable } from './accounts.ts';
import { CodeTable } from './codes.ts';
import { OrderTable } from './orders.ts';

/** The wallets' own book: accounts, issued codes and payments. Used inside a group's transaction only. */
export interface Book {
  readonly accounts: AccountTable;
  readonly codes: CodeTable;
  readonly orders: OrderTable;
}

/** The tables of an open book. */
export function bookOf(database: DatabaseSync): Book {
  return {
    accounts: new AccountTable(database),
    codes: new CodeTable(database),
    orders: new OrderTable(database),
  };
}
