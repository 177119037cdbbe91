import type { Refund } from '../payment/refund.ts';
import { isRefundOpen } from '../payment/refund-state.ts';
import { alertAgeBetween, repeatAgeMs } from '../wallet/ask-schedule.ts';
import type { RefundAnswer } from '../wallet/connector.ts';
import { type AskRefundParts, reachRefund, type RefundReach } from './ask-refund.ts';
import { QUERY_LIMIT_MS } from './ask-wallet.ts';
import type { ReachCrashPoint } from './crash-point.ts';
import { REFUND_WAITS_MS } from './refund-order.ts';
import { recordRefundAnswer } from './refund-outcome.ts';
import { callWallet } from './wallet-call.ts';

/** How long a repeated refund may take; with the enquiry before it this stays within the resolver's lease. */
export const RESEND_LIMIT_MS = 15_000;

/** What driving refunds needs. */
export interface ResumeRefundParts extends AskRefundParts {
  readonly reach: ReachCrashPoint;
}

/** Drives refunds to their end, one turn at a time: asks the wallet, and sends again what never arrived there. */
export class RefundResumer {
  readonly #parts: ResumeRefundParts;

  constructor(parts: ResumeRefundParts) {
    this.#parts = parts;
  }

  /**
   * One turn of an open refund. The wallet is asked first; only when it knows nothing is the same refund sent again,
   * under the same number, which returns the money once however often it arrives. Ends with the outcome, or with the
   * time of the next turn, on the disk.
   *
   * @param refund as the resolver leased it.
   */
  async drive(refund: Refund): Promise<void> {
    if (!isRefundOpen(refund.state)) return;
    const reach = await reachRefund(this.#parts, refund);
    const answer = reach === undefined ? NO_CONNECTOR : await this.#ask(refund, reach);
    const recorded = await recordRefundAnswer(this.#parts, refund, answer, 'resolver');
    this.#parts.reach('refund_outcome_durable');
    if (isRefundOpen(recorded.state)) this.#alertOf(refund, recorded);
  }

  async #ask(refund: Refund, { connector, order }: RefundReach): Promise<RefundAnswer> {
    const { timers, store, reach } = this.#parts;
    const asking = callWallet(timers, QUERY_LIMIT_MS, (signal) => connector.queryRefund(order, signal));
    reach('query_sent');
    const known = await asking;
    reach('query_answered');
    if (known.kind !== 'not_found') return known;
    // Whoever changed the refund since the lease knows more; a refund that was refused may never be sent again.
    const current = await store.findRefund(refund.id);
    if (current?.version !== refund.version) return known;
    const sending = callWallet(timers, RESEND_LIMIT_MS, (signal) => connector.refund(order, signal));
    reach('refund_sent');
    const answer = await sending;
    reach('refund_answered');
    return answer;
  }

  #alertOf(before: Refund, { syssn, asks }: Refund): void {
    const ageOf = (asked: number): number => repeatAgeMs(REFUND_WAITS_MS, asked);
    const alertMs = alertAgeBetween(ageOf(before.asks), ageOf(asks));
    if (alertMs === undefined) return;
    this.#parts.log.alert('refund_open_long', { syssn, minutes: alertMs / 60_000 });
  }
}

const NO_CONNECTOR: RefundAnswer = { kind: 'unknown', reason: 'the connector is missing' };
