/**
 * Where an attempt stands.
 *
 * - `sending`: written down; the request may or may not have left.
 * - `polling`: the gateway has it and no verdict yet.
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
  /** The payment was undone before it was paid; nothing was charged, or all of it went back. */
  | { readonly kind: 'reversed'; readonly respcd: string; readonly reason: string }
  /** Nothing ever left this machine. */
  | { readonly kind: 'not_sent'; readonly reason: string };

/** One attempt to charge one scanned code for one basket, as it is written down. Holds no code and no key. */
export interface Attempt {
  /** `out_trade_no`; unique for ever. */
  readonly orderNumber: string;
  /** Whatever is being sold; attempts for the same basket exclude each other. */
  readonly basketId: string;
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
  readonly stage: AttemptStage;
  /** The gateway's number, empty while it has not told it. */
  readonly syssn: string;
  /** Present exactly when the stage is `ended`. */
  readonly verdict: Verdict | undefined;
}

/** What changes about an attempt. */
export type AttemptProgress = Pick<Attempt, 'stage' | 'syssn' | 'verdict'>;
