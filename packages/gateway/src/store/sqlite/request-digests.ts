import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Which call each signed text was first used for. Methods run inside a transaction that the caller opened. */
export class RequestDigests {
  readonly #insert: StatementSync;
  readonly #call: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      'INSERT INTO request_digests (digest, call) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING',
    );
    this.#call = database.prepare('SELECT call FROM request_digests WHERE digest = ?');
    this.#forget = database.prepare(
      `DELETE FROM request_digests WHERE number IN
       (SELECT number FROM request_digests WHERE number <= ? ORDER BY number LIMIT CAST(? AS INTEGER))`,
    );
  }

  claim(digest: string, call: string): string {
    this.#insert.run(digest, call);
    return String(this.#call.get(digest)?.['call']);
  }

  /** @param upTo the highest number to forget. */
  forget(upTo: number, limit: number): number {
    return Number(this.#forget.run(upTo, limit).changes);
  }
}
