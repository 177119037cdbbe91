import type { CurrencyCode } from '@opencpm/protocol';
import type { ContractPayType } from './contract-pay-type.ts';

/** A pay type a connector can charge, with the currencies its wallet settles in. */
interface ServedPayType {
  readonly payType: ContractPayType;
  /** `'any'` stands for every currency the pay type takes. */
  readonly currencies: 'any' | readonly CurrencyCode[];
}

/** What a connector's wallet can do. Shown in the documentation; every line is a fact of the wallet's contract. */
export interface ConnectorCapabilities {
  readonly payTypes: readonly [ServedPayType, ...ServedPayType[]];
  readonly refund: {
    /** Whether less than the whole payment can go back. */
    readonly partial: boolean;
    /** How long after the payment, in words, such as `365 days`. */
    readonly window: string;
  };
  /** Until when a payment can be reversed, in words. */
  readonly reversal: { readonly window: string };
  /** Whether the wallet calls the gateway by itself; `refunds` when it does so for these alone. */
  readonly notifications: boolean | 'refunds';
}
