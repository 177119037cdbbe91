import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { ResponseCode } from '@opencpm/protocol';
import type { NewRefund, WalletRefund } from '../refund.ts';

const COLUMNS = `sequence, channel_refund_id AS channelRefundId, channel_order_id AS channelOrderId, state, behaviour,
  amount_minor AS amountMinor, currency, credit_minor AS creditMinor, respcd, reason, created_at_ms AS createdAtMs,
  ended_at_ms AS endedAtMs, due_at_ms AS dueAtMs`;

// The columns are named and typed like the fields, by the layout's constraints and because only this program writes.
function refundOf(row: Record<string, SQLOutputValue>): WalletRefund {
  const fields = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined]));
  return fields as unknown as WalletRefund;
}

/** The refunds in the book. */
export class RefundTable {
  readonly #byId: StatementSync;
  readonly #insert: StatementSync;
  readonly #end: StatementSync;
  readonly #due: StatementSync;
  readonly #ofOrder: StatementSync;
  readonly #nextDue: StatementSync;

  constructor(database: DatabaseSync) {
    const select = (rest: string): StatementSync =>
      database.prepare(`SELECT ${COLUMNS} FROM refunds ${rest}`);
    this.#byId = select('WHERE channel_refund_id = ?');
    this.#insert = database.prepare(
      `INSERT INTO refunds (channel_refund_id, channel_order_id, state, behaviour, amount_minor, currency, respcd,
         reason, created_at_ms, ended_at_ms, due_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#end = database.prepare(
      `UPDATE refunds SET state = ?, credit_minor = ?, respcd = ?, reason = ?, ended_at_ms = ?, due_at_ms = NULL
       WHERE sequence = ? AND state = 'processing'`,
    );
    this.#due = select('WHERE due_at_ms <= ? ORDER BY due_at_ms, sequence LIMIT 500');
    this.#nextDue = database.prepare(
      'SELECT min(due_at_ms) AS dueAtMs FROM refunds WHERE due_at_ms IS NOT NULL',
    );
    this.#ofOrder = select('WHERE channel_order_id = ? ORDER BY sequence');
  }

  find(channelRefundId: string): WalletRefund | undefined {
    const row = this.#byId.get(channelRefundId);
    return row === undefined ? undefined : refundOf(row);
  }

  /** Writes a refund that reaches the wallet. */
  insert(refund: NewRefund): WalletRefund {
    const endedAtMs = refund.state === 'refused' ? refund.createdAtMs : undefined;
    const { lastInsertRowid } = this.#insert.run(
      refund.channelRefundId,
      refund.channelOrderId,
      refund.state,
      refund.behaviour,
      refund.amountMinor,
      refund.currency,
      refund.respcd ?? null,
      refund.reason,
      refund.createdAtMs,
      endedAtMs ?? null,
      refund.dueAtMs ?? null,
    );
    return { ...refund, sequence: Number(lastInsertRowid), creditMinor: undefined, endedAtMs };
  }

  /** Ends a refund: the money is back. */
  endReturned(refund: WalletRefund, creditMinor: number | undefined, atMs: number): WalletRefund {
    this.#endAs('returned', refund, { creditMinor: creditMinor ?? null, respcd: null, reason: '' }, atMs);
    return { ...refund, state: 'returned', creditMinor, endedAtMs: atMs, dueAtMs: undefined };
  }

  /** Ends a refund: the wallet refuses it. */
  endRefused(refund: WalletRefund, respcd: ResponseCode, reason: string, atMs: number): WalletRefund {
    this.#endAs('refused', refund, { creditMinor: null, respcd, reason }, atMs);
    return { ...refund, state: 'refused', respcd, reason, endedAtMs: atMs, dueAtMs: undefined };
  }

  /** Up to 500 refunds whose next step is due, the earliest first. */
  due(nowMs: number): readonly WalletRefund[] {
    return this.#due.all(nowMs).map(refundOf);
  }

  /** When the next refund takes its next step by itself; undefined when none does. */
  nextDueMs(): number | undefined {
    const { dueAtMs } = this.#nextDue.get() as { dueAtMs: number | null };
    return dueAtMs ?? undefined;
  }

  /** The refunds of a payment, the oldest first. */
  ofOrder(channelOrderId: string): readonly WalletRefund[] {
    return this.#ofOrder.all(channelOrderId).map(refundOf);
  }

  #endAs(
    state: 'returned' | 'refused',
    { sequence, channelRefundId }: WalletRefund,
    end: { creditMinor: number | null; respcd: ResponseCode | null; reason: string },
    atMs: number,
  ): void {
    const { changes } = this.#end.run(state, end.creditMinor, end.respcd, end.reason, atMs, sequence);
    if (changes !== 1) throw new Error(`Refund ${channelRefundId} has ended before.`);
  }
}
