import type { ChargeOrder, Connector, OrderReference, WalletAnswer } from './connector.ts';

/** What a scripted wallet does with a call. */
export type WalletScript<T> = (order: T, signal: AbortSignal) => Promise<WalletAnswer>;

/** A wallet that does what a test tells it and notes every call. Charges and enquiries end as paid unless told. */
export class ScriptedWallet implements Connector {
  readonly name: string;
  readonly charged: ChargeOrder[] = [];
  readonly asked: OrderReference[] = [];
  onCharge: WalletScript<ChargeOrder> = async (order) => paidAnswer(order);
  onQuery: WalletScript<OrderReference> = async (reference) => paidAnswer(reference);

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
