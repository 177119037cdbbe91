import type { Attempt } from './attempt.ts';

/** What is going on, for a screen. */
export interface PayProgress {
  readonly state:
    | 'sending'
    /** Nothing was begun; the same request is sent again in a moment. */
    | 'not_sent'
    /** It is not known whether the request arrived. */
    | 'asking'
    /** The customer has to confirm on the phone (1143). */
    | 'payer_confirms'
    /** The wallet is at work (1145). */
    | 'processing'
    /** An answer that cannot be believed, or a journal that cannot be written; `detail` says why. */
    | 'unclear'
    | 'cancelling'
    | 'unresolved'
    | 'paid'
    | 'declined'
    | 'reversed';
  /** More about it, for a log; empty when there is nothing to say. */
  readonly detail: string;
  /** As this run knows it: a release from while it goes on is in the result alone. */
  readonly attempt: Attempt;
  /** Milliseconds since the scan. */
  readonly ageMs: number;
}

/** How a caller follows and steers an attempt. */
export interface PaySignals {
  /** Stops waiting. The attempt stays open in the journal and is "unresolved" for now; nothing is reversed. */
  readonly stop?: AbortSignal | undefined;
  /** The cashier cancels: the payment is reversed, from 15 s after the scan on. It may turn out paid all the same. */
  readonly cancel?: AbortSignal | undefined;
  /** Hears every change. What it throws is dropped: a screen that fails must not lose a payment. */
  readonly onProgress?: ((progress: PayProgress) => void) | undefined;
}
