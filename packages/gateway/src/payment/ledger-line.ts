import type { RefundState } from './refund-state.ts';
import type { PaymentState } from './state.ts';

/**
 * How a movement stands in our books.
 *
 * - `settled`: the money moved.
 * - `open`: not known yet.
 * - `void`: it did not move: declined, reversed, refused.
 * - `late`: the payment has the verdict "not paid", and the wallet took the money all the same; it is known and goes back.
 */
export type LedgerStanding = 'settled' | 'open' | 'void' | 'late';

/** One movement as our books have it, with what a bill is compared by. */
export interface LedgerLine {
  /** A `return` is the money of a late charge on its way back; in a bill it is a refund. */
  readonly kind: 'payment' | 'refund' | 'return';
  /** Number of the payment or refund; of a return, that of its payment. */
  readonly syssn: string;
  /** The number the wallet got from us: channel order id, or channel refund id. Unique for a connector and side. */
  readonly requestNumber: string;
  /** Of a return: the number the wallet got for the payment. Some wallets give money back by undoing that. */
  readonly paymentRequestNumber?: string;
  /** The wallet's own number (`chnlsn`), empty while it is not known. */
  readonly channelNumber: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly standing: LedgerStanding;
  /** When the money moved by the wallet's word, else when the movement was begun. Milliseconds since 1970-01-01 UTC. */
  readonly atMs: number;
}

/** Which standing each state of a payment is; a late charge of a void one is looked for elsewhere. */
const PAYMENT_STANDINGS: Readonly<Record<PaymentState, LedgerStanding>> = {
  accepted: 'open',
  processing: 'open',
  waiting_for_payer: 'open',
  reversing: 'open',
  paid: 'settled',
  partly_refunded: 'settled',
  refunded: 'settled',
  declined: 'void',
  reversed: 'void',
};

const REFUND_STANDINGS: Readonly<Record<RefundState, LedgerStanding>> = {
  reserved: 'open',
  processing: 'open',
  succeeded: 'settled',
  refused: 'void',
};

/** How a payment or refund stands in the books, late charges apart. */
export function standingOf(
  movement:
    | { readonly kind: 'payment'; readonly state: PaymentState }
    | { readonly kind: 'refund'; readonly state: RefundState },
): LedgerStanding {
  return movement.kind === 'payment' ? PAYMENT_STANDINGS[movement.state] : REFUND_STANDINGS[movement.state];
}
