import type { Random } from '../engine/random.ts';

/** Longest time a cut lasts. */
export const CUT_MS_MAX = 30_000;

/** A cut of a till's network, planned for a sale. */
export interface CutPlan {
  /** Which call it strikes: 0 is the first payment call, the others are counted from there. */
  readonly call: number;
  /** In which half of the exchange, and at which byte of it as a share from 0 to 1. */
  readonly half: 'request' | 'answer';
  readonly at: number;
  readonly lastsMs: number;
}

/** Where in the exchange a call is struck. */
export type Strike = Pick<CutPlan, 'half' | 'at'>;

/** Draws a cut: of the payment call in two sales of three, of a later call in the others. */
export function drawCut(random: Random): CutPlan {
  return {
    call: random.chance(2 / 3) ? 0 : random.between(1, 14),
    half: random.pick(['request', 'answer']),
    at: random.unit(),
    lastsMs: random.chance(0.1) ? CUT_MS_MAX : random.between(1, CUT_MS_MAX),
  };
}

/** The network of one till as far as it can be cut. */
export class NetworkCut {
  readonly #nowMs: () => number;
  #plan: CutPlan | undefined;
  #calls = -1;
  #untilMs = 0;
  #struckAtMs: number | undefined;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Whether nothing gets through at present. */
  get isCut(): boolean {
    return this.#nowMs() < this.#untilMs;
  }

  /** When the network is back; in the past when it is. */
  get untilMs(): number {
    return this.#untilMs;
  }

  /** When the present plan struck, `undefined` while it has not. */
  get struckAtMs(): number | undefined {
    return this.#struckAtMs;
  }

  /** Whether a later call than the payment itself was struck. */
  get isLate(): boolean {
    return this.#plan !== undefined && this.#plan.call > 0;
  }

  arm(plan: CutPlan | undefined): void {
    this.#plan = plan;
    this.#calls = -1;
    this.#struckAtMs = undefined;
  }

  /** Counts a call; where it is struck, if it is. */
  count(path: string): Strike | undefined {
    if (this.#plan === undefined || this.#struckAtMs !== undefined) return undefined;
    if (this.#calls < 0 && path !== '/trade/v1/payment') return undefined;
    this.#calls += 1;
    return this.#calls === this.#plan.call ? this.#plan : undefined;
  }

  /** The struck byte is reached. */
  strike(): void {
    this.#struckAtMs = this.#nowMs();
    this.#untilMs = this.#nowMs() + (this.#plan?.lastsMs ?? 0);
  }
}
