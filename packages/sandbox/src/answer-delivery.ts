import { declined, unknown } from './answer.ts';
import type { ChargeResult } from './charge.ts';
import type { WalletAnswer } from './wallet-answer.ts';

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
const REFUSED_FOR_NOW = declined('1205', 'Payment failed, for now.', true);

/** Sends the answers to charges: at once, late, broken, or never. The payment itself is in the book before. */
export class AnswerDelivery {
  readonly #timers: SandboxTimers;
  readonly #pending = new Set<(answer: WalletAnswer) => void>();
  #closed = false;

  constructor(timers: SandboxTimers) {
    this.#timers = timers;
  }

  /** @param signal fires when the caller stops waiting; the answer is then that none came. */
  send({ answer, manner }: ChargeResult, signal: AbortSignal): Promise<WalletAnswer> | WalletAnswer {
    switch (manner) {
      case 'at_once':
        return answer;
      case 'lost':
        return LOST;
      case 'refused_for_now':
        return REFUSED_FOR_NOW;
      case 'never':
        return this.#hold(signal);
      default:
        return this.#hold(signal, { answer, delayMs: manner.delayMs });
    }
  }

  /** Lets go of everybody who still waits, and of everybody who still would. */
  close(): void {
    this.#closed = true;
    for (const settle of this.#pending) settle(CLOSED);
  }

  #hold(signal: AbortSignal, late?: { answer: WalletAnswer; delayMs: number }): Promise<WalletAnswer> {
    if (this.#closed) return Promise.resolve(CLOSED);
    if (signal.aborted) return Promise.resolve(GIVEN_UP);
    return new Promise((resolve) => {
      const giveUp = (): void => settle(GIVEN_UP);
      let callOff = (): void => undefined;
      const settle = (answer: WalletAnswer): void => {
        this.#pending.delete(settle);
        signal.removeEventListener('abort', giveUp);
        callOff();
        resolve(answer);
      };
      this.#pending.add(settle);
      signal.addEventListener('abort', giveUp, { once: true });
      if (late !== undefined) callOff = this.#timers.after(late.delayMs, () => settle(late.answer));
    });
  }
}
