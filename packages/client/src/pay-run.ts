import type { Attempt, Verdict } from './attempt.ts';
import { enquiryCall, type UndoName, undoCall, undoNameOf } from './attempt-calls.ts';
import { AttemptRecord } from './attempt-record.ts';
import type { ClientParts } from './client-parts.ts';
import { GatewayLine } from './gateway-line.ts';
import type { PaySignals } from './pay-progress.ts';
import { type PayResult, resultOf } from './pay-result.ts';
import type { PreparedCall } from './prepared-call.ts';
import { type Reading, readEnquiry, readPayment } from './reading.ts';
import { StopWatch } from './stop-watch.ts';
import { nextPollMs, notBegunFromMs } from './timing.ts';

/** What happens next to an attempt. */
type Next =
  | { readonly step: 'send' | 'ask' | 'poll' | 'cancel' }
  | { readonly step: 'ended'; readonly verdict: Verdict }
  /** Not known; `given up` attempts are left to background enquiries, the others can be recovered. */
  | { readonly step: 'unresolved'; readonly reason: string; readonly givenUp: boolean };

const STOPPED: Next = { step: 'unresolved', reason: 'stopped by the caller', givenUp: false };
const UNKNOWN_CREDENTIALS: Next = {
  step: 'unresolved',
  reason:
    'the gateway refuses app code, client key or signature (1108); correct them or the clock, then recover the attempt',
  givenUp: false,
};

/**
 * Brings one attempt to its end: send, ask, poll, reverse, give up into "unresolved". Whatever happens, the attempt is
 * never sent under another number, never with another scan, and no verdict on a request that may have arrived is given
 * that the gateway did not give.
 */
export class PayRun {
  readonly #parts: ClientParts;
  readonly #signals: PaySignals;
  readonly #watch: StopWatch;
  readonly #record: AttemptRecord;
  readonly #line: GatewayLine;
  /** The bytes of the payment; absent for an attempt of an earlier process, whose code nobody has any more. */
  readonly #payment: PreparedCall | undefined;
  /** Age at which the till stops waiting. */
  readonly #unresolvedAtMs: number;
  /** Whether the gateway may have begun anything. */
  #mayHaveBegun: boolean;
  #sends = 0;
  #asks = 0;
  #resent = false;
  /** Once a reversal was decided nothing is polled any more. */
  #cancelling: boolean;
  #undoName: UndoName;
  /** When the gateway first said that it has the payment, on the watch. */
  #pendingSinceMs: number | undefined;

  /** @param payment absent for an attempt that an earlier process began. */
  constructor(parts: ClientParts, attempt: Attempt, payment: PreparedCall | undefined, signals: PaySignals) {
    const { clock } = parts.surroundings;
    const ageMs = payment === undefined ? Math.max(0, clock.nowMs() - attempt.startedAtMs) : 0;
    this.#parts = parts;
    this.#payment = payment;
    this.#signals = signals;
    this.#watch = new StopWatch(clock, ageMs);
    this.#record = new AttemptRecord(parts.journal, attempt, signals.onProgress, () => this.#watch.ageMs());
    this.#line = new GatewayLine(parts, signals.stop);
    this.#mayHaveBegun = payment === undefined;
    this.#cancelling = attempt.stage === 'cancelling';
    this.#undoName = undoNameOf(attempt.payType);
    const { unresolvedAtMs, recoverForMs } = parts.timing;
    this.#unresolvedAtMs =
      payment === undefined ? Math.max(unresolvedAtMs, ageMs + recoverForMs) : unresolvedAtMs;
  }

