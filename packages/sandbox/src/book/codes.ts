import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A payment code a phone has issued. */
export interface StoredCode {
  readonly digits: string;
  /** The EMV text of the same credential, without padding; null for wallets that show digits only. */
  readonly emvText: string | null;
  readonly account: string;
  readonly expiresAtMs: number;
  /** Number of the payment that used it up; null while it is fresh. */
  readonly usedBy: string | null;
}

/** Codes of one account looked at for those that can be charged: far more than windows show one within a minute. */
const UNUSED_MAX = 32;

/** The payment codes that phones have issued. They are kept: a forgotten code would turn into a test code. */
export class CodeTable {
  readonly #byDigits: StatementSync;
  readonly #insert: StatementSync;
  readonly #use: StatementSync;
  readonly #latest: StatementSync;
  readonly #unused: StatementSync;

  constructor(database: DatabaseSync) {
    this.#byDigits = database.prepare(
      `SELECT digits, emv_text AS emvText, account, expires_at_ms AS expiresAtMs, used_by AS usedBy
       FROM codes WHERE digits = ?`,
    );
    this.#insert = database.prepare(
      'INSERT INTO codes (digits, emv_text, account, expires_at_ms) VALUES (?, ?, ?, ?)',
    );
    this.#use = database.prepare('UPDATE codes SET used_by = ? WHERE digits = ? AND used_by IS NULL');
    this.#unused = database.prepare(
      `SELECT digits, expires_at_ms AS expiresAtMs FROM codes
       WHERE account = ? AND used_by IS NULL ORDER BY sequence DESC LIMIT ${UNUSED_MAX}`,
    );
    this.#latest = database.prepare('SELECT coalesce(max(sequence), 0) AS latest FROM codes');
  }

  find(digits: string): StoredCode | undefined {
    return this.#byDigits.get(digits) as StoredCode | undefined;
  }

  /** Digits of the newest codes of an account that can be charged at an instant. */
  fresh(account: string, nowMs: number): readonly string[] {
    const rows = this.#unused.all(account) as unknown as readonly Pick<
      StoredCode,
      'digits' | 'expiresAtMs'
    >[];
    return rows.filter(({ expiresAtMs }) => expiresAtMs > nowMs).map(({ digits }) => digits);
  }

  /** How many codes have been issued so far. */
  count(): number {
    const { latest } = this.#latest.get() as { latest: number };
    return latest;
  }

  insert({ digits, emvText, account, expiresAtMs }: Omit<StoredCode, 'usedBy'>): void {
    this.#insert.run(digits, emvText, account, expiresAtMs);
  }

  /** Uses a fresh code up. */
  use(digits: string, channelOrderId: string): void {
    if (this.#use.run(channelOrderId, digits).changes !== 1) {
      throw new Error('A payment code was to be used twice.');
    }
  }
}
