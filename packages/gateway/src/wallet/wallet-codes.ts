import type { ResponseCode } from '@opencpm/protocol';

/** The calls of the connector port. */
export type WalletCall = 'charge' | 'query' | 'reverse' | 'refund' | 'queryRefund';

/**
 * What a code of a wallet means. `for now` marks a refusal that is not final: the wallet may still charge, reverse or
 * return. `unknown` decides nothing; it is also what every code means that no table names.
 */
export type CodeResult =
  | 'paid'
  | 'waiting for payer'
  | 'processing'
  | 'unknown'
  | 'not found'
  | 'not sent'
  | 'reversed'
  | 'declined'
  | 'declined for now'
  | 'refused'
  | 'refused for now'
  | 'returned';

/** One row of a wallet's code table, as the documentation and the contract suite read it. */
export interface WalletCode {
  /** As the wallet writes it, such as `USER_BALANCE_NOT_ENOUGH`. Once for each call. */
  readonly code: string;
  /** The calls whose answers it is read in. */
  readonly calls: readonly WalletCall[];
  readonly result: CodeResult;
  /** What the merchant hears; for refusals alone. */
  readonly respcd?: ResponseCode;
  /** In words, one short line. */
  readonly meaning: string;
  /** Somebody has to look at it: the fault is ours or lies in the contract, or a customer waits for money. */
  readonly alerts?: true;
}
