import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { businessDay, type ResponseCode } from '@opencpm/protocol';
import type { NewOrder, WalletOrder } from '../order.ts';
import { isOpen, nextOrderState, type OrderEvent } from '../order-state.ts';
import { wallet, type WalletId } from '../wallet.ts';

const COLUMNS = `sequence, channel_order_id AS channelOrderId, wallet, account, state, behaviour,
  reversal_behaviour AS reversalBehaviour,
  amount_minor AS amountMinor, currency, debit_minor AS debitMinor, debit_currency AS debitCurrency, respcd, reason,
  description, merchant_name AS merchantName, times_charged AS timesCharged, wrong_passwords AS wrongPasswords,
  created_at_ms AS createdAtMs, ended_at_ms AS endedAtMs, due_at_ms AS dueAtMs,
  reversed_at_ms AS reversedAtMs, refunded_minor AS refundedMinor, refunding_minor AS refundingMinor,
  refunded_debit_minor AS refundedDebitMinor`;

/** The wallet's own number: business day (UTC+8), mark of the wallet, place in the book; 22 digits. */
function walletNumber(id: WalletId, sequence: number, createdAtMs: number): string {
  return `${businessDay(createdAtMs)}${wallet(id).numberMark}${String(sequence).padStart(12, '0')}`;
}

// The columns are named and typed like the fields, by the layout's constraints and because only this program writes.
function orderOf(row: Record<string, SQLOutputValue>): WalletOrder {
  const fields = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined]));
  const order = fields as unknown as Omit<WalletOrder, 'walletNumber'>;
  return { ...order, walletNumber: walletNumber(order.wallet, order.sequence, order.createdAtMs) };
}

/** The payments in the book. */
export class OrderTable {
  readonly #byId: StatementSync;
  readonly #insert: StatementSync;
  readonly #end: StatementSync;
  readonly #reverse: StatementSync;
  readonly #calm: StatementSync;
  readonly #moveRefunds: StatementSync;
  readonly #countWrongPassword: StatementSync;
  readonly #due: StatementSync;
  readonly #waiting: StatementSync;
  readonly #latestWaiting: StatementSync;
  readonly #ofWallet: StatementSync;
  readonly #ofTime: StatementSync;
  readonly #ofAccount: StatementSync;
  readonly #waitingOf: StatementSync;
  readonly #nextDue: StatementSync;

