import type { RefundAnswer, RefundOrder } from '../wallet/connector.ts';
import { returnedAnswer, type ScriptedWallet } from '../wallet/test-wallet.ts';
import { REFUND_REFUSED } from './test-refund-trade.ts';

/**
 * What becomes of a refund on its way.
 *
 * - `returned`, `refused`, `processing`: the wallet says so.
 * - `answer_lost`: the money is back, nobody hears of it.
 * - `request_lost`: the wallet hears nothing.
 */
export const REFUND_MANNERS = ['returned', 'refused', 'processing', 'answer_lost', 'request_lost'] as const;

/** One of {@link REFUND_MANNERS}. */
export type RefundManner = (typeof REFUND_MANNERS)[number];

const LOST: RefundAnswer = { kind: 'unknown', reason: 'reset' };

/** A wallet with a book of its own refunds: the same number returns its money once. */
export class RefundBook {
  readonly #entries = new Map<
    string,
    { readonly order: RefundOrder; state: 'returned' | 'refused' | 'processing' }
  >();
  /** How the next refund goes that the wallet does not know yet. */
  manner: RefundManner = 'returned';
  /** Refunds that came under a number the wallet knew with other facts. */
  readonly contradictions: RefundOrder[] = [];

  /** Makes a scripted wallet keep this book. */
  serve(wallet: ScriptedWallet): void {
    wallet.onRefund = async (order) => this.refund(order);
    wallet.onQueryRefund = async (order) => this.query(order);
  }

  refund(order: RefundOrder): RefundAnswer {
    const known = this.#entries.get(order.channelRefundId);
    if (known !== undefined) {
      if (JSON.stringify(known.order) !== JSON.stringify(order)) this.contradictions.push(order);
      return this.query(order);
    }
    if (this.manner === 'request_lost') return LOST;
    const state = this.manner === 'answer_lost' ? 'returned' : this.manner;
    this.#entries.set(order.channelRefundId, { order, state });
    return this.manner === 'answer_lost' ? LOST : this.query(order);
  }

  query(order: RefundOrder): RefundAnswer {
    switch (this.#entries.get(order.channelRefundId)?.state) {
      case undefined:
        return { kind: 'not_found', reason: 'no such refund' };
      case 'returned':
        return returnedAnswer(order);
      case 'refused':
        return REFUND_REFUSED;
      case 'processing':
        return { kind: 'processing' };
    }
  }

  /** Decides everything the wallet took in. */
  decide(state: 'returned' | 'refused'): void {
    for (const entry of this.#entries.values()) if (entry.state === 'processing') entry.state = state;
  }

  /** What went back of a payment, in minor units. */
  returnedOf(channelOrderId: string): number {
    let sum = 0;
    for (const { order, state } of this.#entries.values()) {
      if (order.channelOrderId === channelOrderId && state === 'returned') sum += order.amountMinor;
    }
    return sum;
  }
}
