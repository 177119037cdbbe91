import type { ShiftFacts } from '../page-api/index.ts';
import type { Row, TillDatabase } from './till-database.ts';

/** A shift as it is stored. */
export interface Shift {
  readonly number: number;
  readonly id: string;
  readonly register: string;
  readonly openedBy: string;
  readonly openedAtMs: number;
  readonly float: { readonly currency: string; readonly amountMinor: number } | undefined;
  /** What the shift came to, fixed when it was closed. */
  readonly report: ShiftFacts | undefined;
}

const SELECT = `SELECT shifts.*, cashiers.name AS opened_name FROM shifts JOIN cashiers ON cashiers.id = opened_by`;

function shiftOf(row: Row): Shift {
  const { float_currency: currency, report } = row;
  return {
    number: Number(row['number']),
    id: String(row['id']),
    register: String(row['register']),
    openedBy: String(row['opened_name']),
    openedAtMs: Number(row['opened_at_ms']),
    float: typeof currency === 'string' ? { currency, amountMinor: Number(row['float_minor']) } : undefined,
    // Written by this program, and never changed: a trigger sees to that.
    report: typeof report === 'string' ? (JSON.parse(report) as ShiftFacts) : undefined,
  };
}

/** Shifts of the registers. */
export class ShiftRows {
  readonly #database: TillDatabase;
  readonly #freshId: () => string;

  constructor(database: TillDatabase, freshId: () => string) {
    this.#database = database;
    this.#freshId = freshId;
  }

  /**
   * Opens a shift, and takes in what was paid or went back at the register while none was open. Throws when the register
   * has an open one.
   */
  open(register: string, cashierId: string, nowMs: number, float: Shift['float']): void {
    this.#database.run(
      `INSERT INTO shifts (id, register, opened_by, opened_at_ms, float_currency, float_minor) VALUES (?, ?, ?, ?, ?, ?)`,
      ...[this.#freshId(), register, cashierId, nowMs, float?.currency ?? null, float?.amountMinor ?? null],
    );
    const number = this.openOf(register)?.number ?? null;
    for (const [table, condition] of [
      ['sales', "verdict = 'paid'"],
      ['refunds', "state = 'refunded'"],
    ] as const) {
      this.#database.run(
        `UPDATE ${table} SET shift = ? WHERE register = ? AND shift IS NULL AND ${condition}`,
        number,
        register,
      );
    }
  }

  openIfNone(register: string, cashierId: string, nowMs: number): void {
    if (this.openOf(register) === undefined) this.open(register, cashierId, nowMs, undefined);
  }

  openOf(register: string): Shift | undefined {
    return this.#one('register = ? AND closed_at_ms IS NULL', register);
  }

  byId(id: string): Shift | undefined {
    return this.#one('shifts.id = ?', id);
  }

  close(number: number, cashierId: string, nowMs: number, report: ShiftFacts): void {
    this.#database.run(
      'UPDATE shifts SET closed_by = ?, closed_at_ms = ?, report = ? WHERE number = ?',
      ...[cashierId, nowMs, JSON.stringify(report), number],
    );
  }

  /** The newest shifts first, at most one more than the limit. */
  list(before: number | undefined, limit: number): readonly Shift[] {
    return this.#database
      .all(
        `${SELECT} WHERE number < ? ORDER BY number DESC LIMIT ?`,
        before ?? Number.MAX_SAFE_INTEGER,
        limit + 1,
      )
      .map(shiftOf);
  }

  #one(condition: string, value: string): Shift | undefined {
    const row = this.#database.get(`${SELECT} WHERE ${condition}`, value);
    return row === undefined ? undefined : shiftOf(row);
  }
}
