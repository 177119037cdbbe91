import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The card behind the EMV text of a code. */
export interface CodeCard {
  /** Number that stands for the card; the same in every code of its phone. */
  readonly token: string;
  /** Transaction counter of the card, 1 to 65535. */
  readonly counter: number;
}

/** A payment code a phone has issued. */
export interface StoredCode {
  readonly digits: string;
  /** The EMV text of the same credential, without padding; null for wallets that show digits only. */
  readonly emvText: string | null;
  readonly account: string;
  /** When its phone shows another one. */
  readonly expiresAtMs: number;
  /** Number of the payment that used it up; null while it is fresh. */
  readonly usedBy: string | null;
}

/** A payment code that is new. */
export interface NewCode extends Omit<StoredCode, 'emvText' | 'usedBy'> {
  /** The EMV text without padding and its card, for wallets that show one. */
  readonly emv?: { readonly text: string; readonly card: CodeCard };
}

/** Codes of one account looked at for those that are shown: far more than windows show one within a minute. */
const UNUSED_MAX = 64;

const COLUMNS = `digits, emv_text AS emvText, account, expires_at_ms AS expiresAtMs, used_by AS usedBy`;

/** The payment codes that phones have issued. They are kept: a forgotten code would turn into a test code. */
export class CodeTable {
  readonly #byDigits: StatementSync;
  readonly #byEmvText: StatementSync;
  readonly #longer: StatementSync;
  readonly #ofToken: StatementSync;
  readonly #latestCard: StatementSync;
  readonly #insert: StatementSync;
  readonly #use: StatementSync;
  readonly #unused: StatementSync;

  constructor(database: DatabaseSync) {
    this.#byDigits = database.prepare(`SELECT ${COLUMNS} FROM codes WHERE digits = ?`);
    this.#byEmvText = database.prepare(`SELECT ${COLUMNS} FROM codes WHERE emv_text = ?`);
    // What follows the digits of a code is a digit, and ':' is the character behind the last digit.
    this.#longer = database.prepare(
      `SELECT ${COLUMNS} FROM codes WHERE digits > ?1 AND digits < ?1 || ':' LIMIT 1`,
    );
    this.#ofToken = database.prepare(`SELECT ${COLUMNS} FROM codes WHERE token = ? LIMIT 1`);
    this.#latestCard = database.prepare(
      'SELECT token, counter FROM codes WHERE account = ? AND token IS NOT NULL ORDER BY sequence DESC LIMIT 1',
    );
    this.#insert = database.prepare(
      'INSERT INTO codes (digits, emv_text, account, expires_at_ms, token, counter) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#use = database.prepare('UPDATE codes SET used_by = ? WHERE digits = ? AND used_by IS NULL');
    this.#unused = database.prepare(
      `SELECT digits, expires_at_ms AS expiresAtMs FROM codes
       WHERE account = ? AND used_by IS NULL ORDER BY sequence DESC LIMIT ${UNUSED_MAX}`,
    );
  }

  find(digits: string): StoredCode | undefined {
    return this.#byDigits.get(digits) as StoredCode | undefined;
  }

  /** The code with an EMV text, given without padding. */
  findByEmvText(emvText: string): StoredCode | undefined {
    return this.#byEmvText.get(emvText) as StoredCode | undefined;
  }

  /** A code that goes on after these digits: they are the beginning of one that was read in part. */
  findLonger(digits: string): StoredCode | undefined {
    return this.#longer.get(digits) as StoredCode | undefined;
  }

  /** Any code of the card that a number stands for. */
  findOfToken(token: string): StoredCode | undefined {
    return this.#ofToken.get(token) as StoredCode | undefined;
  }

  /** The card in the newest EMV text of an account. */
  latestCard(account: string): CodeCard | undefined {
    return this.#latestCard.get(account) as CodeCard | undefined;
  }

  /** Digits of the newest codes of an account whose phone shows them at an instant. */
  fresh(account: string, nowMs: number): readonly string[] {
    const rows = this.#unused.all(account) as unknown as readonly Pick<
      StoredCode,
      'digits' | 'expiresAtMs'
    >[];
    return rows.filter(({ expiresAtMs }) => expiresAtMs > nowMs).map(({ digits }) => digits);
  }

  insert({ digits, emv, account, expiresAtMs }: NewCode): void {
    const { text = null, card } = emv ?? {};
    this.#insert.run(digits, text, account, expiresAtMs, card?.token ?? null, card?.counter ?? null);
  }

  /** Uses a fresh code up. */
  use(digits: string, channelOrderId: string): void {
    if (this.#use.run(channelOrderId, digits).changes !== 1) {
      throw new Error('A payment code was to be used twice.');
    }
  }
}
