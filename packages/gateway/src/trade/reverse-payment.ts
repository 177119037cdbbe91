import type { ReversalRequest } from '@opencpm/protocol';
import type { Merchant } from '../merchant/merchant.ts';
import { authorizeStore } from '../merchant/store-authority.ts';
import type { Payment } from '../payment/payment.ts';
import type { Refusal } from '../payment/refusal.ts';
import type { Reversal } from '../payment/reversal.ts';
import { WIRE_VIEWS } from '../payment/state.ts';
import { askAgeMs } from '../wallet/ask-schedule.ts';
import { withinBudget } from './answer-budget.ts';
import type { WalletAsker } from './ask-wallet.ts';
import { newReversal, type ReversalCause, reversalIntent, reversalOfEnded } from './begin-reversal.ts';
import type { DriveReversalParts, ReversalDriver } from './drive-reversal.ts';
import { findNamedPayment } from './find-named-payment.ts';
import { ifWritable } from './if-writable.ts';
import { LEASE_MS } from './owned-change.ts';
import { reread } from './record-answer.ts';

/** What reversing payments for merchants needs. */
export interface ReversePaymentParts extends DriveReversalParts {
  /** Number of this gateway inside `syssn`, 0 to 9999. */
  readonly node: number;
  readonly wallets: WalletAsker;
  readonly reversals: ReversalDriver;
}

/**
 * What a reversal came to. `ok` with a payment that is reversed or declined: nothing was or will be charged; with one
 * that is being reversed: nobody knows yet.
 */
export type ReversalOutcome =
  | { readonly ok: true; readonly payment: Payment; readonly reversal: Reversal }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      /** The payment that was named, once it is known to belong to the caller. */
      readonly payment: Payment | undefined;
    };

const CANNOT_WRITE: Refusal = {
  respcd: '1100',
  message: 'the gateway cannot write now; no reversal was begun, send the same request again later',
};
const PAID: Refusal = { respcd: '1260', message: 'the payment is paid; return it by a refund' };
const OTHER_AMOUNT: Refusal = { respcd: '1266', message: 'txamt: differs from the amount of the payment' };
const OTHER_CURRENCY: Refusal = {
  respcd: '1267',
  message: 'txcurrcd: differs from the currency of the payment',
};

/** Undoes payments whose outcome is not success (contract sections 5.4 and 5.5): intent, then send, then record. */
export class PaymentReverser {
  readonly #parts: ReversePaymentParts;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(parts: ReversePaymentParts) {
    this.#parts = parts;
  }

  /** Resolves when no wallet is being waited for any more. */
  async drained(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /**
   * Reverses a payment for an authenticated merchant and answers within the budget of the payment's wallet. A payment
   * is reversed once: every later call answers what has become of it.
   */
  async reverse(merchant: Merchant, request: ReversalRequest): Promise<ReversalOutcome> {
    const authority = authorizeStore(merchant, request.storeId);
    if (!authority.ok) return { ok: false, refusal: authority.refusal, payment: undefined };
    const named = await findNamedPayment(this.#parts.store, merchant, request);
    if (!named.ok) return { ok: false, refusal: named.refusal, payment: undefined };
    const { payment } = named;
    if (request.amountMinor !== payment.amountMinor) return { ok: false, refusal: OTHER_AMOUNT, payment };
    if (request.currency !== undefined && request.currency !== payment.currency) {
      return { ok: false, refusal: OTHER_CURRENCY, payment };
    }
    const { callerTime, deviceId } = request;
    const cause = { origin: 'merchant', callerTime, deviceId } as const;
    const settled = await ifWritable(this.#parts.log, () => this.#settle(payment, cause));
    return settled ?? { ok: false, refusal: CANNOT_WRITE, payment };
  }

  async #settle(payment: Payment, cause: ReversalCause): Promise<ReversalOutcome> {
    const { store, wallets, steadyClock } = this.#parts;
    const startMs = steadyClock.nowMs();
    // A payment that its wallet calls paid is never undone here. One whose wallet gives no answer is: nobody can tell that it
    // is paid, and its merchant wants it undone.
    let current = await wallets.refreshToDecide(payment);
    for (;;) {
      if (WIRE_VIEWS[current.state].respcd === '0000') return { ok: false, refusal: PAID, payment: current };
      const reversal = await store.findReversal(current.id);
      if (reversal !== undefined) return { ok: true, payment: current, reversal };
      const begun = await this.#begin(current, cause, startMs);
      if (begun !== undefined) return begun;
      current = await reread(store, current);
    }
  }

  /** `undefined` when somebody else has changed the payment meanwhile. */
  async #begin(
    payment: Payment,
    cause: ReversalCause,
    startMs: number,
  ): Promise<ReversalOutcome | undefined> {
    const { store, steadyClock, reach } = this.#parts;
    reach('before_reversal');
    const reversal = newReversal(this.#parts, payment, cause);
    if (WIRE_VIEWS[payment.state].final) {
      const numbered = await store.changePayment(payment, reversalOfEnded(payment, reversal));
      return numbered === undefined ? undefined : { ok: true, payment: numbered, reversal };
    }
    const profile = this.#parts.profiles(payment);
    // The asks that were counted say how old the payment is at least; no clock is asked for that.
    const waitMs = Math.max(0, profile.reverseNotBeforeMs - askAgeMs(profile, payment.asks));
    const dueAtMs = steadyClock.nowMs() + (waitMs > 0 ? waitMs : LEASE_MS);
    const begun = await store.changePayment(payment, reversalIntent(payment, reversal, dueAtMs));
    if (begun === undefined) return undefined;
    reach('reversal_durable');
    if (waitMs > 0) return { ok: true, payment: begun, reversal };
    const leftMs = Math.max(0, profile.answerBudgetMs - (steadyClock.nowMs() - startMs));
    const outcome = await this.#drive(begun, leftMs);
    return WIRE_VIEWS[outcome.state].respcd === '0000'
      ? { ok: false, refusal: PAID, payment: outcome }
      : { ok: true, payment: outcome, reversal };
  }

  #drive(begun: Payment, budgetMs: number): Promise<Payment> {
    const { timers, log, reach, reversals } = this.#parts;
    const driven = reversals.drive(begun, 'just_asked').then((outcome) => {
      reach('reversal_outcome_durable');
      return outcome;
    });
    this.#underWay.add(driven);
    const done = (): void => {
      this.#underWay.delete(driven);
    };
    driven.then(done, done);
    return withinBudget(timers, budgetMs, driven, {
      known: begun,
      onError: (error) => log.alert('outcome_not_recorded', { syssn: begun.syssn, why: String(error) }),
    });
  }
}
