import type { Attempt, AttemptProgress, Release } from '@opencpm/client';
import type { SaleState, Wallet } from '../page-api/index.ts';
import { attemptOfRow, verdictColumns } from './attempt-columns.ts';
import type { Sale, SaleDraft } from './sale.ts';
import type { Row, TillDatabase } from './till-database.ts';

const SELECT = `SELECT sales.*, cashiers.name AS cashier_name FROM sales JOIN cashiers ON cashiers.id = sales.cashier`;

function saleOf(row: Row): Sale {
  const optional = (name: string): number | undefined => (row[name] === null ? undefined : Number(row[name]));
  return {
    number: Number(row['number']),
    scanId: String(row['scan_id']),
    register: String(row['register']),
    cashierId: String(row['cashier']),
    cashierName: String(row['cashier_name']),
    otherCustomer: row['other_customer'] === 1,
    receiptToken: String(row['receipt_token']),
    // The column holds what `classify` said at the scan.
    wallet: String(row['wallet']) as Wallet,
    maskedCode: String(row['masked_code']),
    codeMark: String(row['code_mark']),
    attempt: attemptOfRow(row),
    onScreen: row['on_screen'] === 1,
    shift: optional('shift'),
    endedAtMs: optional('ended_at_ms'),
    refundedMinor: Number(row['refunded_minor']),
    refundingMinor: Number(row['refunding_minor']),
  };
}

/** The condition of each state, on the columns of `sales`. */
const STATE_CONDITIONS: Readonly<Record<SaleState, string>> = {
  open: `verdict IS NULL AND stage <> 'unresolved'`,
  unresolved: `stage = 'unresolved'`,
  paid: `verdict = 'paid' AND refunded_minor = 0`,
  part_refunded: `verdict = 'paid' AND refunded_minor > 0 AND refunded_minor < amount_minor`,
  refunded: `verdict = 'paid' AND refunded_minor = amount_minor`,
  not_paid: `verdict IN ('declined', 'reversed', 'not_begun')`,
};

/** What may be looked for in a list of sales. */
export interface SaleFilter {
  /** Number, order number, syssn or wallet number, whole; or the amount in smallest units. */
  readonly search: { readonly text: string; readonly amountMinor: number | undefined } | undefined;
  readonly state: SaleState | undefined;
  /** Only sales with a smaller number. */
  readonly before: number | undefined;
  readonly limit: number;
}

/** Sales and their attempts. */
export class SaleRows {
  readonly #database: TillDatabase;

  constructor(database: TillDatabase) {
    this.#database = database;
  }

