import type { TillDatabase } from './till-database.ts';

/**
 * What the till remembers about itself.
 *
 * - `prefix`: begins its order numbers.
 * - `merchant`: for whom, and at which gateway, its payments are.
 * - `sandbox_cashier`: the cashier that everybody may log in as, while the PIN is the one everybody knows.
 */
type FactName = 'prefix' | 'merchant' | 'sandbox_cashier';

/** Single facts by name. */
export class FactRows {
  readonly #database: TillDatabase;

  constructor(database: TillDatabase) {
    this.#database = database;
  }

  get(name: FactName): string | undefined {
    const value = this.#database.get('SELECT value FROM facts WHERE name = ?', name)?.['value'];
    return typeof value === 'string' ? value : undefined;
  }

  set(name: FactName, value: string): void {
    const insert = 'INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value';
    this.#database.run(insert, name, value);
  }

  remove(name: FactName): void {
    this.#database.run('DELETE FROM facts WHERE name = ?', name);
  }
}
