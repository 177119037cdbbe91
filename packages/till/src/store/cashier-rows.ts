import type { Role } from '../page-api/index.ts';
import type { Row, TillDatabase } from './till-database.ts';

/** A cashier as it is stored. */
export interface Cashier {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly mayRefund: boolean;
  readonly active: boolean;
  readonly pinSalt: Uint8Array;
  readonly pinHash: Uint8Array;
  /** Wrong PINs in a row. */
  readonly wrongTries: number;
  /** Before this time no PIN is looked at. */
  readonly pausedUntilMs: number;
}

function bytes(value: Row[string] | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

function cashierOf(row: Row): Cashier {
  return {
    id: String(row['id']),
    name: String(row['name']),
    role: row['role'] === 'manager' ? 'manager' : 'cashier',
    mayRefund: row['may_refund'] === 1,
    active: row['active'] === 1,
    pinSalt: bytes(row['pin_salt']),
    pinHash: bytes(row['pin_hash']),
    wrongTries: Number(row['wrong_tries']),
    pausedUntilMs: Number(row['paused_until_ms']),
  };
}

/** The cashiers, and what was done by whom. */
export class CashierRows {
  readonly #database: TillDatabase;

  constructor(database: TillDatabase) {
    this.#database = database;
  }

  add(cashier: Omit<Cashier, 'wrongTries' | 'pausedUntilMs' | 'active'>, nowMs: number): void {
    this.#database.run(
      `INSERT INTO cashiers (id, name, role, may_refund, active, pin_salt, pin_hash, created_at_ms)
       VALUES (?, ?, ?, ?, 1, ?, ?, ?)`,
      ...[cashier.id, cashier.name, cashier.role, cashier.mayRefund ? 1 : 0],
      ...[cashier.pinSalt, cashier.pinHash, nowMs],
    );
  }

  /** Writes a cashier as given. */
  put(cashier: Cashier): void {
    this.#database.run(
      `UPDATE cashiers SET name = ?, role = ?, may_refund = ?, active = ?, pin_salt = ?, pin_hash = ?, wrong_tries = ?,
         paused_until_ms = ? WHERE id = ?`,
      ...[cashier.name, cashier.role, cashier.mayRefund ? 1 : 0, cashier.active ? 1 : 0],
      ...[cashier.pinSalt, cashier.pinHash, cashier.wrongTries, cashier.pausedUntilMs, cashier.id],
    );
  }

  find(id: string): Cashier | undefined {
    const row = this.#database.get('SELECT * FROM cashiers WHERE id = ?', id);
    return row === undefined ? undefined : cashierOf(row);
  }

  list(): readonly Cashier[] {
    return this.#database.all('SELECT * FROM cashiers ORDER BY name').map(cashierOf);
  }

  /** Writes down that something was done that a person has to answer for. Never given a PIN or a code. */
  noteAct(nowMs: number, cashierId: string, what: string, about: string): void {
    this.#database.run(
      'INSERT INTO acts (at_ms, cashier, what, about) VALUES (?, ?, ?, ?)',
      ...[nowMs, cashierId, what, about],
    );
  }

  acts(): readonly { readonly cashier: string; readonly what: string; readonly about: string }[] {
    return this.#database.all('SELECT * FROM acts ORDER BY number').map((row) => ({
      cashier: String(row['cashier']),
      what: String(row['what']),
      about: String(row['about']),
    }));
  }
}
