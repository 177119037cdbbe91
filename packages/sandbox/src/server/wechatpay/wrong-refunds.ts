import { RateWatch } from './rate-watch.ts';
import { WireRefusal } from './wire-refusal.ts';

/** How long nobody's refund is looked at once too many of theirs were wrong. */
const PAUSE_MS = 60_000;

/** Counts the refunds of each signer that broke a rule. */
export class WrongRefunds {
  readonly #rates = new RateWatch();
  readonly #pausedUntilMs = new Map<string, number>();

  /**
   * Works on a refund.
   *
   * @param limit wrong ones a second that are answered one by one; no limit when undefined.
   * @throws WireRefusal 429 while too many of the signer's were wrong.
   */
  async take<Answer>(
    mchid: string,
    limit: number | undefined,
    nowMs: number,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    if (nowMs < (this.#pausedUntilMs.get(mchid) ?? Number.NEGATIVE_INFINITY)) throw tooMany();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof WireRefusal) || !this.#rates.exceeds(mchid, limit, nowMs)) throw error;
      this.#pausedUntilMs.set(mchid, nowMs + PAUSE_MS);
      throw tooMany();
    }
  }
}

function tooMany(): WireRefusal {
  return new WireRefusal(429, 'INVALID_REQ_TOO_MUCH', 'too many wrong refunds; wait a minute');
}