  async run(): Promise<PayResult> {
    let next: Next = { step: this.#payment === undefined ? 'ask' : 'send' };
    for (;;) {
      next = this.#interrupted(next);
      switch (next.step) {
        case 'ended':
          return this.#end(next.verdict);
        case 'unresolved':
          return this.#giveUp(next.reason, next.givenUp);
        case 'send':
          next = await this.#send();
          break;
        case 'ask':
          next = await this.#askWhetherArrived();
          break;
        case 'poll':
          next = await this.#poll();
          break;
        case 'cancel':
          next = await this.#cancel();
          break;
      }
    }
  }

  /** What the caller, time or the gateway's refusal to know us make of the next step. */
  #interrupted(next: Next): Next {
    if (next.step === 'ended' || next.step === 'unresolved') return next;
    const ageMs = this.#watch.ageMs();
    const { resendUntilMs } = this.#parts.timing;
    const stopped = this.#signals.stop?.aborted === true;
    if (!this.#mayHaveBegun && (stopped || this.#cancelAsked() || ageMs >= resendUntilMs)) {
      return {
        step: 'ended',
        verdict: { kind: 'not_begun', reason: 'the request never reached the gateway' },
      };
    }
    if (stopped) return STOPPED;
    // Waiting cannot mend this. Nobody but the gateway knows the money, so it is no verdict either.
    if (this.#line.credentialsRefused) return UNKNOWN_CREDENTIALS;
    if (ageMs < this.#unresolvedAtMs) return next;
    const reason = 'the gateway has not said what became of the payment';
    return { step: 'unresolved', reason, givenUp: true };
  }

  /** Sends the payment, and the same bytes again while provably nothing began and the code is fresh. */
  async #send(): Promise<Next> {
    const reading = await this.#sendOnce();
    if (reading.kind !== 'not_started') return this.#after(reading, 'ask');
    const waitMs = this.#parts.timing.resendWaitsMs[this.#sends - 1];
    if (waitMs === undefined) return { step: 'ask' };
    await this.#wait(Math.max(waitMs, reading.waitMs ?? 0), 0);
    return this.#watch.ageMs() < this.#parts.timing.resendUntilMs && !this.#cancelAsked()
      ? { step: 'send' }
      : { step: 'ask' };
  }

  async #sendOnce(): Promise<Reading> {
    if (this.#payment === undefined) return { kind: 'unclear', reason: 'nobody has the code any more' };
    const { attempt } = this.#record;
    const repeated = this.#mayHaveBegun;
    this.#record.tell('sending');
    this.#sends += 1;
    this.#mayHaveBegun = true;
    const { paymentAnswerMs } = this.#parts.timing;
    const sent = await this.#line.send(this.#payment, paymentAnswerMs, attempt.signType);
    if (sent.kind === 'unknown') return { kind: 'unclear', reason: sent.reason };
    const reading: Reading =
      sent.kind === 'not_sent'
        ? { kind: 'not_started', reason: sent.reason, waitMs: undefined, proven: true }
        : readPayment(attempt, sent, repeated);
    if (reading.kind === 'not_started') {
      this.#mayHaveBegun = repeated || !reading.proven;
      this.#record.tell('not_sent', reading.reason);
    }
    return reading;
  }

  /**
   * Nobody knows whether the request arrived: asks, and sends the same bytes once more when it did not. Nothing is undone
   * before there is an answer that can be believed. An earlier process may have shown "paid" and not been able to write
   * it down, and hosts of other dialects return the money of a paid order (contract section 5.4).
   */
  async #askWhetherArrived(): Promise<Next> {
    const { askWaitsMs, resendUntilMs, cancelAtMs } = this.#parts.timing;
    const planned = askWaitsMs[Math.min(this.#asks, askWaitsMs.length - 1)] ?? 0;
    this.#record.tell('asking');
    // A cashier who has cancelled shortens one wait and not all of them: a dead line would be asked without end.
    const cancelFromMs = this.#asks > 0 && this.#cancelAsked() ? undefined : 0;
    await this.#wait(this.#line.paced(planned), cancelFromMs);
    this.#asks += 1;
    const reading = await this.#enquire();
    if (reading.kind === 'verdict' || reading.kind === 'pending') return this.#after(reading, 'poll');
    if (reading.kind !== 'not_found') return { step: 'ask' };
    const ageMs = this.#watch.ageMs();
    const wantsCancel = this.#cancelling || this.#cancelAsked() || ageMs >= cancelAtMs;
    if (wantsCancel || this.#payment === undefined || ageMs >= resendUntilMs) return { step: 'cancel' };
    if (this.#resent) return { step: 'poll' };
    const repeat = await this.#sendOnce();
    // A try that began nothing was none.
    this.#resent = repeat.kind !== 'not_started';
    return this.#after(repeat, repeat.kind === 'unclear' ? 'ask' : 'poll');
  }

  /** Waits for the next enquiry, or for the moment to reverse. */
  async #poll(): Promise<Next> {
    const { timing } = this.#parts;
    this.#pendingSinceMs ??= this.#watch.ageMs();
    await this.#record.update({ stage: 'polling' });
    const beganMs = this.#watch.ageMs();
    const plannedMs = this.#pendingSinceMs + nextPollMs(timing, beganMs - this.#pendingSinceMs) - beganMs;
    const pollAtMs = beganMs + this.#line.paced(plannedMs);
    for (;;) {
      const cancelAtMs = this.#cancelAsked() ? timing.cancelNotBeforeMs : timing.cancelAtMs;
      const ageMs = this.#watch.ageMs();
      if (ageMs >= cancelAtMs) return { step: 'cancel' };
      if (ageMs >= pollAtMs) break;
      await this.#wait(Math.min(pollAtMs, cancelAtMs) - ageMs, timing.cancelNotBeforeMs);
      if (this.#signals.stop?.aborted === true) return { step: 'poll' };
    }
    return this.#after(await this.#enquire(), 'poll');
  }

  /**
   * Reverses and asks, once. The answer of the reversal is not believed by itself: an enquiry says what became of the
   * money, and one that is paid stays paid.
   */
  async #cancel(): Promise<Next> {
    const { cancelNotBeforeMs, cancelEveryMs, queryAnswerMs } = this.#parts.timing;
    if (this.#cancelling) await this.#wait(this.#line.paced(cancelEveryMs));
    this.#cancelling = true;
    await this.#record.update({ stage: 'cancelling' });
    this.#record.tell('cancelling');
    await this.#wait(cancelNotBeforeMs - this.#watch.ageMs());
    if (this.#signals.stop?.aborted === true) return { step: 'cancel' };
    const undone = await this.#line.send(undoCall(this.#undoName, this.#record.attempt), queryAnswerMs);
    const taken = undone.kind !== 'answered' || ['0000', '1143', '1145'].includes(undone.respcd);
    if (!taken) this.#undoName = this.#undoName === 'close' ? 'reversal' : 'close';
    return this.#after(await this.#enquire(), 'cancel');
  }

  /** Where a reading leads; `otherwise` for one that says nothing. */
  async #after(reading: Reading, otherwise: 'ask' | 'poll' | 'cancel'): Promise<Next> {
    switch (reading.kind) {
      case 'verdict':
        await this.#record.update({ syssn: reading.syssn, stage: 'ended', verdict: reading.verdict });
        return { step: 'ended', verdict: reading.verdict };
      case 'pending':
        await this.#record.update({ syssn: reading.syssn });
        this.#record.tell(reading.respcd === '1143' ? 'payer_confirms' : 'processing');
        return { step: this.#cancelling ? 'cancel' : 'poll' };
      case 'unclear':
        this.#record.tell('unclear', reading.reason);
        return { step: otherwise };
      case 'not_found':
      case 'not_started':
        return { step: otherwise };
    }
  }

  async #enquire(): Promise<Reading> {
    const { attempt } = this.#record;
    const answer = await this.#line.send(enquiryCall(attempt), this.#parts.timing.queryAnswerMs);
    if (answer.kind !== 'answered') return { kind: 'unclear', reason: answer.reason };
    const reading = readEnquiry(attempt, answer);
    const tooLate = this.#watch.ageMs() >= notBegunFromMs(attempt.signType);
    return reading.kind === 'not_found' && tooLate ? NEVER_BEGUN : reading;
  }

  async #end(verdict: Verdict): Promise<PayResult> {
    await this.#record.update({ stage: 'ended', verdict });
    const detail = verdict.kind === 'paid' ? '' : verdict.reason;
    this.#record.tell(verdict.kind === 'not_begun' ? 'declined' : verdict.kind, detail);
    return resultOf(this.#record.attempt, verdict);
  }

  async #giveUp(reason: string, givenUp: boolean): Promise<PayResult> {
    if (givenUp) await this.#record.update({ stage: 'unresolved' });
    this.#record.tell('unresolved', reason);
    return { outcome: 'unresolved', attempt: this.#record.attempt, reason };
  }

  #cancelAsked(): boolean {
    return this.#signals.cancel?.aborted === true;
  }

  /** Waits; less when the caller stops, or when the cashier cancels at age `cancelFromMs` or later. */
  #wait(delayMs: number, cancelFromMs?: number): Promise<void> {
    return delayMs > 0 ? this.#watch.wait(delayMs, this.#signals, cancelFromMs) : Promise.resolve();
  }
}

/** A gateway that still does not know the order would not take its request any more. */
export const NEVER_BEGUN: Reading = {
  kind: 'verdict',
  verdict: { kind: 'not_begun', reason: 'the gateway does not know the order and takes its request no more' },
  syssn: '',
};
