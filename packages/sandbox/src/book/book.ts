import type { DatabaseSync } from 'node:sqlite';
import { AccountTable } from './accounts.ts';
import { AttemptTable } from './attempts.ts';
import { BarredNumberTable } from './barred-numbers.ts';
import { CodeTable } from './codes.ts';
import { OrderTable } from './orders.ts';
import { RefundTable } from './refunds.ts';
import { WireNoteTable } from './wire-notes.ts';
import { WireNoticeTable } from './wire-notices.ts';

/** The wallets' own book: accounts, issued codes, payments and refunds. Used inside a group's transaction only. */
export interface Book {
  readonly accounts: AccountTable;
  readonly codes: CodeTable;
  readonly orders: OrderTable;
  readonly refunds: RefundTable;
  readonly barredNumbers: BarredNumberTable;
  readonly attempts: AttemptTable;
  readonly wireNotes: WireNoteTable;
  readonly wireNotices: WireNoticeTable;
}

/** The tables of an open book. */
export function bookOf(database: DatabaseSync): Book {
  return {
    accounts: new AccountTable(database),
    codes: new CodeTable(database),
    orders: new OrderTable(database),
    refunds: new RefundTable(database),
    barredNumbers: new BarredNumberTable(database),
    attempts: new AttemptTable(database),
    wireNotes: new WireNoteTable(database),
    wireNotices: new WireNoticeTable(database),
  };
}
