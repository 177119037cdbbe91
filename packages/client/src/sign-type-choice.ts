import { HMAC_SIGN_TYPE, type SignType } from '@opencpm/protocol';
import type { Credentials } from './credentials.ts';
import { hostOf } from './prepared-call.ts';
import type { Surroundings } from './surroundings.ts';

const ANSWER_MS = 3_000;
/** A host that did not answer is asked again no sooner than this. */
const ASK_AGAIN_MS = 60_000;

/**
 * Decides how requests are signed. A host that offers `HMAC-SHA256` gets it from then on: that form covers method,
 * path, time and a nonce, so that a captured request can be used neither again nor elsewhere.
 */
export class SignTypeChoice {
  readonly #credentials: Credentials;
  readonly #surroundings: Pick<Surroundings, 'fetch' | 'clock'>;
  #known: SignType | undefined;
  #asking: Promise<SignType> | undefined;
  #askAgainAtMs = Number.NEGATIVE_INFINITY;

  constructor(credentials: Credentials, surroundings: Pick<Surroundings, 'fetch' | 'clock'>) {
    this.#credentials = credentials;
    this.#surroundings = surroundings;
    const { signType = 'auto' } = credentials;
    if (signType !== 'auto') this.#known = signType;
  }

  /** The form to sign in now. Never rejects, and takes at most three seconds, once a minute. */
  choose(): Promise<SignType> {
    if (this.#known !== undefined) return Promise.resolve(this.#known);
    if (this.#asking !== undefined) return this.#asking;
    const nowMs = this.#surroundings.clock.monotonicMs();
    if (nowMs < this.#askAgainAtMs) return Promise.resolve('SHA256');
    this.#askAgainAtMs = nowMs + ASK_AGAIN_MS;
    this.#asking = this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<SignType> {
    const timeOut = new AbortController();
    const callOff = this.#surroundings.clock.after(ANSWER_MS, () => timeOut.abort());
    try {
      const response = await this.#surroundings.fetch(`${hostOf(this.#credentials.baseUrl)}/healthz`, {
        method: 'GET',
        redirect: 'manual',
        signal: timeOut.signal,
      });
      // 503 is the answer of a gateway that is not well; it still says what it knows.
      this.#known = offersHmac(await response.text()) ? HMAC_SIGN_TYPE : 'SHA256';
      return this.#known;
    } catch {
      return 'SHA256';
    } finally {
      callOff();
    }
  }
}

function offersHmac(body: string): boolean {
  try {
    const health: unknown = JSON.parse(body);
    if (typeof health !== 'object' || health === null || !('sign_types' in health)) return false;
    return Array.isArray(health.sign_types) && health.sign_types.includes(HMAC_SIGN_TYPE);
  } catch {
    return false;
  }
}
