import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type LedgerLine, standingOf } from '../../payment/ledger-line.ts';
import type { LedgerPage, LedgerPlace, LedgerRequest } from '../ledger-store.ts';
import { integer, optionalInteger, type Row, text } from './column-values.ts';

const MOVEMENT = `id, kind, syssn, channel_order_id, wallet_number, amount_minor, currency, state, created_at_ms, paid_at_ms`;

/** Late charges that happened, were found, or went back in a window. */
const LATE = `SELECT l.payment_id, l.channel_refund_id, l.amount_minor, l.currency, l.wallet_number, l.paid_at_ms,
  l.found_at_ms, l.state, l.returned_at_ms, t.syssn, t.channel_order_id
  FROM late_charges AS l JOIN transactions AS t ON t.id = l.payment_id`;

/** Reads what a bill is compared with from SQLite. */
export class LedgerRows {
  readonly #merchant: StatementSync;
  readonly #begun: StatementSync;
  readonly #returned: StatementSync;
  readonly #late: StatementSync;
  readonly #lateOf: StatementSync;
  readonly #byNumber: StatementSync;
  readonly #returnByNumber: StatementSync;

  constructor(database: DatabaseSync) {
    this.#merchant = database.prepare(
      'SELECT merchant_number FROM merchants WHERE merchant_number > ? ORDER BY merchant_number LIMIT 1',
    );
    this.#begun = database.prepare(
      `SELECT ${MOVEMENT}, connector FROM transactions INDEXED BY transactions_of_merchant
       WHERE merchant_number = ? AND created_at_ms <= ? AND (created_at_ms, id) > (?, ?)
       ORDER BY created_at_ms, id LIMIT CAST(? AS INTEGER)`,
    );
    this.#returned = database.prepare(
      `SELECT ${MOVEMENT} FROM transactions INDEXED BY refunds_by_return
       WHERE kind = 'refund' AND connector = ? AND paid_at_ms <= ? AND (paid_at_ms, id) > (?, ?)
       ORDER BY paid_at_ms, id LIMIT CAST(? AS INTEGER)`,
    );
    this.#late = database.prepare(
      `${LATE} WHERE l.payment_id > ?1 AND t.connector = ?2 AND (l.paid_at_ms BETWEEN ?3 AND ?4
         OR l.found_at_ms BETWEEN ?3 AND ?4 OR l.returned_at_ms BETWEEN ?3 AND ?4)
       ORDER BY l.payment_id LIMIT CAST(?5 AS INTEGER)`,
    );
    this.#lateOf = database.prepare(`${LATE} WHERE l.payment_id = ?`);
    this.#byNumber = database.prepare(
      `SELECT ${MOVEMENT} FROM transactions INDEXED BY transactions_by_channel_order
       WHERE connector = ? AND channel_order_id = ? AND kind = ?`,
    );
    this.#returnByNumber = database.prepare(`${LATE} WHERE l.channel_refund_id = ? AND t.connector = ?`);
  }

  page(request: LedgerRequest, after: LedgerPlace, limit: number): LedgerPage {
    switch (after.part) {
      case 'begun':
        return this.#begunPage(request, after, limit);
      case 'returned':
        return this.#returnedPage(request, after, limit);
      case 'late':
        return this.#latePage(request, after.paymentId, limit);
    }
  }

  find(connector: string, side: 'payment' | 'refund', requestNumber: string): LedgerLine | undefined {
    const row = this.#byNumber.get(connector, requestNumber, side);
    if (row !== undefined) return this.#lineOf(row);
    if (side === 'payment') return undefined;
    const late = this.#returnByNumber.get(requestNumber, connector);
    return late === undefined ? undefined : returnOf(late);
  }

  #begunPage(
    { connector, fromMs, toMs }: LedgerRequest,
    after: Extract<LedgerPlace, { part: 'begun' }>,
    limit: number,
  ): LedgerPage {
    const { merchantNumber, id } = after;
    const fromId = after.createdAtMs < fromMs ? Number.MAX_SAFE_INTEGER : id;
    const fromCreatedAtMs = Math.max(after.createdAtMs, fromMs - 1);
    const rows = this.#begun.all(merchantNumber, toMs, fromCreatedAtMs, fromId, limit);
    const last = rows.at(-1);
    if (last === undefined) return { lines: [], next: this.#behindMerchant(merchantNumber, fromMs) };
    return {
      lines: rows.filter((row) => row['connector'] === connector).map((row) => this.#lineOf(row)),
      next: {
        part: 'begun',
        merchantNumber,
        createdAtMs: integer(last['created_at_ms']),
        id: integer(last['id']),
      },
    };
  }

  #behindMerchant(merchantNumber: number, fromMs: number): LedgerPlace {
    const next = this.#merchant.get(merchantNumber);
    return next === undefined
      ? { part: 'returned', returnedAtMs: fromMs, id: 0 }
      : { part: 'begun', merchantNumber: integer(next['merchant_number']), createdAtMs: 0, id: 0 };
  }

  #returnedPage(
    { connector, toMs }: LedgerRequest,
    after: Extract<LedgerPlace, { part: 'returned' }>,
    limit: number,
  ): LedgerPage {
    const rows = this.#returned.all(connector, toMs, after.returnedAtMs, after.id, limit);
    const last = rows.at(-1);
    return {
      lines: rows.map((row) => this.#lineOf(row)),
      next:
        last === undefined
          ? { part: 'late', paymentId: 0 }
          : { part: 'returned', returnedAtMs: integer(last['paid_at_ms']), id: integer(last['id']) },
    };
  }

  #latePage({ connector, fromMs, toMs }: LedgerRequest, afterPaymentId: number, limit: number): LedgerPage {
    const rows = this.#late.all(afterPaymentId, connector, fromMs, toMs, limit);
    const last = rows.at(-1);
    return {
      lines: rows.flatMap((row) => [lateOf(row), returnOf(row)]),
      next: last === undefined ? undefined : { part: 'late', paymentId: integer(last['payment_id']) },
    };
  }

  #lineOf(row: Row): LedgerLine {
    const line = movementOf(row);
    if (line.kind !== 'payment' || line.standing !== 'void') return line;
    const late = this.#lateOf.get(integer(row['id']));
    return late === undefined ? line : lateOf(late);
  }
}

