import { formatWireTime } from '@opencpm/protocol';
import { withStore } from './attempt-calls.ts';
import type { ClientParts } from './client-parts.ts';
import { GatewayLine } from './gateway-line.ts';
import { type PreparedCall, prepareCall } from './prepared-call.ts';
import { type RefundReading, readRefundAnswer, readRefundEnquiry } from './refund-reading.ts';
import { StopWatch } from './stop-watch.ts';
import { nextPollMs } from './timing.ts';

/** Money to be returned. */
export interface RefundOrder {
  /** The gateway's number of the payment. */
  readonly syssn: string;
  /**
   * Order number of this refund, new among payments and refunds. Store it before the call: a refund that is repeated
   * with the same number after a crash returns nothing twice.
   */
  readonly orderNumber: string;
  /** In the currency's smallest unit; a part, or all of it. */
  readonly amountMinor: number;
  /** The till, at most 40 characters (`udid`). */
  readonly deviceId?: string | undefined;
}

/** How a caller follows a refund. */
export interface RefundSignals {
  /** Stops waiting; the refund goes on at the gateway. */
  readonly stop?: AbortSignal | undefined;
}

/** What a refund ends with. */
export type RefundResult =
  | { readonly outcome: 'refunded'; readonly syssn: string; readonly returnedAt: string }
  /** Nothing was returned and nothing will be under this number. */
  | { readonly outcome: 'refused'; readonly respcd: string; readonly reason: string }
  /** Nothing was begun: the request never reached the gateway, or it said so. The same number may be used again. */
  | { readonly outcome: 'not_begun'; readonly reason: string }
  /**
   * Not known yet. Refund again later **with the same number**: that returns nothing twice and answers what became of
   * it. Never use a new number for it.
   */
  | { readonly outcome: 'unresolved'; readonly syssn: string; readonly reason: string };

/** Repeats of the request after which only enquiries are made. */
const RESENDS_MAX = 3;

/**
 * Returns money and comes back when it is known what became of it: sends, enquires while nobody knows, and waits for the
 * wallet as long as a cashier waits for a payment.
 *
 * @throws InvalidRequestError when the refund cannot be sent as it is; nothing was sent.
 *
 * @internal
 */
export async function refundUntilFinal(
  parts: ClientParts,
  order: RefundOrder,
  signals: RefundSignals,
): Promise<RefundResult> {
  const { credentials, surroundings } = parts;
  const call = prepareCall(
    '/trade/v1/refund',
    withStore(
      [
        ['out_trade_no', order.orderNumber],
        ['syssn', order.syssn],
        ['txamt', String(order.amountMinor)],
        ['txdtm', formatWireTime(surroundings.clock.nowMs())],
        ['udid', order.deviceId ?? ''],
      ],
      credentials.storeId,
    ),
  );
  return new RefundRun(parts, order, call, signals).run();
}

class RefundRun {
  readonly #parts: ClientParts;
  readonly #order: RefundOrder;
  readonly #call: PreparedCall;
  readonly #signals: RefundSignals;
  readonly #watch: StopWatch;
  readonly #line: GatewayLine;
  #mayHaveBegun = false;
  #sends = 0;
  #asks = 0;
  #syssn = '';
  #pendingSinceMs: number | undefined;
  /** A refusal that may be about an earlier try; it counts when the gateway does not know the number. */
  #doubtful: Extract<RefundResult, { outcome: 'refused' }> | undefined;

  constructor(parts: ClientParts, order: RefundOrder, call: PreparedCall, signals: RefundSignals) {
    this.#parts = parts;
    this.#order = order;
    this.#call = call;
    this.#signals = signals;
    this.#watch = new StopWatch(parts.surroundings.clock);
    this.#line = new GatewayLine(parts, signals.stop);
  }

  async run(): Promise<RefundResult> {
    const { timing } = this.#parts;
    let reading = await this.#send();
    for (;;) {
      if (reading.kind === 'final') return reading.result;
      const stopped = this.#signals.stop?.aborted === true;
      if (stopped || this.#watch.ageMs() >= timing.cancelAtMs || this.#line.credentialsRefused) {
        return this.#unfinished(stopped, reading);
      }
      reading = await this.#next(reading);
    }
  }

  async #next(reading: RefundReading): Promise<RefundReading> {
    const { resendWaitsMs, askWaitsMs } = this.#parts.timing;
    switch (reading.kind) {
      case 'pending':
        await this.#untilNextPoll();
        return this.#ask();
      case 'not_started': {
        const waitMs = resendWaitsMs[Math.min(this.#sends, resendWaitsMs.length) - 1] ?? 0;
        await this.#wait(Math.max(waitMs, reading.waitMs ?? 0));
        return this.#send();
      }
      case 'not_found':
        if (this.#doubtful !== undefined) return { kind: 'final', result: this.#doubtful };
        if (this.#sends <= RESENDS_MAX) return this.#send();
        break;
      case 'refused_repeat':
        this.#doubtful = reading.refusal;
        break;
      case 'unclear':
      case 'final':
        break;
    }
    await this.#wait(this.#line.paced(askWaitsMs[Math.min(this.#asks, askWaitsMs.length - 1)] ?? 0));
    this.#asks += 1;
    return this.#ask();
  }

  async #send(): Promise<RefundReading> {
    if (this.#signals.stop?.aborted === true) return { kind: 'unclear', reason: 'stopped by the caller' };
    const repeated = this.#mayHaveBegun;
    this.#mayHaveBegun = true;
    this.#sends += 1;
    const sent = await this.#line.send(this.#call, this.#parts.timing.paymentAnswerMs);
    if (sent.kind === 'unknown') return { kind: 'unclear', reason: sent.reason };
    const reading: RefundReading =
      sent.kind === 'not_sent'
        ? { kind: 'not_started', reason: sent.reason, waitMs: undefined, proven: true }
        : readRefundAnswer(this.#order, sent, repeated);
    if (reading.kind === 'not_started') this.#mayHaveBegun = repeated || !reading.proven;
    return this.#heard(reading);
  }

  async #ask(): Promise<RefundReading> {
    const { orderNumber } = this.#order;
    const { credentials, timing } = this.#parts;
    const call = prepareCall(
      '/trade/v1/query',
      withStore([['out_trade_no', orderNumber]], credentials.storeId),
    );
    const answer = await this.#line.send(call, timing.queryAnswerMs);
    if (answer.kind !== 'answered') return { kind: 'unclear', reason: answer.reason };
    return this.#heard(readRefundEnquiry(this.#order, answer));
  }

  #heard(reading: RefundReading): RefundReading {
    if (reading.kind !== 'pending') return reading;
    this.#syssn = reading.syssn;
    this.#pendingSinceMs ??= this.#watch.ageMs();
    return reading;
  }

  async #untilNextPoll(): Promise<void> {
    const sinceMs = this.#pendingSinceMs ?? 0;
    const elapsedMs = this.#watch.ageMs() - sinceMs;
    await this.#wait(this.#line.paced(nextPollMs(this.#parts.timing, elapsedMs) - elapsedMs));
  }

  #unfinished(stopped: boolean, reading: RefundReading): RefundResult {
    const said = 'reason' in reading ? reading.reason : 'the wallet has not decided';
    const reason = stopped ? 'stopped by the caller' : said;
    return this.#mayHaveBegun
      ? { outcome: 'unresolved', syssn: this.#syssn, reason }
      : { outcome: 'not_begun', reason };
  }

  #wait(delayMs: number): Promise<void> {
    return this.#watch.wait(delayMs, { stop: this.#signals.stop });
  }
}
