import type { Connector, RefundAnswer, RefundOrder } from '../../packages/gateway/src/wallet/connector.ts';
import type { SeededRandom } from '../crash/random.ts';

const LOST: RefundAnswer = { kind: 'unknown', reason: 'reset' };

/** A wallet in this process with a book of its own: a refund returns its money once, however often it arrives. */
export class WalletBook {
  readonly #random: SeededRandom;
  readonly #refunds = new Map<
    string,
    { readonly order: RefundOrder; readonly end: 'returned' | 'refused' }
  >();
  readonly #returned = new Map<string, number>();
  /** While the line is bad, requests and answers are lost and money goes back later. */
  faulty = true;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** What went back of a payment, in minor units. */
  returnedOf(channelOrderId: string): number {
    return this.#returned.get(channelOrderId) ?? 0;
  }

  /** The wallet behind the connector port; only refunds reach it. */
  connector(): Connector {
    const never = () => Promise.reject(new Error('no payment is made here'));
    return {
      name: 'races',
      charge: never,
      query: never,
      reverse: never,
      refund: async (order) => this.#refund(order),
      queryRefund: async (order) => this.#query(order),
    };
  }

  #refund(order: RefundOrder): RefundAnswer {
    if (this.faulty && this.#random.whole(1, 10) === 1) return LOST;
    if (!this.#refunds.has(order.channelRefundId)) this.#enter(order);
    return this.faulty && this.#random.whole(1, 10) === 1 ? LOST : this.#query(order);
  }

  #enter(order: RefundOrder): void {
    const end = this.#random.whole(1, 5) === 1 ? 'refused' : 'returned';
    this.#refunds.set(order.channelRefundId, { order, end });
    if (end === 'refused') return;
    const { channelOrderId, amountMinor } = order;
    this.#returned.set(channelOrderId, this.returnedOf(channelOrderId) + amountMinor);
  }

  #query({ channelRefundId }: RefundOrder): RefundAnswer {
    const known = this.#refunds.get(channelRefundId);
    if (known === undefined) return { kind: 'not_found', reason: 'no such refund' };
    if (known.end === 'refused') {
      return { kind: 'refused', respcd: '1265', mayStillReturn: false, reason: 'Refused' };
    }
    const { amountMinor, currency } = known.order;
    return {
      kind: 'returned',
      amountMinor,
      currency,
      walletNumber: channelRefundId,
      payerAccount: '',
      returnedAtMs: 0,
    };
  }
}
