import type { Attempt, AttemptProgress, Verdict } from './attempt.ts';
import { type Exchange, exchange, type Parameters, type SignedCall, signCall } from './exchange.ts';
import type { PayProgress, PaySignals } from './pay-progress.ts';
import { type PayResult, resultOf } from './pay-result.ts';
import type { ClientParts } from './client-parts.ts';
import { type Reading, readEnquiry, readPayment } from './reading.ts';
import { StopWatch } from './stop-watch.ts';

/** What happens next to an attempt. */
type Next =
  | { readonly step: 'send' | 'ask' | 'poll' | 'cancel' }
  | { readonly step: 'ended'; readonly verdict: Verdict }
  | { readonly step: 'unresolved'; readonly reason: string };

const CREDENTIALS_REFUSED =
  'the gateway refuses app code or client key (1108); correct them, then recover the attempt';

/**
 * Brings one attempt to its end: send, ask, poll, reverse, give up into "unresolved". Whatever happens, the attempt is
 * never sent under another number, never with another scan, and no verdict is given that the gateway did not give.
 *
 * Every method of waiting ends early when the caller stops; the attempt then stays open in the journal.
 */
export class PayRun {
  readonly #parts: ClientParts;
  readonly #signals: PaySignals;
  readonly #watch: StopWatch;
  /** The bytes of the payment; absent for an attempt of an earlier process, whose code nobody has any more. */
  readonly #payment: SignedCall | undefined;
  #attempt: Attempt;
  #sends = 0;
  /** When the gateway first said that it has the payment, on the watch. */
  #pendingSinceMs: number | undefined;
  #polls = 0;
  #slowdown = 1;
  /** Answers in a row that refuse app code or key. */
  #credentialRefusals = 0;

  constructor(parts: ClientParts, attempt: Attempt, payment: SignedCall | undefined, signals: PaySignals) {
    this.#parts = parts;
    this.#attempt = attempt;
    this.#payment = payment;
    this.#signals = signals;
    this.#watch = new StopWatch(parts.surroundings.clock);
  }

