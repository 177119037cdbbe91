import type { PayResult, PaySignals } from '@opencpm/client';
import type { Merchant } from '../../packages/gateway/src/merchant/merchant.ts';
import { orderName } from '../gateway/till-call.ts';
import type { World } from '../world.ts';
import { VERDICT_WITHIN_MS, type VerdictCase, verdictReached } from './verdict-share.ts';

/** What a till has shown to its cashiers, checked as it is shown (invariant I9). */
export class ShownResults {
  readonly #world: World;
  readonly #merchant: Merchant;
  /** The verdict shown first for each order number. */
  readonly #verdicts = new Map<string, PayResult>();
  /** Orders whose end has reached the till in an answer to an enquiry. */
  readonly #ended = new Set<string>();

  constructor(world: World, merchant: Merchant) {
    this.#world = world;
    this.#merchant = merchant;
  }

  /** Verdicts by order number. */
  get verdicts(): ReadonlyMap<string, PayResult> {
    return this.#verdicts;
  }

  endHeard(order: string): void {
    this.#ended.add(order);
  }

  /** @param waitsUntilMs before which the till does not stop waiting by itself. */
  show(result: PayResult, { stop }: PaySignals, waitsUntilMs = 0): void {
    const { outcome, attempt } = result;
    const { orderNumber } = attempt;
    const world = this.#world;
    world.note(`till shows ${orderNumber} ${outcome}`);
    world.reach(`till shows ${outcome}`);
    const earlier = this.#verdicts.get(orderNumber);
    if (outcome !== 'unresolved') {
      if (earlier !== undefined && earlier.outcome !== outcome) {
        world.violate('I9', `a till shows ${orderNumber} as ${earlier.outcome}, then as ${outcome}`);
      }
      this.#verdicts.set(orderNumber, result);
      return;
    }
    if (result.reason.startsWith('somebody else')) return;
    if (earlier !== undefined) {
      world.violate('I9', `a till shows ${orderNumber} as ${earlier.outcome}, then as unresolved`);
    }
    if (stop?.aborted === true) return;
    // Copies of requests that a proxy made can look like two refusals of the signature.
    if (world.nowMs < waitsUntilMs && !result.reason.includes('(1108)')) {
      world.violate('I9', `a till shows ${orderNumber} as unresolved at once: ${result.reason}`);
    }
    if (this.#ended.has(orderName(this.#merchant.merchantNumber, orderNumber))) {
      world.violate('I9', `a till shows ${orderNumber} as unresolved, but was told how it ended`);
    }
  }

  /** Counts whether a sale whose network was cut had its verdict in time. */
  measure(
    { outcome }: PayResult,
    beganAtMs: number,
    { struckAtMs, isLate }: { readonly struckAtMs: number; readonly isLate: boolean },
  ): void {
    const soon = struckAtMs - beganAtMs <= VERDICT_WITHIN_MS - 35_000;
    const which: VerdictCase = !isLate ? 'payment call' : soon ? 'call in the first 30 s' : 'later call';
    const inTime = outcome !== 'unresolved' && this.#world.nowMs - beganAtMs <= VERDICT_WITHIN_MS;
    verdictReached(this.#world, which, inTime);
  }
}