function movementOf(row: Row): LedgerLine {
  const kind = row['kind'] === 'refund' ? 'refund' : 'payment';
  return {
    kind,
    syssn: text(row['syssn']),
    requestNumber: text(row['channel_order_id']),
    channelNumber: text(row['wallet_number']),
    amountMinor: integer(row['amount_minor']),
    currency: text(row['currency']),
    standing: standingOf({ kind, state: text(row['state']) } as Parameters<typeof standingOf>[0]),
    atMs: optionalInteger(row['paid_at_ms']) ?? integer(row['created_at_ms']),
  };
}

/** The charge of a late charge: the payment, as the wallet took it. */
function lateOf(row: Row): LedgerLine {
  return {
    kind: 'payment',
    syssn: text(row['syssn']),
    requestNumber: text(row['channel_order_id']),
    channelNumber: text(row['wallet_number']),
    amountMinor: integer(row['amount_minor']),
    currency: text(row['currency']),
    standing: 'late',
    atMs: integer(row['paid_at_ms']),
  };
}

/** The return of a late charge. The wallet's number of it is not kept. */
function returnOf(row: Row): LedgerLine {
  return {
    kind: 'return',
    syssn: text(row['syssn']),
    requestNumber: text(row['channel_refund_id']),
    paymentRequestNumber: text(row['channel_order_id']),
    channelNumber: '',
    amountMinor: integer(row['amount_minor']),
    currency: text(row['currency']),
    standing: row['state'] === 'returned' ? 'settled' : 'open',
    atMs: optionalInteger(row['returned_at_ms']) ?? integer(row['found_at_ms']),
  };
}
