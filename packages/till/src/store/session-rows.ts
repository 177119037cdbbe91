import type { TillDatabase } from './till-database.ts';

/** A session as it is stored. The token itself is only in the browser. */
export interface SessionRow {
  readonly tokenHash: Uint8Array;
  readonly cashierId: string;
  readonly register: string;
  readonly csrfToken: string;
  readonly beganAtMs: number;
  readonly seenAtMs: number;
}

/** Sessions of the cashiers. */
export class SessionRows {
  readonly #database: TillDatabase;

  constructor(database: TillDatabase) {
    this.#database = database;
  }

  add({ tokenHash, cashierId, register, csrfToken, beganAtMs, seenAtMs }: SessionRow): void {
    this.#database.run(
      'INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)',
      ...[tokenHash, cashierId, register, csrfToken, beganAtMs, seenAtMs],
    );
  }

  find(tokenHash: Uint8Array): SessionRow | undefined {
    const row = this.#database.get('SELECT * FROM sessions WHERE token_hash = ?', tokenHash);
    if (row === undefined) return undefined;
    return {
      tokenHash,
      cashierId: String(row['cashier']),
      register: String(row['register']),
      csrfToken: String(row['csrf_token']),
      beganAtMs: Number(row['began_at_ms']),
      seenAtMs: Number(row['seen_at_ms']),
    };
  }

  touch(tokenHash: Uint8Array, nowMs: number): void {
    this.#database.run('UPDATE sessions SET seen_at_ms = ? WHERE token_hash = ?', nowMs, tokenHash);
  }

  remove(tokenHash: Uint8Array): void {
    this.#database.run('DELETE FROM sessions WHERE token_hash = ?', tokenHash);
  }

  removeOf(cashierId: string): void {
    this.#database.run('DELETE FROM sessions WHERE cashier = ?', cashierId);
  }

  removeOlder(beganBeforeMs: number, seenBeforeMs: number): void {
    this.#database.run(
      'DELETE FROM sessions WHERE began_at_ms < ? OR seen_at_ms < ?',
      beganBeforeMs,
      seenBeforeMs,
    );
  }
}