  constructor(database: DatabaseSync) {
    const select = (rest: string): StatementSync => database.prepare(`SELECT ${COLUMNS} FROM orders ${rest}`);
    this.#byId = select('WHERE channel_order_id = ?');
    this.#insert = database.prepare(
      `INSERT INTO orders (channel_order_id, wallet, account, state, behaviour, reversal_behaviour, amount_minor, currency,
         debit_minor, debit_currency, respcd, reason, description, merchant_name, times_charged, created_at_ms, ended_at_ms,
         due_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#end = database.prepare(
      `UPDATE orders SET state = ?, respcd = ?, reason = ?, ended_at_ms = ?, due_at_ms = NULL,
         times_charged = times_charged + ?
       WHERE sequence = ? AND state = ?`,
    );
    this.#reverse = database.prepare(
      `UPDATE orders SET state = ?1, ended_at_ms = coalesce(ended_at_ms, ?2), reversed_at_ms = ?2, due_at_ms = NULL
       WHERE sequence = ?3 AND state = ?4`,
    );
    this.#calm = database.prepare('UPDATE orders SET due_at_ms = NULL WHERE sequence = ?');
    this.#moveRefunds = database.prepare(
      `UPDATE orders SET refunding_minor = refunding_minor + ?, refunded_minor = refunded_minor + ?,
         refunded_debit_minor = refunded_debit_minor + ?
       WHERE sequence = ?`,
    );
    this.#countWrongPassword = database.prepare(
      'UPDATE orders SET wrong_passwords = wrong_passwords + 1 WHERE sequence = ?',
    );
    this.#due = select('WHERE due_at_ms <= ? ORDER BY due_at_ms, sequence LIMIT 500');
    this.#waiting = select(`WHERE state = 'waiting' ORDER BY sequence DESC LIMIT ?`);
    this.#latestWaiting = select(`WHERE state = 'waiting' ORDER BY sequence DESC LIMIT 1`);
    this.#ofAccount = select(`WHERE account = ? AND state <> 'in_transit' ORDER BY sequence DESC LIMIT ?`);
    this.#waitingOf = select(`WHERE state = 'waiting' AND account = ? ORDER BY sequence DESC LIMIT ?`);
    this.#nextDue = database.prepare(
      'SELECT min(due_at_ms) AS dueAtMs FROM orders WHERE due_at_ms IS NOT NULL',
    );
    this.#ofTime = select(
      `WHERE created_at_ms >= ? AND created_at_ms < ? AND state <> 'in_transit' ORDER BY sequence`,
    );
    this.#ofWallet = select(
      `WHERE wallet = ? AND sequence < ? AND state <> 'in_transit' ORDER BY sequence DESC LIMIT ?`,
    );
  }

  /** Payments that were made from one instant until before another, the oldest first. */
  ofTime(fromMs: number, untilMs: number): readonly WalletOrder[] {
    return this.#ofTime.all(fromMs, untilMs).map(orderOf);
  }

  find(channelOrderId: string): WalletOrder | undefined {
    const row = this.#byId.get(channelOrderId);
    return row === undefined ? undefined : orderOf(row);
  }

  /** Writes a payment that reaches the wallet; one that enters as paid counts as charged once. */
  insert(order: NewOrder): WalletOrder {
    const timesCharged = order.state === 'paid' ? 1 : 0;
    const endedAtMs = isOpen(order.state) ? undefined : order.createdAtMs;
    const { lastInsertRowid } = this.#insert.run(
      order.channelOrderId,
      order.wallet,
      order.account ?? null,
      order.state,
      order.behaviour,
      order.reversalBehaviour,
      order.amountMinor,
      order.currency,
      order.debitMinor ?? null,
      order.debitCurrency ?? null,
      order.respcd ?? null,
      order.reason,
      order.description,
      order.merchantName,
      timesCharged,
      order.createdAtMs,
      endedAtMs ?? null,
      order.dueAtMs ?? null,
    );
    const sequence = Number(lastInsertRowid);
    return {
      ...order,
      sequence,
      walletNumber: walletNumber(order.wallet, sequence, order.createdAtMs),
      timesCharged,
      wrongPasswords: 0,
      endedAtMs,
      reversedAtMs: undefined,
      refundedMinor: 0,
      refundingMinor: 0,
      refundedDebitMinor: 0,
    };
  }

  /**
   * Ends a payment by an event, at an instant.
   *
   * @throws RangeError when the payment cannot take the event.
   */
  end(
    order: WalletOrder,
    event: OrderEvent,
    atMs: number,
    refusal?: { readonly respcd: ResponseCode; readonly reason: string },
  ): WalletOrder {
    const state = nextOrderState(order.state, event);
    const charges = event === 'charge' ? 1 : 0;
    const respcd = refusal?.respcd;
    const reason = refusal?.reason ?? '';
    const { changes } = this.#end.run(
      state,
      respcd ?? null,
      reason,
      atMs,
      charges,
      order.sequence,
      order.state,
    );
    if (changes !== 1) throw new Error(`Payment ${order.channelOrderId} is no longer ${order.state}.`);
    const timesCharged = order.timesCharged + charges;
    return { ...order, state, respcd, reason, endedAtMs: atMs, dueAtMs: undefined, timesCharged };
  }

  /**
   * Marks a payment as undone; the caller gives the money back.
   *
   * @throws RangeError when it cannot be undone in its state.
   */
  reverse(order: WalletOrder, atMs: number): void {
    const { changes } = this.#reverse.run(
      nextOrderState(order.state, 'reverse'),
      atMs,
      order.sequence,
      order.state,
    );
    if (changes !== 1) throw new Error(`Payment ${order.channelOrderId} is no longer ${order.state}.`);
  }

  /** Calls the next step of a payment that has ended off. */
  calm(order: WalletOrder): void {
    this.#calm.run(order.sequence);
  }

  /** Sets a part of a payment aside for a refund; the layout refuses more than was paid. */
  reserveRefund(order: WalletOrder, amountMinor: number): void {
    this.#moveRefunds.run(amountMinor, 0, 0, order.sequence);
  }

  /** Turns what was set aside into what has gone back. */
  settleRefund(order: WalletOrder, amountMinor: number, creditMinor: number): void {
    this.#moveRefunds.run(-amountMinor, amountMinor, creditMinor, order.sequence);
  }

  /** Frees what was set aside for a refund that is refused. */
  releaseRefund(order: WalletOrder, amountMinor: number): void {
    this.#moveRefunds.run(-amountMinor, 0, 0, order.sequence);
  }

  countWrongPassword(order: WalletOrder): void {
    this.#countWrongPassword.run(order.sequence);
  }

  /** Up to 500 payments whose next step is due, the earliest first. */
  due(nowMs: number): readonly WalletOrder[] {
    return this.#due.all(nowMs).map(orderOf);
  }

  /** Payments that wait for their payers, the newest first. */
  waiting(limit: number): readonly WalletOrder[] {
    return this.#waiting.all(limit).map(orderOf);
  }

  latestWaiting(): WalletOrder | undefined {
    const row = this.#latestWaiting.get();
    return row === undefined ? undefined : orderOf(row);
  }

  /** Payments of an account, the newest first; what is still on its way is not among them. */
  ofAccount(account: string, limit: number): readonly WalletOrder[] {
    return this.#ofAccount.all(account, limit).map(orderOf);
  }

  /** Payments that wait for the owner of an account, the newest first. */
  waitingOf(account: string, limit: number): readonly WalletOrder[] {
    return this.#waitingOf.all(account, limit).map(orderOf);
  }

  /** When the next payment takes its next step by itself; undefined when none does. */
  nextDueMs(): number | undefined {
    const { dueAtMs } = this.#nextDue.get() as { dueAtMs: number | null };
    return dueAtMs ?? undefined;
  }

  /** Payments of a wallet before a place in the book, the newest first; what is still on its way is not in it. */
  ofWallet(id: WalletId, beforeSequence: number, limit: number): readonly WalletOrder[] {
    return this.#ofWallet.all(id, beforeSequence, limit).map(orderOf);
  }
}
