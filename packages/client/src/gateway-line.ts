import type { ClientParts } from './client-parts.ts';
import { CREDENTIALS_REFUSED, type Exchange, exchange } from './exchange.ts';
import type { PreparedCall } from './prepared-call.ts';
import type { SignType } from '@opencpm/protocol';

const SLOWEST = 8;

/**
 * Sends the calls of one attempt and remembers what all of them have in common: how often the gateway asked to be left
 * alone, and whether it knows us at all.
 */
export class GatewayLine {
  readonly #parts: ClientParts;
  readonly #stop: AbortSignal | undefined;
  #slowdown = 1;
  #retryAfterMs = 0;
  #refusals = 0;

  constructor(parts: ClientParts, stop: AbortSignal | undefined) {
    this.#parts = parts;
    this.#stop = stop;
  }

  /**
   * Sends a call once.
   *
   * @param signType how to sign it; the client's choice when left out.
   */
  async send(call: PreparedCall, answerMs: number, signType?: SignType): Promise<Exchange> {
    const { surroundings, credentials, signTypes } = this.#parts;
    const result = await exchange(surroundings, credentials, call, {
      signType: signType ?? (await signTypes.choose()),
      answerMs,
      stop: this.#stop,
    });
    if (result.kind === 'answered') {
      this.#refusals = result.respcd === CREDENTIALS_REFUSED ? this.#refusals + 1 : 0;
      const tooMany = result.httpStatus === 429;
      this.#slowdown = tooMany ? Math.min(this.#slowdown * 2, SLOWEST) : 1;
      this.#retryAfterMs = tooMany ? (result.retryAfterMs ?? 0) : 0;
    } else {
      this.#refusals = result.kind === 'unknown' && result.credentialsRefused ? this.#refusals + 1 : 0;
    }
    return result;
  }

  /** Whether the other side has said twice in a row that it does not take app code, key or signature. */
  get credentialsRefused(): boolean {
    return this.#refusals >= 2;
  }

  /** How long to wait where the plan says `plannedMs`: longer after 429, twice as long each time. */
  paced(plannedMs: number): number {
    return Math.max(plannedMs * this.#slowdown, this.#retryAfterMs);
  }
}
