import type { Payment } from '../payment/payment.ts';
import { progressOf } from '../payment/progress-of.ts';
import { WIRE_VIEWS } from '../payment/state.ts';
import { saysNotPaid, weighAnswer } from '../payment/wallet-verdict.ts';
import type { PaymentStep } from '../store/store.ts';
import { QUERY_LIMIT_MS } from '../trade/ask-wallet.ts';
import { newReversal, reversalIntent } from '../trade/begin-reversal.ts';
import type { DriveReversalParts, ReversalDriver } from '../trade/drive-reversal.ts';
import { deciding, settledReference } from '../trade/order-reference.ts';
import { changeOwned, LEASE_MS } from '../trade/owned-change.ts';
import { recordAnswer, stepOfLateCharge, stepOfMove } from '../trade/record-answer.ts';
import { callWallet } from '../trade/wallet-call.ts';
import { alertAgeBetween, askAgeMs, askWaitMs, lookWaitMs, scheduledAsks } from '../wallet/ask-schedule.ts';
import type { WalletAnswer } from '../wallet/connector.ts';

/** What resolving payments needs. */
export interface ResolvePaymentParts extends DriveReversalParts {
  /** Number of this gateway inside `syssn`, 0 to 9999. */
  readonly node: number;
  readonly reversals: ReversalDriver;
}

/** How long a payment of a wallet this gateway cannot reach waits before it is looked at again. */
const NO_CONNECTOR_WAIT_MS = 600_000;

/** Brings payments to their end, one turn at a time. Nothing of a payment is kept between two turns. */
export class PaymentResolver {
  readonly #parts: ResolvePaymentParts;

  constructor(parts: ResolvePaymentParts) {
    this.#parts = parts;
  }

  /**
   * One turn of a payment. Ends with what follows from the wallet's answer, and the time of the next turn, on the disk.
   *
   * @param leased the payment as the store leased it.
   */
  async resolve(leased: Payment): Promise<void> {
    if (leased.state === 'reversing') await this.#parts.reversals.drive(leased, 'not_asked');
    else if (!WIRE_VIEWS[leased.state].final) await this.#ask(leased);
    else if (leased.state === 'declined' || leased.state === 'reversed') await this.#look(leased);
    // Nothing is due of a payment that is paid; should it say otherwise, its time is cleared.
    else await this.#write(leased, (current) => asked(current, this.#nowMs(), 'none', undefined));
  }

  /** Asks about a payment without a verdict, and undoes it when it has been asked about often enough. */
  async #ask(leased: Payment): Promise<void> {
    const { pace, log, reach } = this.#parts;
    const answer = await this.#query(leased);
    if (answer === undefined) return;
    const verdict = weighAnswer(leased, answer);
    if (verdict.kind === 'stay' && verdict.alarm !== undefined) {
      log.alert('payment_alarm', { syssn: leased.syssn, why: verdict.alarm });
    }
    const profile = this.#parts.profiles(leased);
    const asks = leased.asks + (pace.hasServed(askWaitMs(profile, leased.asks)) ? 1 : 0);
    const ended = verdict.kind === 'move' && WIRE_VIEWS[verdict.progress.state].final;
    if (!ended && asks >= scheduledAsks(profile) && saysNotPaid(answer)) {
      await this.#undo(leased, answer);
      return;
    }
    const dueAtMs = pace.dueMs(leased.id, askWaitMs(profile, asks));
    const stored = await this.#write(leased, (current) => {
      const now = weighAnswer(current, answer);
      if (now.kind !== 'move') return asked({ ...current, asks }, this.#nowMs(), answer.kind, dueAtMs);
      const { progress } = now;
      const next = WIRE_VIEWS[progress.state].final ? progress : { ...progress, asks, dueAtMs };
      return stepOfMove(this.#parts, current, next, { answer, by: 'resolver' });
    });
    if (stored === undefined) {
      await recordAnswer(this.#parts, leased, answer, 'resolver');
      return;
    }
    reach('verdict_durable');
    if (!WIRE_VIEWS[stored.state].final) this.#alertOf(leased, stored);
  }

