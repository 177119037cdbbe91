import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { SandboxRefusal } from '../sandbox-refusal.ts';

/** Time as the sandbox sees it, handed in. */
export interface SandboxClock {
  /** Milliseconds since 1970-01-01 UTC. May jump. */
  nowMs(): number;
}

interface Task {
  perform(nowMs: number): void;
  deliver(): void;
  fail(error: unknown): void;
}

function taskOf<T>(
  work: (nowMs: number) => T,
  resolve: (value: T) => void,
  fail: (e: unknown) => void,
): Task {
  let deliver = (): void => fail(new Error('The task was not performed.'));
  return {
    perform(nowMs) {
      try {
        const value = work(nowMs);
        deliver = () => resolve(value);
      } catch (error) {
        if (!(error instanceof SandboxRefusal)) throw error;
        deliver = () => fail(error);
      }
    },
    deliver: () => deliver(),
    fail,
  };
}

/**
 * All work on the book that arrives in one turn of the event loop shares one transaction. Each caller hears its own
 * result after the commit; when the transaction fails, nothing of it has happened and every caller hears the error.
 */
export class WriteGroup {
  readonly #database: DatabaseSync;
  readonly #clock: SandboxClock;
  readonly #beforeAll: (nowMs: number) => void;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #totalChanges: StatementSync;
  readonly #watchers = new Set<() => void>();
  #tasks: Task[] = [];
  #closed = false;

  /** @param beforeAll done first in every transaction, with the instant that holds for the whole group. */
  constructor(database: DatabaseSync, clock: SandboxClock, beforeAll: (nowMs: number) => void) {
    this.#database = database;
    this.#clock = clock;
    this.#beforeAll = beforeAll;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#totalChanges = database.prepare('SELECT total_changes() AS rows');
  }

  /**
   * Does work on the book in the next group.
   *
   * @param work gets the instant of the group. A {@link SandboxRefusal} rejects this task only and must be thrown
   *   before its first write; any other error rolls the whole group back.
   */
  run<T>(work: (nowMs: number) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new Error('The sandbox is closed.');
      if (this.#tasks.length === 0) setImmediate(() => this.#flush());
      this.#tasks.push(taskOf(work, resolve, reject));
    });
  }

  /**
   * Calls back after every group that has changed the book, when its callers have heard.
   *
   * @returns a function that ends the watching.
   */
  watch(listener: () => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Does what is still waiting, then takes no more work. */
  close(): void {
    this.#closed = true;
    this.#flush();
  }

  #flush(): void {
    const tasks = this.#tasks;
    if (tasks.length === 0) return;
    this.#tasks = [];
    let changed = false;
    try {
      const nowMs = this.#clock.nowMs();
      const before = this.#changesSoFar();
      this.#begin.run();
      this.#beforeAll(nowMs);
      for (const task of tasks) task.perform(nowMs);
      this.#commit.run();
      changed = this.#changesSoFar() !== before;
    } catch (error) {
      // A full disk makes SQLite roll back by itself; everything else leaves the transaction open.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      for (const task of tasks) task.fail(error);
      return;
    }
    for (const task of tasks) task.deliver();
    if (changed) for (const listener of this.#watchers) listener();
  }

  /** Rows written since the file was opened; not counted while nobody watches. */
  #changesSoFar(): number {
    if (this.#watchers.size === 0) return 0;
    const { rows } = this.#totalChanges.get() as { rows: number };
    return rows;
  }
}
