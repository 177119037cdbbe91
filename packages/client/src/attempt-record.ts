import type { Attempt, AttemptProgress } from './attempt.ts';
import type { Journal } from './journal.ts';
import type { PayProgress, PaySignals } from './pay-progress.ts';

/** An attempt as it stands, in the journal and on the screen. */
export class AttemptRecord {
  readonly #journal: Journal;
  readonly #onProgress: PaySignals['onProgress'];
  readonly #ageMs: () => number;
  #attempt: Attempt;
  #written: Attempt;

  constructor(journal: Journal, attempt: Attempt, onProgress: PaySignals['onProgress'], ageMs: () => number) {
    this.#journal = journal;
    this.#attempt = attempt;
    this.#written = attempt;
    this.#onProgress = onProgress;
    this.#ageMs = ageMs;
  }

  get attempt(): Attempt {
    return this.#attempt;
  }

  /**
   * Writes a change. A journal that fails now does not end the attempt: money is on its way, and what the gateway says
   * has to reach the cashier. The attempt then stays open in the journal, and the next recovery asks again.
   */
  async update(change: Partial<AttemptProgress>): Promise<void> {
    this.#attempt = { ...this.#attempt, ...change };
    const { stage, syssn, verdict } = this.#attempt;
    const written = this.#written;
    if (stage === written.stage && syssn === written.syssn && verdict === written.verdict) return;
    try {
      await this.#journal.update(this.#attempt.orderNumber, { stage, syssn, verdict });
      this.#written = this.#attempt;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.tell('unclear', `the journal cannot be written: ${why}`);
    }
  }

  tell(state: PayProgress['state'], detail = ''): void {
    try {
      this.#onProgress?.({ state, detail, attempt: this.#attempt, ageMs: this.#ageMs() });
    } catch {
      // A screen that fails must not lose a payment.
    }
  }
}
