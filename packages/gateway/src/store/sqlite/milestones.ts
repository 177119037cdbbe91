import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Numbered } from '../store.ts';

/** The highest number of each kind, and the names under which the milestones of a gateway are kept. */
const KINDS: Readonly<Record<Numbered, { readonly highest: string; readonly fact: string }>> = {
  transactions: { highest: 'SELECT max(id) AS number FROM transactions', fact: 'milestones_of_node_' },
  request_digests: {
    highest: 'SELECT max(number) AS number FROM request_digests',
    fact: 'digest_milestones_of_node_',
  },
};

/**
 * How far numbers had come at regular points of a gateway's running time. Says how old what has a number is at least,
 * whatever the clocks have done: running time is never longer than the time that has passed.
 */
export class Milestones {
  readonly #highest: Readonly<Record<Numbered, StatementSync>>;
  readonly #read: StatementSync;
  readonly #write: StatementSync;

  constructor(database: DatabaseSync) {
    this.#highest = {
      transactions: database.prepare(KINDS.transactions.highest),
      request_digests: database.prepare(KINDS.request_digests.highest),
    };
    this.#read = database.prepare('SELECT value FROM facts WHERE name = ?');
    this.#write = database.prepare(
      'INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
  }

  /** Runs inside a transaction that the caller opened. */
  pass(of: Numbered, node: number, back: number): void {
    const latest = Number(this.#highest[of].get()?.['number'] ?? 0);
    const kept = [...this.#of(of, node), latest].slice(-back - 1);
    this.#write.run(nameOf(of, node), kept.join(' '));
  }

  find(of: Numbered, node: number, back: number): number {
    return this.#of(of, node).at(-back - 1) ?? 0;
  }

  /** The oldest first. */
  #of(of: Numbered, node: number): readonly number[] {
    const text = this.#read.get(nameOf(of, node))?.['value'];
    return typeof text === 'string' ? text.split(' ').map(Number) : [];
  }
}

function nameOf(of: Numbered, node: number): string {
  return `${KINDS[of].fact}${node}`;
}