  async run(): Promise<PayResult> {
    let next: Next = { step: this.#payment === undefined ? 'ask' : 'send' };
    for (;;) {
      if (this.#signals.stop?.aborted === true && next.step !== 'ended') {
        next = { step: 'unresolved', reason: 'stopped by the caller' };
      }
      // Waiting cannot mend this. Nobody but the gateway knows the money, so it is no verdict either.
      if (this.#credentialRefusals >= 2) next = { step: 'unresolved', reason: CREDENTIALS_REFUSED };
      switch (next.step) {
        case 'ended':
          return this.#end(next.verdict);
        case 'unresolved':
          return this.#giveUp(next.reason);
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

  /** Sends the payment, and the same bytes again while provably nothing left and the code is fresh. */
  async #send(): Promise<Next> {
    const { timing } = this.#parts;
    if (this.#payment === undefined) return { step: 'ask' };
    if (this.#watch.ageMs() >= timing.resendUntilMs) return { step: 'ask' };
    this.#tell('sending', '');
    this.#sends += 1;
    const sent = await this.#exchange(this.#payment, timing.paymentAnswerMs);
    if (sent.kind === 'not_sent') return this.#sendAgain(sent.reason, undefined);
    if (sent.kind === 'unknown') return { step: 'ask' };
    const reading = readPayment(this.#attempt, sent);
    if (reading.kind === 'not_started') return this.#sendAgain(reading.reason, reading.waitMs);
    return this.#after(reading, 'ask');
  }

  async #sendAgain(reason: string, wantedMs: number | undefined): Promise<Next> {
    const { resendWaitsMs, resendUntilMs } = this.#parts.timing;
    const usualMs = resendWaitsMs[this.#sends - 1];
    this.#tell('not_sent', reason);
    if (usualMs === undefined) return { step: 'ask' };
    const waitMs = Math.max(usualMs, wantedMs ?? 0);
    if (this.#watch.ageMs() + waitMs >= resendUntilMs) return { step: 'ask' };
    await this.#wait(waitMs);
    return this.#cancelAsked() ? { step: 'ask' } : { step: 'send' };
  }

  /** Nobody knows whether the request arrived: asks, and sends the same bytes once more when it did not. */
  async #askWhetherArrived(): Promise<Next> {
    const { timing } = this.#parts;
    this.#tell('asking', '');
    await this.#wait(timing.unknownWaitMs);
    const reading = await this.#enquire();
    if (reading.kind !== 'not_found') return this.#after(reading, 'poll');
    const mayResend =
      this.#payment !== undefined && this.#watch.ageMs() < timing.resendUntilMs && !this.#cancelAsked();
    if (!mayResend) return { step: 'cancel' };
    const resent = await this.#exchange(this.#payment, timing.paymentAnswerMs);
    return resent.kind === 'answered'
      ? this.#after(readPayment(this.#attempt, resent), 'poll')
      : { step: 'poll' };
  }

  /** Waits for the next enquiry, or for the moment to reverse. */
  async #poll(): Promise<Next> {
    const { timing } = this.#parts;
    this.#pendingSinceMs ??= this.#watch.ageMs();
    await this.#update({ stage: 'polling' });
    const cancelAtMs = this.#cancelAsked() ? timing.cancelNotBeforeMs : timing.cancelAtMs;
    if (this.#watch.ageMs() >= cancelAtMs) return { step: 'cancel' };
    const pollAtMs = this.#pendingSinceMs + this.#pollOffsetMs();
    const waitMs = Math.min(pollAtMs, cancelAtMs) - this.#watch.ageMs();
    await this.#wait(Math.max(0, waitMs) * this.#slowdown, timing.cancelNotBeforeMs);
    if (this.#watch.ageMs() < pollAtMs) return { step: 'poll' };
    this.#polls += 1;
    return this.#after(await this.#enquire(), 'poll');
  }

  #pollOffsetMs(): number {
    const { pollAtMs, pollEveryMs } = this.#parts.timing;
    const listed = pollAtMs[this.#polls];
    if (listed !== undefined) return listed;
    return (pollAtMs.at(-1) ?? 0) + (this.#polls - pollAtMs.length + 1) * pollEveryMs;
  }

  /** Reverses and asks, again and again, until the gateway names a verdict or the till has waited long enough. */
  async #cancel(): Promise<Next> {
    const { timing } = this.#parts;
    await this.#update({ stage: 'cancelling' });
    this.#tell('cancelling', '');
    const tooEarlyMs = timing.cancelNotBeforeMs - this.#watch.ageMs();
    if (tooEarlyMs > 0) await this.#wait(tooEarlyMs);
    const untilMs = Math.max(
      timing.unresolvedAtMs,
      this.#watch.ageMs() + timing.unresolvedAtMs - timing.cancelAtMs,
    );
    for (;;) {
      const reversal = signCall(
        this.#parts.credentials,
        '/trade/v1/reversal',
        reversalParameters(this.#attempt),
        this.#parts.surroundings,
      );
      // Its answer is not believed by itself: an enquiry says what became of the money.
      await this.#exchange(reversal, timing.queryAnswerMs);
      const reading = await this.#enquire();
      const next = this.#after(reading, 'cancel');
      if (next.step === 'ended' || next.step === 'unresolved') return next;
      if (this.#signals.stop?.aborted === true || this.#credentialRefusals >= 2) return next;
      if (this.#watch.ageMs() >= untilMs) {
        return { step: 'unresolved', reason: 'the gateway has not said whether the payment was undone' };
      }
      await this.#wait(timing.cancelEveryMs * this.#slowdown);
    }
  }

  /** Where a reading leads; `otherwise` for one that says nothing. */
  #after(reading: Reading, otherwise: 'ask' | 'poll' | 'cancel'): Next {
    switch (reading.kind) {
      case 'verdict':
        this.#attempt = { ...this.#attempt, syssn: reading.syssn };
        return { step: 'ended', verdict: reading.verdict };
      case 'pending':
        this.#attempt = { ...this.#attempt, syssn: reading.syssn };
        this.#tell(reading.respcd === '1143' ? 'payer_confirms' : 'processing', '');
        return { step: otherwise === 'cancel' ? 'cancel' : 'poll' };
      case 'not_found':
      case 'not_started':
        return { step: otherwise };
      case 'unclear':
        this.#tell('unclear', reading.reason);
        return { step: otherwise };
    }
  }

  async #enquire(): Promise<Reading> {
    const { credentials, surroundings, timing } = this.#parts;
    const call = signCall(credentials, '/trade/v1/query', enquiryParameters(this.#attempt), surroundings);
    const answer = await this.#exchange(call, timing.queryAnswerMs);
    if (answer.kind !== 'answered') return { kind: 'unclear', reason: answer.reason };
    this.#slowdown = answer.httpStatus === 429 ? Math.min(this.#slowdown * 2, 8) : 1;
    return readEnquiry(this.#attempt, answer);
  }

  async #exchange(call: SignedCall, answerMs: number): Promise<Exchange> {
    const { surroundings, credentials } = this.#parts;
    const result = await exchange(surroundings, call, credentials.clientKey, answerMs, this.#signals.stop);
    const refused = result.kind === 'unknown' && result.credentialsRefused === true;
    this.#credentialRefusals = refused ? this.#credentialRefusals + 1 : 0;
    return result;
  }

  async #end(verdict: Verdict): Promise<PayResult> {
    await this.#update({ stage: 'ended', verdict });
    this.#tell(verdict.kind === 'not_sent' ? 'declined' : verdict.kind, '');
    return resultOf(this.#attempt, verdict);
  }

  async #giveUp(reason: string): Promise<PayResult> {
    await this.#update({ stage: 'unresolved' });
    this.#tell('unresolved', reason);
    return { outcome: 'unresolved', attempt: this.#attempt, reason };
  }

  async #update(change: Partial<AttemptProgress>): Promise<void> {
    const before = this.#attempt;
    const { stage, syssn, verdict } = { ...before, ...change };
    this.#attempt = { ...before, stage, syssn, verdict };
    if (stage === before.stage && verdict === before.verdict) return;
    await this.#parts.journal.update(before.orderNumber, { stage, syssn, verdict });
  }

  #cancelAsked(): boolean {
    return this.#signals.cancel?.aborted === true;
  }

  #tell(state: PayProgress['state'], detail: string): void {
    this.#signals.onProgress?.({ state, detail, attempt: this.#attempt, ageMs: this.#watch.ageMs() });
  }

  /** Waits; less when the caller stops, or when the cashier cancels and a reversal may be sent. */
  #wait(delayMs: number, cancelFromMs = Number.POSITIVE_INFINITY): Promise<void> {
    return this.#watch.wait(delayMs, this.#signals, cancelFromMs);
  }
}

function enquiryParameters({ orderNumber, storeId }: Attempt): Parameters {
  return withStore([['out_trade_no', orderNumber]], storeId);
}

function reversalParameters({ orderNumber, amountMinor, callerTime, storeId }: Attempt): Parameters {
  return withStore(
    [
      ['out_trade_no', orderNumber],
      ['txamt', String(amountMinor)],
      ['txdtm', callerTime],
    ],
    storeId,
  );
}

function withStore(parameters: Parameters, storeId: string | undefined): Parameters {
  return storeId === undefined ? parameters : [...parameters, ['mchid', storeId]];
}
