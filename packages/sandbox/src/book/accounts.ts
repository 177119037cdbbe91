import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Account } from '../account.ts';
import type { WalletId } from '../wallet.ts';

const COLUMNS = `id, wallet, name, balance_minor AS balanceMinor, free_limit_minor AS freeLimitMinor, password,
  status, behaviour, reversal_behaviour AS reversalBehaviour, refund_behaviour AS refundBehaviour`;

// The columns are named and typed like the fields, by the layout's constraints and because only this program writes.
function accountOf(row: unknown): Account {
  return { ...(row as Account) };
}

/** The accounts in the book. */
export class AccountTable {
  readonly #byId: StatementSync;
  readonly #ofWallet: StatementSync;
  readonly #debit: StatementSync;
  readonly #credit: StatementSync;
  readonly #update: StatementSync;

  constructor(database: DatabaseSync) {
    this.#byId = database.prepare(`SELECT ${COLUMNS} FROM accounts WHERE id = ?`);
    this.#ofWallet = database.prepare(`SELECT ${COLUMNS} FROM accounts WHERE wallet = ? ORDER BY place`);
    this.#debit = database.prepare(
      'UPDATE accounts SET balance_minor = balance_minor - ?1 WHERE id = ?2 AND balance_minor >= ?1',
    );
    this.#credit = database.prepare('UPDATE accounts SET balance_minor = balance_minor + ? WHERE id = ?');
    this.#update = database.prepare(
      `UPDATE accounts SET balance_minor = ?, free_limit_minor = ?, status = ?, behaviour = ?,
         reversal_behaviour = ?, refund_behaviour = ?
       WHERE id = ?`,
    );
  }

  find(id: string): Account | undefined {
    const row = this.#byId.get(id);
    return row === undefined ? undefined : accountOf(row);
  }

  ofWallet(wallet: WalletId): readonly Account[] {
    return this.#ofWallet.all(wallet).map(accountOf);
  }

  /** Takes money from an account; the caller has checked that it is there. */
  debit(id: string, debitMinor: number): void {
    if (this.#debit.run(debitMinor, id).changes !== 1) {
      throw new Error(`The account ${id} was to be debited more than it holds.`);
    }
  }

  /** Gives money back to an account, whether it is open or closed. */
  credit(id: string, creditMinor: number): void {
    if (this.#credit.run(creditMinor, id).changes !== 1) {
      throw new Error(`There is no account ${id} to give money back to.`);
    }
  }

  /** Stores the settings that can be changed. */
  update(account: Account): void {
    const { id, balanceMinor, freeLimitMinor, status, behaviour, reversalBehaviour, refundBehaviour } =
      account;
    this.#update.run(balanceMinor, freeLimitMinor, status, behaviour, reversalBehaviour, refundBehaviour, id);
  }
}
