import type { PaymentAnswer } from './till.ts';

/** A refund as a till keeps it in its journal, written before the first byte is sent. */
export interface RefundErrand {
  readonly orderNumber: string;
  /** The number its payment was answered with. */
  readonly originalSyssn: string;
  readonly amountMinor: number;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Whole answers, in the order heard. */
  readonly answers: PaymentAnswer[];
}

/** The undoing of a sale. */
export interface ReversalErrand {
  /** Order number of the sale. */
  readonly orderNumber: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly answers: PaymentAnswer[];
}
