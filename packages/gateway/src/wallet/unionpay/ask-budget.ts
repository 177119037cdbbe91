import type { UnionPaySettings } from './settings.ts';

/** From this many enquiries a minute on nothing is held back. */
const PLENTY = 60;
const MINUTE_MS = 60_000;
/** Less between two enquiries is refused whatever they are for. */
const SPACING_MS = 1_000;
/** Waiting times after each enquiry of a minute: UnionPay's own cadence. */
const GAPS_MS: readonly number[] = [0, 1_000, 2_000, 4_000, 8_000];
const ORDERS_MAX = 10_000;

interface Asked {
  /** Instants of the enquiries within the last minute, on the monotonic clock. */
  readonly atMs: readonly number[];
  /** Whether the next one goes out whatever was asked before. */
  readonly granted: boolean;
  /** Instant of the last one that was let through because it decides. */
  readonly decidedAtMs: number;
}

const NEVER: Asked = { atMs: [], granted: false, decidedAtMs: Number.NEGATIVE_INFINITY };

/**
 * Keeps enquiries within what UnionPay takes, however often a till asks. One more than that would be answered with 37,
 * and so would the ones after it, just when it matters. A restart forgets it, which costs a 37 at worst.
 */
export class AskBudget {
  readonly #asked = new Map<string, Asked>();
  readonly #perMinute: number;

  /** @param perMinute how many UnionPay takes about an order; one is kept for when it calls by itself. */
  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /**
   * Whether an order may be asked about now; if so, it counts as asked.
   *
   * @param decides whether the payment is undone or not by the answer. Once a minute such an enquiry goes out however often
   *   others have asked: a till that asks all the time would keep the payment open as long as it asks.
   */
  take(order: string, nowMs: number, decides = false): boolean {
    if (this.#perMinute >= PLENTY) return true;
    const { atMs, granted, decidedAtMs } = this.#asked.get(order) ?? NEVER;
    const recent = atMs.filter((asked) => nowMs - asked < MINUTE_MS);
    const gapMs = GAPS_MS[recent.length] ?? MINUTE_MS;
    const due =
      recent.length < this.#perMinute - 1 && nowMs - (recent.at(-1) ?? Number.NEGATIVE_INFINITY) >= gapMs;
    const isSpaced = this.spacingLeftMs(order, nowMs) === 0;
    const forced = !due && isSpaced && (granted || (decides && nowMs - decidedAtMs >= MINUTE_MS));
    if (!due && !forced) return false;
    this.#put(order, {
      atMs: [...recent, nowMs],
      granted: false,
      decidedAtMs: forced && !granted ? nowMs : decidedAtMs,
    });
    return true;
  }

  /** How long no enquiry about an order may follow the last one. */
  spacingLeftMs(order: string, nowMs: number): number {
    const last = this.#asked.get(order)?.atMs.at(-1);
    return last === undefined ? 0 : Math.max(0, last + SPACING_MS - nowMs);
  }

  /** Something has happened to an order: the next enquiry goes out, but not within a second of the last one. */
  grant(order: string): void {
    this.#put(order, { ...(this.#asked.get(order) ?? NEVER), granted: true });
  }

  #put(order: string, asked: Asked): void {
    this.#asked.delete(order);
    this.#asked.set(order, asked);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > ORDERS_MAX && oldest !== undefined) this.#asked.delete(oldest);
  }
}

const BUDGETS = new WeakMap<UnionPaySettings, AskBudget>();

/** The budget that connector and notification receiver of the same settings share. */
export function askBudgetOf(settings: UnionPaySettings): AskBudget {
  const known = BUDGETS.get(settings);
  if (known !== undefined) return known;
  const budget = new AskBudget(settings.asksPerMinute);
  BUDGETS.set(settings, budget);
  return budget;
}
