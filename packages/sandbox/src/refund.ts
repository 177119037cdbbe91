import type { CurrencyCode, ResponseCode } from '@opencpm/protocol';
import type { RefundBehaviour } from './refund-behaviour.ts';

/**
 * Where a refund stands in the wallet's own book: `processing` is taken in and open, `returned` and `refused` are
 * final.
 */
export type RefundState = 'processing' | 'returned' | 'refused';

/** What is written into the wallet's book when a refund reaches it. */
export interface NewRefund {
  readonly channelRefundId: string;
  /** Number of the payment. */
  readonly channelOrderId: string;
  readonly state: 'processing' | 'refused';
  readonly behaviour: RefundBehaviour;
  /** What is to go back, in minor units of the payment's currency. */
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  /** Response code of a refusal. */
  readonly respcd: ResponseCode | undefined;
  /** Why it was refused; empty otherwise. */
  readonly reason: string;
  readonly createdAtMs: number;
  /** When the next step happens by itself; undefined for one that has ended. */
  readonly dueAtMs: number | undefined;
}

/** A refund in the wallet's own book. All instants are milliseconds since 1970-01-01 UTC. */
export interface WalletRefund extends Omit<NewRefund, 'state'> {
  /** Place in the book; grows with every refund of the sandbox. */
  readonly sequence: number;
  readonly state: RefundState;
  /** What went back to the account, in minor units of its own currency; undefined before, and for a test code. */
  readonly creditMinor: number | undefined;
  /** When it was returned or refused. */
  readonly endedAtMs: number | undefined;
}
