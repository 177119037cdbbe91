import {
  applyProgress,
  type Attempt,
  type AttemptProgress,
  findObstacle,
  type Journal,
  type Release,
} from '@opencpm/client';
import type { Sale, SaleDraft } from './sale.ts';
import type { SaleRows } from './sale-rows.ts';
import type { ShiftRows } from './shift-rows.ts';
import type { TillDatabase } from './till-database.ts';

/**
 * The client's journal in the till's own file: an attempt and its sale are written in one step, and so are a verdict and
 * the shift it belongs to.
 */
export class TillJournal implements Journal {
  readonly #database: TillDatabase;
  readonly #sales: SaleRows;
  readonly #shifts: ShiftRows;
  readonly #nowMs: () => number;
  readonly #drafts = new Map<string, SaleDraft>();
  readonly #inHand = new Set<string>();

  constructor(database: TillDatabase, sales: SaleRows, shifts: ShiftRows, nowMs: () => number) {
    this.#database = database;
    this.#sales = sales;
    this.#shifts = shifts;
    this.#nowMs = nowMs;
  }

  /**
   * Runs something that begins an attempt with this order number, and knows the sale it belongs to meanwhile.
   *
   * @param draft what the client does not know about the sale.
   */
  async withDraft<T>(orderNumber: string, draft: SaleDraft, run: () => Promise<T>): Promise<T> {
    this.#drafts.set(orderNumber, draft);
    try {
      return await run();
    } finally {
      this.#drafts.delete(orderNumber);
    }
  }

  async begin(attempt: Attempt): Promise<Attempt | undefined> {
    const draft = this.#drafts.get(attempt.orderNumber);
    if (draft === undefined) throw new Error('an attempt without a sale');
    return this.#database.write(() => {
      const rivals = this.#sales.rivals(attempt).map((sale) => sale.attempt);
      const obstacle = findObstacle(rivals, attempt);
      if (obstacle === undefined) {
        this.#shifts.openIfNone(draft.register, draft.cashierId, attempt.startedAtMs);
        this.#sales.add(draft, attempt);
      }
      return obstacle;
    });
  }

  async update(orderNumber: string, progress: AttemptProgress): Promise<void> {
    this.#database.write(() => {
      const { register, attempt } = this.#known(orderNumber);
      const shift = this.#shifts.openOf(register)?.number;
      this.#sales.change(orderNumber, applyProgress(attempt, progress), this.#nowMs(), shift);
    });
  }

  async release(orderNumber: string, release: Release): Promise<void> {
    this.#database.write(() => {
      this.#known(orderNumber);
      this.#sales.release(orderNumber, release);
    });
  }

  async find(orderNumber: string): Promise<Attempt | undefined> {
    return this.#sales.byOrderNumber(orderNumber)?.attempt;
  }

  async listBasket(basketId: string): Promise<readonly Attempt[]> {
    return this.#sales.ofBasket(basketId).map(({ attempt }) => attempt);
  }

  async listOpen(): Promise<readonly Attempt[]> {
    return this.#sales.open().map(({ attempt }) => attempt);
  }

  async exclusively<T>(orderNumber: string, run: () => Promise<T>): Promise<T | undefined> {
    if (this.#inHand.has(orderNumber)) return undefined;
    this.#inHand.add(orderNumber);
    try {
      return await run();
    } finally {
      this.#inHand.delete(orderNumber);
    }
  }

  #known(orderNumber: string): Sale {
    const sale = this.#sales.byOrderNumber(orderNumber);
    if (sale === undefined) throw new Error(`the journal has no attempt ${orderNumber}`);
    return sale;
  }
}
