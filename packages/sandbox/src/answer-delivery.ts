import { unknown } from './answer.ts';
import { type Spoken, WIRE_FAULTS } from './answer-manner.ts';
import type { Unknown } from './wallet-answer.ts';

/** Waiting as the sandbox does it, handed in. */
export interface SandboxTimers {
  /**
   * Calls back once after at least `delayMs`.
   *
   * @returns a function that calls the waiting off.
   */
  after(delayMs: number, callback: () => void): () => void;
}

const LOST = unknown('The connection to the wallet broke before its answer.');
const GIVEN_UP = unknown('The wallet did not answer in time.');
const CLOSED = unknown('The sandbox was closed before the wallet answered.');

/** Sends the wallet's answers: at once, late, broken, or never. What they tell is in the book before. */
export class AnswerDelivery {
  readonly #timers: SandboxTimers;
  readonly #release = new Set<() => void>();
  #closed = false;

  constructor(timers: SandboxTimers) {
    this.#timers = timers;
  }

  /** @param signal fires when the caller stops waiting; the answer is then that none came. */
  async send<Answer>({ answer, manner }: Spoken<Answer>, signal: AbortSignal): Promise<Answer | Unknown> {
    switch (manner) {
      case 'at_once':
        return answer;
      case 'lost':
        return LOST;
      case 'never':
        return this.#hold(signal, undefined);
      default:
        if ('fault' in manner) return unknown(`Damaged on its way: ${WIRE_FAULTS[manner.fault]}.`);
        return this.#hold(signal, { answer, delayMs: manner.delayMs });
    }
  }

  /** Lets go of everybody who still waits, and of everybody who still would. */
  close(): void {
    this.#closed = true;
    for (const release of this.#release) release();
  }

  #hold<Answer>(
    signal: AbortSignal,
    late: { readonly answer: Answer; readonly delayMs: number } | undefined,
  ): Promise<Answer | Unknown> {
    if (this.#closed) return Promise.resolve(CLOSED);
    if (signal.aborted) return Promise.resolve(GIVEN_UP);
    return new Promise((resolve) => {
      const giveUp = (): void => settle(GIVEN_UP);
      const release = (): void => settle(CLOSED);
      let callOff = (): void => undefined;
      const settle = (answer: Answer | Unknown): void => {
        this.#release.delete(release);
        signal.removeEventListener('abort', giveUp);
        callOff();
        resolve(answer);
      };
      this.#release.add(release);
      signal.addEventListener('abort', giveUp, { once: true });
      if (late !== undefined) callOff = this.#timers.after(late.delayMs, () => settle(late.answer));
    });
  }
}
