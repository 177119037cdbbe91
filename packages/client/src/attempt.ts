import type { SignType } from '@opencpm/protocol';

/**
 * Where an attempt stands.
 *
 * - `sending`: written down; the request may or may not have left.
 * - `polling`: the gateway has it, or may have it, and gave no verdict yet.
 * - `cancelling`: its reversal is under way.
 * - `unresolved`: given up waiting for; asked about in the background.
 * - `ended`: there is a verdict.
 */
export type AttemptStage = 'sending' | 'polling' | 'cancelling' | 'unresolved' | 'ended';

/** What became of the money. Final: it never changes again, except by refunds. */
export type Verdict =
  /** The wallet was charged with exactly the amount asked for. */
  | { readonly kind: 'paid'; readonly paidAt: string; readonly walletNumber: string }
  /** The wallet or the gateway said no; nothing was charged and nothing will be. */
  | { readonly kind: 'declined'; readonly respcd: string; readonly reason: string }
  /** The payment was undone: nothing was charged, or all of it went back. */
  | { readonly kind: 'reversed'; readonly respcd: string; readonly reason: string }
  /**
   * Nothing was begun. The request never left this machine, or the gateway said that it started nothing, or it still
   * does not know the order at a time when it would not take the request any more.
   */
  | { readonly kind: 'not_begun'; readonly reason: string };

/** A person's decision to sell a basket again although an attempt for it is open. */
export interface Release {
  /** Who decided. */
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly atMs: number;
}

/** One attempt to charge one scanned code for one basket, as it is written down. Holds no code and no key. */
export interface Attempt {
  /** `out_trade_no`; unique for ever. */
  readonly orderNumber: string;
  /** Whatever is being sold; attempts for the same basket exclude each other. */
  readonly basketId: string;
  /** In the currency's smallest unit. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly payType: string;
  /** `mchid`, when one was issued. */
  readonly storeId: string | undefined;
  /** HMAC-SHA256 of the code under the client key, hex: recognises a double scan, and gives the code away to nobody. */
  readonly authCodeHash: string;
  /** `txdtm` of the request. */
  readonly callerTime: string;
  /** When the code was scanned, milliseconds since 1970-01-01 UTC. */
  readonly startedAtMs: number;
  /** How the payment is signed, every time it is sent. */
  readonly signType: SignType;
  readonly stage: AttemptStage;
  /** The gateway's number, empty while it has not told it. */
  readonly syssn: string;
  /** Present exactly when the stage is `ended`. */
  readonly verdict: Verdict | undefined;
  /** Present when a person let the basket be sold again without waiting for the verdict. */
  readonly release: Release | undefined;
}

/**
 * What changes about an attempt as it goes on. A release is none of it: a person decides it at any moment, and whoever
 * works on the attempt has not heard of it.
 */
export type AttemptProgress = Pick<Attempt, 'stage' | 'syssn' | 'verdict'>;
