import type {
  ChargeOrder,
  Connector,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
} from './connector.ts';

/** What a scripted wallet does with a call. */
export type WalletScript<T, A = WalletAnswer> = (order: T, signal: AbortSignal) => Promise<A>;

/** A wallet that does what a test tells it and notes every call. Charges and enquiries end as paid unless told. */
export class ScriptedWallet implements Connector {
  readonly name: string;
  readonly charged: ChargeOrder[] = [];
  readonly asked: OrderReference[] = [];
  readonly reversed: OrderReference[] = [];
  readonly refunded: RefundOrder[] = [];
  readonly refundsAsked: RefundOrder[] = [];
  onCharge: WalletScript<ChargeOrder> = async (order) => paidAnswer(order);
  onQuery: WalletScript<OrderReference> = async (reference) => paidAnswer(reference);
  onReverse: WalletScript<OrderReference, ReversalAnswer> = async () => ({ kind: 'reversed' });
  onRefund: WalletScript<RefundOrder, RefundAnswer> = async (order) => returnedAnswer(order);
  onQueryRefund: WalletScript<RefundOrder, RefundAnswer> = async (order) => returnedAnswer(order);

  constructor(name = 'scripted') {
    this.name = name;
  }

  charge(order: ChargeOrder, signal: AbortSignal): Promise<WalletAnswer> {
    this.charged.push(order);
    return this.onCharge(order, signal);
  }

  query(reference: OrderReference, signal: AbortSignal): Promise<WalletAnswer> {
    this.asked.push(reference);
    return this.onQuery(reference, signal);
  }

  reverse(reference: OrderReference, signal: AbortSignal): Promise<ReversalAnswer> {
    this.reversed.push(reference);
    return this.onReverse(reference, signal);
  }

  refund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    this.refunded.push(order);
    return this.onRefund(order, signal);
  }

  queryRefund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    this.refundsAsked.push(order);
    return this.onQueryRefund(order, signal);
  }
}

/** "Paid" for exactly what was asked. */
export function paidAnswer({ amountMinor, currency, channelOrderId }: OrderReference): WalletAnswer {
  return {
    kind: 'paid',
    amountMinor,
    currency,
    walletNumber: `W-${channelOrderId}`,
    payerAccount: 'buyer',
    paidAtMs: Date.UTC(2026, 2, 1, 4, 0, 1),
  };
}

/** "Returned" for exactly what was asked. */
export function returnedAnswer({ amountMinor, currency, channelRefundId }: RefundOrder): RefundAnswer {
  return {
    kind: 'returned',
    amountMinor,
    currency,
    walletNumber: `R-${channelRefundId}`,
    payerAccount: 'buyer',
    returnedAtMs: Date.UTC(2026, 2, 1, 4, 0, 2),
  };
}

/** An answer a test gives when it likes. */
export class HeldAnswer {
  readonly promise: Promise<WalletAnswer>;
  #give: (answer: WalletAnswer) => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#give = resolve;
    });
  }

  give(answer: WalletAnswer): void {
    this.#give(answer);
  }
}
