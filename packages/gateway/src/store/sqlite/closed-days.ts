import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** How far days are over for good: up to the end of the latest one whose statement was given out. */
export class ClosedDays {
  readonly #write: StatementSync;
  #upToMs: number;

  constructor(database: DatabaseSync) {
    const row = database.prepare("SELECT value FROM facts WHERE name = 'days_closed_up_to_ms'").get();
    this.#upToMs = Number(row?.['value'] ?? 0);
    this.#write = database.prepare(
      `INSERT INTO facts VALUES ('days_closed_up_to_ms', ?)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE CAST(value AS INTEGER) < CAST(excluded.value AS INTEGER)`,
    );
  }

  /** The last millisecond of the latest of these days, 0 when there is none. */
  get upToMs(): number {
    return this.#upToMs;
  }

  /** Runs inside a transaction that the caller opened. */
  put(lastMs: number): void {
    this.#write.run(String(lastMs));
  }

  /** Called when what was put is durable. */
  learn(lastMs: number): void {
    this.#upToMs = Math.max(this.#upToMs, lastMs);
  }
}
