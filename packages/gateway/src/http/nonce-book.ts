import { TIMESTAMP_TOLERANCE_SECONDS } from '@opencpm/protocol';

/** Nonces are kept in generations of this length; one lives through two whole ones, which is more than ten minutes. */
const GENERATION_MS = TIMESTAMP_TOLERANCE_SECONDS * 1000 + 30_000;
/** Most nonces kept: about 200 MB of text at the very worst. Beyond it requests of this form are put off. */
const NONCES_MAX = 1_000_000;

/** What became of a nonce that was shown. */
export type NonceClaim = 'fresh' | 'used' | 'full';

/**
 * Remembers the nonces of the last ten minutes or more, which is as long as a timestamp can be timely: a request whose
 * nonce is forgotten is too old. Lives in memory; see docs/decisions/0019-requests-with-a-nonce.md.
 */
export class NonceBook {
  readonly #max: number;
  /** The generation being filled and the two before it, the newest first. */
  #generations: readonly Set<string>[] = [new Set(), new Set(), new Set()];
  #startedAtMs = Number.NEGATIVE_INFINITY;

  constructor(max = NONCES_MAX) {
    this.#max = max;
  }

  /** Whether a nonce of this app code was claimed within the last ten minutes. */
  isUsed(appCode: string, nonce: string, monotonicMs: number): boolean {
    this.#turn(monotonicMs);
    const entry = `${appCode} ${nonce}`;
    return this.#generations.some((generation) => generation.has(entry));
  }

  /** Takes a nonce, of a request whose signature was right. */
  claim(appCode: string, nonce: string, monotonicMs: number): NonceClaim {
    if (this.isUsed(appCode, nonce, monotonicMs)) return 'used';
    if (this.size >= this.#max) return 'full';
    this.#generations[0]?.add(`${appCode} ${nonce}`);
    return 'fresh';
  }

  get size(): number {
    return this.#generations.reduce((sum, { size }) => sum + size, 0);
  }

  #turn(monotonicMs: number): void {
    const passed = Math.floor((monotonicMs - this.#startedAtMs) / GENERATION_MS);
    if (passed < 1) return;
    const kept = this.#generations.slice(0, Math.max(0, 3 - passed));
    const fresh = Array.from({ length: 3 - kept.length }, () => new Set<string>());
    this.#generations = [...fresh, ...kept];
    this.#startedAtMs = Number.isFinite(passed) ? this.#startedAtMs + passed * GENERATION_MS : monotonicMs;
  }
}