  /** The deadline: the reversal is written, and sent without a gap after the ask that decided. */
  async #undo(leased: Payment, answer: WalletAnswer): Promise<void> {
    const { reach, steadyClock, reversals } = this.#parts;
    reach('before_reversal');
    const cause = { origin: 'resolver', callerTime: '', deviceId: '' } as const;
    const reversal = newReversal(this.#parts, leased, cause);
    const leaseEndMs = steadyClock.nowMs() + LEASE_MS;
    const begun = await this.#write(leased, (current) => reversalIntent(current, reversal, leaseEndMs));
    if (begun === undefined) {
      await recordAnswer(this.#parts, leased, answer, 'resolver');
      return;
    }
    reach('reversal_durable');
    await reversals.drive(begun, 'just_asked');
  }

  /** Looks whether a wallet charged after the verdict "not paid". */
  async #look(leased: Payment): Promise<void> {
    const { store, log, pace, reach } = this.#parts;
    const answer = await this.#query(leased);
    if (answer === undefined) return;
    const verdict = weighAnswer(leased, answer);
    const profile = this.#parts.profiles(leased);
    const waitMs = lookWaitMs(profile, leased.asks) ?? 0;
    // A look that got no answer, or came early because of a restart, is repeated.
    const counts = answer.kind !== 'unknown' && answer.kind !== 'not_sent' && pace.hasServed(waitMs);
    const looks = Math.min(leased.asks + (counts ? 1 : 0), profile.lookWaitsMs.length);
    const nextWaitMs = counts ? lookWaitMs(profile, looks) : Math.max(waitMs, LEASE_MS);
    const dueAtMs = nextWaitMs === undefined ? undefined : pace.dueMs(leased.id, nextWaitMs);
    const isNew = verdict.kind === 'late_charge' && (await store.findLateCharge(leased.id)) === undefined;
    const stored = await this.#write(leased, (current) => {
      const step = isNew
        ? stepOfLateCharge(this.#parts, current, verdict, 'resolver')
        : asked(current, this.#nowMs(), answer.kind, dueAtMs);
      return { ...step, progress: { ...step.progress, asks: looks, dueAtMs } };
    });
    if (stored === undefined) {
      await recordAnswer(this.#parts, leased, answer, 'resolver');
      return;
    }
    const { syssn, state, respcd } = leased;
    if (verdict.kind === 'stay' && verdict.alarm !== undefined) {
      log.alert('payment_alarm', { syssn, why: verdict.alarm });
    }
    if (!isNew) return;
    log.alert('late_charge', { syssn, state, respcd });
    reach('late_charge_durable');
  }

  /** @returns `undefined` when the gateway has no such connector any more; the payment waits then. */
  async #query(leased: Payment): Promise<WalletAnswer | undefined> {
    const { connectors, store, timers, log, pace, reach } = this.#parts;
    const connector = connectors.get(leased.connector);
    if (connector === undefined) {
      log.alert('connector_missing', { syssn: leased.syssn, connector: leased.connector });
      const dueAtMs = pace.dueMs(leased.id, NO_CONNECTOR_WAIT_MS);
      await this.#write(leased, (current) => asked(current, this.#nowMs(), 'connector missing', dueAtMs));
      return undefined;
    }
    const reference = deciding(await settledReference(store, leased));
    const asking = callWallet(timers, QUERY_LIMIT_MS, (signal) => connector.query(reference, signal));
    reach('query_sent');
    const answer = await asking;
    reach('query_answered');
    return answer;
  }

  #write(leased: Payment, step: (current: Payment) => PaymentStep): Promise<Payment | undefined> {
    return changeOwned(this.#parts.store, leased, step);
  }

  #nowMs(): number {
    return this.#parts.clock.nowMs();
  }

  #alertOf(before: Payment, { syssn, state, asks }: Payment): void {
    const profile = this.#parts.profiles(before);
    const alertMs = alertAgeBetween(askAgeMs(profile, before.asks), askAgeMs(profile, asks));
    if (alertMs === undefined) return;
    this.#parts.log.alert('payment_open_long', { syssn, state, minutes: alertMs / 60_000 });
  }
}

/** The step of an ask that moved nothing. */
function asked(current: Payment, atMs: number, answer: string, dueAtMs: number | undefined): PaymentStep {
  const { asks } = current;
  return {
    progress: { ...progressOf(current), dueAtMs },
    atMs,
    entry: { event: 'wallet_asked', facts: { by: 'resolver', answer, asks } },
  };
}
