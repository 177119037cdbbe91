import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Which call each signed text was first used for. Methods run inside a transaction that the caller opened. */
export class RequestDigests {
  readonly #insert: StatementSync;
  readonly #call: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      'INSERT INTO request_digests VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING',
    );
    this.#call = database.prepare('SELECT call FROM request_digests WHERE digest = ?');
    this.#forget = database.prepare(
      `DELETE FROM request_digests WHERE digest IN
       (SELECT digest FROM request_digests WHERE used_at_ms < ? ORDER BY used_at_ms LIMIT ?)`,
    );
  }

  claim(digest: string, call: string, nowMs: number): string {
    this.#insert.run(digest, call, nowMs);
    return String(this.#call.get(digest)?.['call']);
  }

  forget(usedBeforeMs: number, limit: number): number {
    return Number(this.#forget.run(usedBeforeMs, limit).changes);
  }
}
