/**
 * Named moments at which a test may stop the process; production passes a function that does nothing.
 *
 * A payment:
 * - `before_intent`: the request is checked, nothing is written.
 * - `intent_durable`: the intent is on the disk, nothing is sent.
 * - `charge_sent`: the wallet was called and has not answered.
 * - `charge_answered`: the wallet has answered, its answer is not stored.
 * - `outcome_durable`: the outcome is on the disk, the merchant has not been answered.
 *
 * The resolver:
 * - `lease_taken`: an open payment is leased, nothing was asked.
 * - `query_sent`, `query_answered`: the wallet was asked; its answer is here and not stored.
 * - `verdict_durable`: what followed from the answer is on the disk.
 *
 * A reversal, begun by a merchant or by the resolver:
 * - `before_reversal`: it is decided, nothing is written.
 * - `reversal_durable`: the reversal is on the disk, nothing is sent.
 * - `reversal_sent`, `reversal_answered`: the wallet was called; its answer is here and not stored.
 * - `acknowledgement_durable`: the wallet's word is on the disk, no enquiry has confirmed it.
 * - `confirmation_sent`, `confirmation_answered`: the enquiry that confirms it was sent; its answer is not stored.
 * - `reversal_outcome_durable`: the outcome is on the disk, the merchant has not been answered.
 *
 * A refund:
 * - `before_refund_intent`: the request is checked, nothing is written.
 * - `refund_durable`: the refund and its reservation are on the disk, nothing is sent.
 * - `refund_sent`, `refund_answered`: the wallet was called; its answer is here and not stored.
 * - `refund_outcome_durable`: the outcome is on the disk, the merchant has not been answered.
 *
 * Money taken after the verdict "not paid":
 * - `late_charge_durable`: the obligation is on the disk, nothing went back.
 * - `return_sent`, `return_answered`: the wallet was called; its answer is here and not stored.
 * - `return_durable`: the return is on the disk.
 *
 * A notification:
 * - `notification_sent`: it is on its way, the merchant has not answered.
 * - `notification_answered`: the merchant has answered, its answer is not stored.
 */
export type CrashPoint =
  | 'before_intent'
  | 'intent_durable'
  | 'charge_sent'
  | 'charge_answered'
  | 'outcome_durable'
  | 'lease_taken'
  | 'query_sent'
  | 'query_answered'
  | 'verdict_durable'
  | 'before_reversal'
  | 'reversal_durable'
  | 'reversal_sent'
  | 'reversal_answered'
  | 'acknowledgement_durable'
  | 'confirmation_sent'
  | 'confirmation_answered'
  | 'reversal_outcome_durable'
  | 'before_refund_intent'
  | 'refund_durable'
  | 'refund_sent'
  | 'refund_answered'
  | 'refund_outcome_durable'
  | 'notification_sent'
  | 'notification_answered'
  | 'late_charge_durable'
  | 'return_sent'
  | 'return_answered'
  | 'return_durable';

/** Called each time the process passes a named moment. */
export type ReachCrashPoint = (point: CrashPoint) => void;
