import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * How far transaction numbers had come at regular points of a gateway's running time. Says how old a transaction is at
 * least, whatever the clocks have done: running time is never longer than the time that has passed.
 */
export class Milestones {
  readonly #highest: StatementSync;
  readonly #read: StatementSync;
  readonly #write: StatementSync;

  constructor(database: DatabaseSync) {
    this.#highest = database.prepare('SELECT coalesce(max(id), 0) AS id FROM transactions');
    this.#read = database.prepare('SELECT value FROM facts WHERE name = ?');
    this.#write = database.prepare(
      'INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
  }

  /** Runs inside a transaction that the caller opened. */
  pass(node: number, back: number): void {
    const latest = Number(this.#highest.get()?.['id']);
    const kept = [...this.#of(node), latest].slice(-back - 1);
    this.#write.run(nameOf(node), kept.join(' '));
  }

  find(node: number, back: number): number {
    return this.#of(node).at(-back - 1) ?? 0;
  }

  /** The oldest first. */
  #of(node: number): readonly number[] {
    const text = this.#read.get(nameOf(node))?.['value'];
    return typeof text === 'string' ? text.split(' ').map(Number) : [];
  }
}

function nameOf(node: number): string {
  return `milestones_of_node_${node}`;
}