  /** Writes a new sale and puts it on its register's screen. Throws when the register shows one that is not settled. */
  add(draft: SaleDraft, attempt: Attempt): void {
    this.#database.run(
      `UPDATE sales SET on_screen = 0 WHERE register = ? AND on_screen = 1 AND verdict IS NOT NULL`,
      draft.register,
    );
    this.#database.run(
      `INSERT INTO sales (scan_id, basket_id, order_number, register, cashier, on_screen, other_customer, receipt_token,
         wallet, masked_code, code_mark, amount_minor, currency, pay_type, store_id, auth_code_hash, caller_time,
         started_at_ms, sign_type, stage, syssn)
       VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[draft.scanId, attempt.basketId, attempt.orderNumber, draft.register, draft.cashierId],
      ...[draft.otherCustomer ? 1 : 0, draft.receiptToken, draft.wallet, draft.maskedCode, draft.codeMark],
      ...[attempt.amountMinor, attempt.currency, attempt.payType, attempt.storeId ?? null],
      ...[attempt.authCodeHash, attempt.callerTime, attempt.startedAtMs, attempt.signType],
      ...[attempt.stage, attempt.syssn],
    );
  }

  change(orderNumber: string, progress: AttemptProgress, endedAtMs: number, shift: number | undefined): void {
    const [kind, respcd, reason, paidAt, walletNumber] = verdictColumns(progress.verdict);
    this.#database.run(
      `UPDATE sales SET stage = ?, syssn = ?, verdict = ?, respcd = ?, reason = ?, paid_at = ?, wallet_number = ?,
         ended_at_ms = coalesce(ended_at_ms, ?), shift = coalesce(shift, ?)
       WHERE order_number = ?`,
      ...[progress.stage, progress.syssn, kind, respcd, reason, paidAt, walletNumber],
      ...[kind === null ? null : endedAtMs, kind === 'paid' ? (shift ?? null) : null],
      orderNumber,
    );
  }

  /** Writes who let the basket of a sale be charged again, and nothing else. */
  release(orderNumber: string, { by, reason, atMs }: Release): void {
    this.#database.run(
      'UPDATE sales SET released_by = ?, release_reason = ?, released_at_ms = ? WHERE order_number = ?',
      ...[by, reason, atMs, orderNumber],
    );
  }

  byOrderNumber(orderNumber: string): Sale | undefined {
    return this.#one('order_number = ?', orderNumber);
  }

  byScan(scanId: string): Sale | undefined {
    return this.#one('scan_id = ?', scanId);
  }

  byReceipt(token: string): Sale | undefined {
    return this.#one('receipt_token = ?', token);
  }

  /** The newest sale the code was scanned for. */
  byCodeMark(mark: string): Sale | undefined {
    return this.#one('code_mark = ? ORDER BY number DESC LIMIT 1', mark);
  }

  /** The sale with this running number of the till's own. */
  byNumber(number: number): Sale | undefined {
    return this.#one('sales.number = ?', number);
  }

  /**
   * The newest sale with this number, whichever kind of number it is. For what people type: other hosts' numbers may look
   * like the till's own.
   */
  byAnyNumber(text: string): Sale | undefined {
    const condition = 'order_number = ?1 OR syssn = ?1 OR wallet_number = ?1 OR number = ?2';
    return this.#one(`${condition} ORDER BY sales.number DESC LIMIT 1`, text, saleNumber(text) ?? -1);
  }

  onScreen(register: string): Sale | undefined {
    return this.#one('register = ? AND on_screen = 1', register);
  }

  takeOffScreen(orderNumber: string): void {
    this.#database.run('UPDATE sales SET on_screen = 0 WHERE order_number = ?', orderNumber);
  }

  ofBasket(basketId: string): readonly Sale[] {
    return this.#many('basket_id = ? ORDER BY number', basketId);
  }

  /** Sales whose attempts the client has to look at before a new one begins. */
  rivals(attempt: Attempt): readonly Sale[] {
    const condition = 'order_number = ? OR basket_id = ? OR auth_code_hash = ?';
    return this.#many(condition, attempt.orderNumber, attempt.basketId, attempt.authCodeHash);
  }

  /** Sales without a verdict, the oldest first. */
  open(): readonly Sale[] {
    return this.#many('verdict IS NULL ORDER BY number');
  }

  /** The newest sales of a register. */
  latest(register: string, count: number): readonly Sale[] {
    return this.#many('register = ? ORDER BY number DESC LIMIT ?', register, count);
  }

  /** The newest sales first, at most one more than the limit: the one more says that there are further ones. */
  list({ search, state, before, limit }: SaleFilter): readonly Sale[] {
    const conditions = [
      'sales.number < ?',
      ...(state === undefined ? [] : [`(${STATE_CONDITIONS[state]})`]),
      ...(search === undefined
        ? []
        : ['(order_number = ? OR syssn = ? OR wallet_number = ? OR sales.number = ? OR amount_minor = ?)']),
    ];
    const values =
      search === undefined
        ? []
        : [search.text, search.text, search.text, saleNumber(search.text) ?? -1, search.amountMinor ?? -1];
    return this.#many(
      `${conditions.join(' AND ')} ORDER BY number DESC LIMIT ?`,
      ...[before ?? Number.MAX_SAFE_INTEGER, ...values, limit + 1],
    );
  }

  /** Sales that began in a time, the oldest first. */
  between(fromMs: number, toMs: number): readonly Sale[] {
    return this.#many('started_at_ms >= ? AND started_at_ms < ? ORDER BY number', fromMs, toMs);
  }

  /** Paid sales of a shift. */
  paidIn(shift: number): readonly Sale[] {
    return this.#many(`shift = ? AND verdict = 'paid' ORDER BY number`, shift);
  }

  /** Reserves what is about to be returned. Throws when it is more than what is left. */
  reserveRefund(number: number, amountMinor: number): void {
    this.#database.run(
      'UPDATE sales SET refunding_minor = refunding_minor + ? WHERE number = ?',
      amountMinor,
      number,
    );
  }

  /** What was reserved has gone back, or never will. */
  settleRefund(number: number, amountMinor: number, refunded: boolean): void {
    this.#database.run(
      `UPDATE sales SET refunding_minor = refunding_minor - ?, refunded_minor = refunded_minor + ? WHERE number = ?`,
      ...[amountMinor, refunded ? amountMinor : 0, number],
    );
  }

  #one(condition: string, ...values: readonly (string | number)[]): Sale | undefined {
    const row = this.#database.get(`${SELECT} WHERE ${condition}`, ...values);
    return row === undefined ? undefined : saleOf(row);
  }

  #many(condition: string, ...values: readonly (string | number)[]): readonly Sale[] {
    return this.#database.all(`${SELECT} WHERE ${condition}`, ...values).map(saleOf);
  }
}

function saleNumber(text: string): number | undefined {
  return /^#?\d{1,12}$/.test(text) ? Number(text.replace('#', '')) : undefined;
}
