import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Forgets auth codes whose reuse no longer matters, a few at a time and oldest first. */
export class AuthCodeUses {
  readonly #next: StatementSync;
  readonly #forget: StatementSync;
  readonly #remember: StatementSync;
  readonly #forgottenUpToId: StatementSync;

  constructor(database: DatabaseSync) {
    // Walks the transactions in order, so that the uses need no second index that every payment would pay for.
    this.#next = database.prepare(
      `SELECT id, auth_code_hash FROM transactions WHERE id > ? AND id <= ? AND kind = 'payment'
       ORDER BY id LIMIT ?`,
    );
    // A payment that came later may have the same code, once that was forgotten here and used again; that use stays.
    this.#forget = database.prepare('DELETE FROM auth_code_uses WHERE code_hash = ? AND transaction_id = ?');
    this.#remember = database.prepare(
      `INSERT INTO facts VALUES ('auth_codes_forgotten_up_to_id', ?)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
    this.#forgottenUpToId = database.prepare(
      "SELECT value FROM facts WHERE name = 'auth_codes_forgotten_up_to_id'",
    );
  }

  /** Runs inside a transaction that the caller opened. */
  forget(upToId: number, limit: number): number {
    const forgottenUpToId = Number(this.#forgottenUpToId.get()?.['value'] ?? 0);
    let forgotten = 0;
    let lastId = forgottenUpToId;
    for (const row of this.#next.iterate(forgottenUpToId, upToId, limit)) {
      this.#forget.run(row['auth_code_hash'] ?? null, row['id'] ?? null);
      lastId = Number(row['id']);
      forgotten += 1;
    }
    if (forgotten > 0) this.#remember.run(String(lastId));
    return forgotten;
  }
}
