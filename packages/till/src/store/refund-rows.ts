import type { Row, TillDatabase } from './till-database.ts';

/** A refund as it is stored. Its row is on disk before anything is sent. */
export interface Refund {
  /** `refundId` of the page. */
  readonly id: string;
  /** Number of the sale. */
  readonly sale: number;
  readonly orderNumber: string;
  readonly amountMinor: number;
  readonly register: string;
  readonly approvedById: string;
  readonly approvedBy: string;
  readonly shift: number | undefined;
  readonly state: 'pending' | 'refunded' | 'refused';
  readonly syssn: string;
  readonly respcd: string;
  readonly reason: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
}

/** What becomes of a refund. */
export type RefundEnd = Pick<Refund, 'syssn' | 'respcd' | 'reason'> & {
  readonly state: 'refunded' | 'refused';
  readonly endedAtMs: number;
  readonly shift: number | undefined;
};

const SELECT = `SELECT refunds.*, cashiers.name AS approver FROM refunds JOIN cashiers ON cashiers.id = approved_by`;

function refundOf(row: Row): Refund {
  const optional = (name: string): number | undefined => (row[name] === null ? undefined : Number(row[name]));
  return {
    id: String(row['id']),
    sale: Number(row['sale']),
    orderNumber: String(row['order_number']),
    amountMinor: Number(row['amount_minor']),
    register: String(row['register']),
    approvedById: String(row['approved_by']),
    approvedBy: String(row['approver']),
    shift: optional('shift'),
    // A CHECK of the table holds the states.
    state: String(row['state']) as Refund['state'],
    syssn: String(row['syssn']),
    respcd: String(row['respcd']),
    reason: String(row['reason']),
    startedAtMs: Number(row['started_at_ms']),
    endedAtMs: optional('ended_at_ms'),
  };
}

/** Refunds of sales. */
export class RefundRows {
  readonly #database: TillDatabase;

  constructor(database: TillDatabase) {
    this.#database = database;
  }

  add(
    refund: Pick<
      Refund,
      'id' | 'sale' | 'orderNumber' | 'amountMinor' | 'register' | 'approvedById' | 'startedAtMs'
    >,
  ): void {
    this.#database.run(
      `INSERT INTO refunds (id, sale, order_number, amount_minor, register, approved_by, state, started_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, 'pending', ?)`,
      ...[refund.id, refund.sale, refund.orderNumber, refund.amountMinor, refund.register],
      ...[refund.approvedById, refund.startedAtMs],
    );
  }

  /** Writes the end of a pending refund. @returns false when it had ended before. */
  end(id: string, { state, syssn, respcd, reason, endedAtMs, shift }: RefundEnd): boolean {
    const changed = this.#database.run(
      `UPDATE refunds SET state = ?, syssn = ?, respcd = ?, reason = ?, ended_at_ms = ?, shift = ?
       WHERE id = ? AND state = 'pending'`,
      ...[state, syssn, respcd, reason, endedAtMs, state === 'refunded' ? (shift ?? null) : null, id],
    );
    return changed === 1;
  }

  /** Notes why a refund is not known yet. */
  note(id: string, syssn: string, reason: string): void {
    this.#database.run(
      `UPDATE refunds SET syssn = ?, reason = ? WHERE id = ? AND state = 'pending'`,
      ...[syssn, reason, id],
    );
  }

  byId(id: string): Refund | undefined {
    const row = this.#database.get(`${SELECT} WHERE refunds.id = ?`, id);
    return row === undefined ? undefined : refundOf(row);
  }

  ofSale(number: number): readonly Refund[] {
    return this.#database.all(`${SELECT} WHERE sale = ? ORDER BY started_at_ms`, number).map(refundOf);
  }

  /** Refunds that are not known yet, the oldest first. */
  pending(): readonly Refund[] {
    return this.#database.all(`${SELECT} WHERE state = 'pending' ORDER BY started_at_ms`).map(refundOf);
  }

  /** Money that went back in a shift. */
  refundedIn(shift: number): readonly Refund[] {
    const condition = `shift = ? AND state = 'refunded'`;
    return this.#database.all(`${SELECT} WHERE ${condition} ORDER BY ended_at_ms`, shift).map(refundOf);
  }
}
