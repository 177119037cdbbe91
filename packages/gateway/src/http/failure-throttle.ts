/** Failures one address or app code may make at once. */
const BURST = 300;
/** Failures that grow back in a second. */
const PER_SECOND = 5;
/** Most addresses and app codes watched one by one; all others share one allowance. */
const WATCHED_MAX = 10_000;
const OTHERS = '';

interface Allowance {
  left: number;
  atMs: number;
}

/**
 * Throttles whoever cannot prove who it is, by address and by app code, and nobody else: it is asked after a signature
 * turned out wrong. So a stranger who guesses can wear out its own answers and log lines, but never lock out the
 * merchant whose app code it uses, nor a neighbour behind the same address.
 */
export class FailureThrottle {
  readonly #allowances = new Map<string, Allowance>();
  #droppedAtMs = Number.NEGATIVE_INFINITY;

  /**
   * Counts a failure.
   *
   * @param address of the caller; empty when it is gone already.
   * @param appCode as claimed.
   * @param monotonicMs a clock that never runs backwards.
   * @returns whether it is still within bounds and gets an answer of its own.
   */
  admit(address: string, appCode: string, monotonicMs: number): boolean {
    const byAddress = this.#take(`address ${networkOf(address)}`, monotonicMs);
    const byAppCode = this.#take(`app ${appCode.slice(0, 32)}`, monotonicMs);
    return byAddress && byAppCode;
  }

  #take(name: string, nowMs: number): boolean {
    const allowance = this.#allowanceOf(name, nowMs);
    const grown = ((nowMs - allowance.atMs) / 1000) * PER_SECOND;
    allowance.left = Math.min(BURST, allowance.left + grown);
    allowance.atMs = nowMs;
    if (allowance.left < 1) return false;
    allowance.left -= 1;
    return true;
  }

  #allowanceOf(name: string, nowMs: number): Allowance {
    const known = this.#allowances.get(name);
    if (known !== undefined) return known;
    if (this.#allowances.size >= WATCHED_MAX) this.#dropRested(nowMs);
    const watched = this.#allowances.size < WATCHED_MAX ? name : OTHERS;
    const found = this.#allowances.get(watched) ?? { left: BURST, atMs: nowMs };
    this.#allowances.set(watched, found);
    return found;
  }

  /** Forgets who has its whole allowance back, at most once a second: nothing is lost by that. */
  #dropRested(nowMs: number): void {
    if (nowMs - this.#droppedAtMs < 1_000) return;
    this.#droppedAtMs = nowMs;
    for (const [name, { left, atMs }] of this.#allowances) {
      if (left + ((nowMs - atMs) / 1000) * PER_SECOND >= BURST) this.#allowances.delete(name);
    }
  }
}

const MAPPED_IPV4 = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** The network an address belongs to: IPv4 as it is; of IPv6 the first 64 bits, as one customer has all the others. */
export function networkOf(address: string): string {
  const plain = address.replace(MAPPED_IPV4, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const behind = tail === '' ? [] : tail.split(':');
    while (groups.length + behind.length < 8) groups.push('0');
    groups.push(...behind);
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
