import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What wire servers remember of the numbers they were told, one text each. */
export class WireNoteTable {
  readonly #find: StatementSync;
  readonly #put: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT note FROM wire_notes WHERE protocol = ? AND number = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO wire_notes VALUES (?, ?, ?)');
  }

  find(protocol: string, number: string): string | undefined {
    const row = this.#find.get(protocol, number) as { note: string } | undefined;
    return row?.note;
  }

  put(protocol: string, number: string, note: string): void {
    this.#put.run(protocol, number, note);
  }
}
