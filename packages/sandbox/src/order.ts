import type { CurrencyCode, ResponseCode } from '@opencpm/protocol';
import type { Behaviour } from './behaviour.ts';
import type { OrderState } from './order-state.ts';
import type { ReversalBehaviour } from './reversal-behaviour.ts';
import type { WalletId } from './wallet.ts';

/** What is written into the wallet's book when a payment reaches it. */
export interface NewOrder {
  readonly channelOrderId: string;
  readonly wallet: WalletId;
  /** The account that pays; undefined for a test code. */
  readonly account: string | undefined;
  readonly state: OrderState;
  readonly behaviour: Behaviour;
  /** How its reversal goes; read for a test code only, an account has a setting of its own. */
  readonly reversalBehaviour: ReversalBehaviour;
  /** The sale, in minor units of `currency`. */
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  /** What the account pays, in minor units of its own currency; undefined for a test code. */
  readonly debitMinor: number | undefined;
  readonly debitCurrency: CurrencyCode | undefined;
  /** Response code of a payment that was declined or closed. */
  readonly respcd: ResponseCode | undefined;
  /** Why it was declined or closed; empty otherwise. */
  readonly reason: string;
  readonly description: string;
  readonly merchantName: string;
  readonly createdAtMs: number;
  /** When the next step happens by itself. Every payment that has not ended has one. */
  readonly dueAtMs: number | undefined;
}

/** A payment in the wallet's own book. All instants are milliseconds since 1970-01-01 UTC. */
export interface WalletOrder extends NewOrder {
  /** Place in the book; grows with every payment of the sandbox. */
  readonly sequence: number;
  /** The wallet's own number for the payment, digits. */
  readonly walletNumber: string;
  /** How often money was taken for it. More than 1 would be a double charge. */
  readonly timesCharged: number;
  readonly wrongPasswords: number;
  /** When it became paid, declined or closed, or, reversed before that, when it was reversed. */
  readonly endedAtMs: number | undefined;
  readonly reversedAtMs: number | undefined;
  /** What has gone back by refunds, in minor units of `currency`. */
  readonly refundedMinor: number;
  /** What refunds under way may still return, in minor units of `currency`. */
  readonly refundingMinor: number;
  /** What has gone back to the account by refunds, in minor units of its own currency. */
  readonly refundedDebitMinor: number;
}
