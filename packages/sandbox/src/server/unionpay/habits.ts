/** How the wallet behaves where its documents are silent. */
export interface UnionPayHabits {
  /** What an enquiry says of a payment that was paid and then reversed. */
  readonly afterReversal: 'failed' | 'unchanged';
  /** What a reversal of an order that never arrived is answered. */
  readonly reversalOfNothing: '34' | '00';
  /** How many first enquiries about an order are answered with 34 although it is there. */
  readonly blindAsks: number;
  /** Most enquiries about an order in a minute; more, and two within a second, are answered with 37. */
  readonly asksAMinute: number | undefined;
  /** Whether answers stand in braces. */
  readonly wrapped: boolean;
  /** Seconds between two sends of a notification. */
  readonly notificationGapsMs: readonly number[];
}

const MINUTE_MS = 60_000;

/** What the documents say, or what we take for likely. */
export const USUAL_UNIONPAY_HABITS: UnionPayHabits = {
  afterReversal: 'failed',
  reversalOfNothing: '34',
  blindAsks: 0,
  asksAMinute: 6,
  wrapped: false,
  notificationGapsMs: [MINUTE_MS, 2 * MINUTE_MS, 4 * MINUTE_MS, 5 * MINUTE_MS],
};

/** Counts enquiries about each order, and forgets them after a minute. */
export class AskCounter {
  readonly #asks = new Map<string, readonly number[]>();

  /** Counts one. @returns whether it is too many. */
  exceeds(order: string, most: number | undefined, nowMs: number): boolean {
    if (most === undefined) return false;
    if (this.#asks.size > 10_000) this.#asks.clear();
    const before = (this.#asks.get(order) ?? []).filter((atMs) => nowMs - atMs < MINUTE_MS);
    const last = before.at(-1);
    this.#asks.set(order, [...before, nowMs]);
    return before.length >= most || (last !== undefined && nowMs - last < 1_000);
  }
}
