import type { Attempt } from './attempt.ts';
import type { CallOptions } from './call.ts';
import type { ClientParts } from './client-parts.ts';
import { enquire, enquireAll, type Enquiry, type EnquiryPage } from './enquiry.ts';
import { AttemptExistsError, InvalidRequestError } from './errors.ts';
import { attemptOf, paymentCall } from './new-attempt.ts';
import { addNote } from './note.ts';
import { type NotificationRequest, type NotificationResult, verifyNotification } from './notification.ts';
import { cleanOrder, type PayOrder } from './pay-order.ts';
import type { PaySignals } from './pay-progress.ts';
import { type PayResult, resultOf } from './pay-result.ts';
import { PayRun } from './pay-run.ts';
import type { PreparedCall } from './prepared-call.ts';
import { type RefundOrder, type RefundResult, type RefundSignals, refundUntilFinal } from './refund.ts';
import { settleAttempt } from './settle-run.ts';
import { type TradeBill, tradeBill } from './trade-bill.ts';
import type { Transaction } from './transaction.ts';
import { undo, type UndoOrder, type UndoResult } from './undo.ts';

/** Attempts recovered at the same time; the gateway takes 400 requests a minute. */
const RECOVERIES_AT_ONCE = 8;

/** Charges wallet barcodes, each exactly once. Made by {@link createClient}. */
export class Client {
  readonly #parts: ClientParts;
  readonly #orderPrefix: string;

  /** @internal `createClient` makes clients. */
  constructor(parts: ClientParts, orderPrefix = '') {
    this.#parts = parts;
    this.#orderPrefix = orderPrefix;
  }

  /**
   * Charges a code and comes back with what became of the money. The attempt is in the journal before the first byte
   * leaves; an attempt that ends as `unresolved` stays open there, and {@link Client.recover} and
   * {@link Client.settle} go on with it.
   *
   * @throws InvalidRequestError when the order cannot be sent as it is; nothing was sent.
   * @throws AttemptExistsError when the basket has an open attempt or is paid, or when order number or code were used
   *   before; nothing was sent.
   */
  async pay(order: PayOrder, signals: PaySignals = {}): Promise<PayResult> {
    const { journal, signTypes } = this.#parts;
    const cleaned = cleanOrder(order);
    const attempt = attemptOf(this.#parts, cleaned, this.#orderPrefix, await signTypes.choose());
    const payment = paymentCall(attempt, cleaned);
    const obstacle = await journal.begin(attempt);
    if (obstacle !== undefined) throw new AttemptExistsError(obstacle, attempt.basketId);
    return this.#drive(attempt, payment, signals);
  }

  /**
   * Charges the same basket again, with a fresh code and a new order number, after an attempt that was not paid.
   *
   * @param basketId of an attempt in the journal; amount, currency and pay type are those of the newest.
   * @throws AttemptExistsError while any attempt for the basket is open, and when it is paid; nothing was sent.
   * @throws InvalidRequestError when the journal knows no such basket.
   */
  async payAgain(basketId: string, authCode: string, signals: PaySignals = {}): Promise<PayResult> {
    const newest = (await this.#parts.journal.listBasket(basketId)).at(-1);
    if (newest === undefined) {
      throw new InvalidRequestError('basketId', 'no attempt for it is in the journal; use pay');
    }
    const { amountMinor, currency, payType } = newest;
    // What was written down had been checked to be one.
    const again = { basketId, authCode, amountMinor, currency, payType: payType as PayOrder['payType'] };
    return this.pay(again, signals);
  }

  /**
   * Goes on with everything a dead process or a lost network left open: asks first, waits for what is young, reverses
   * what is not, and nothing the gateway has said nothing about. Nothing is charged here. Call it at every start, before
   * the first sale.
   *
   * @returns one result for each attempt that was open; those somebody else works on are left to them.
   */
  async recover(signals: PaySignals = {}): Promise<readonly PayResult[]> {
    const waiting = [...(await this.#parts.journal.listOpen())];
    const results: PayResult[] = [];
    const work = async (): Promise<void> => {
      for (let attempt = waiting.shift(); attempt !== undefined; attempt = waiting.shift()) {
        results.push(await this.#drive(attempt, undefined, signals));
      }
    };
    await Promise.all(Array.from({ length: RECOVERIES_AT_ONCE }, work));
    return results;
  }

  /**
   * Goes on with one attempt as {@link Client.recover} does with all of them: asks at once, then waits for what is
   * young and reverses what is not. Nothing is charged here.
   *
   * @throws InvalidRequestError when the journal has no such attempt.
   */
  async resume(orderNumber: string, signals: PaySignals = {}): Promise<PayResult> {
    return this.#drive(await this.#attempt(orderNumber), undefined, signals);
  }

  /**
   * Asks about an unresolved attempt in the background, for up to a day: every 10 s at first, every 5 min in the end.
   *
   * @throws InvalidRequestError when the journal has no such attempt.
   */
  async settle(
    orderNumber: string,
    signals: Pick<PaySignals, 'stop' | 'onProgress'> = {},
  ): Promise<PayResult> {
    const attempt = await this.#attempt(orderNumber);
    return this.#alone(attempt, (current) => settleAttempt(this.#parts, current, signals));
  }

  /**
   * Lets a basket be sold again although an attempt for it is open. The attempt stays open and may still turn out
   * paid; who decided is written down.
   *
   * @throws InvalidRequestError when the journal has no such attempt.
   */
  async releaseBasket(orderNumber: string, decision: { by: string; reason: string }): Promise<void> {
    await this.#attempt(orderNumber);
    const release = { ...decision, atMs: this.#parts.surroundings.clock.nowMs() };
    await this.#parts.journal.release(orderNumber, release);
  }

  /** Attempts without a verdict, the oldest first. */
  openAttempts(): Promise<readonly Attempt[]> {
    return this.#parts.journal.listOpen();
  }

  /**
   * Makes one enquiry, to find out at the start whether address, app code, client key and store fit.
   *
   * @throws CallError `unknown` when the other side does not know us, `refused` when it does and says no.
   */
  async checkAccess(options: CallOptions = {}): Promise<void> {
    await enquire(this.#parts, {}, { pageSize: 1 }, options);
  }

  /**
   * One page of transactions, the newest first.
   *
   * @throws InvalidRequestError
   * @throws CallError
   */
  query(
    enquiry: Enquiry,
    page: EnquiryPage = {},
    options: CallOptions = {},
  ): Promise<readonly Transaction[]> {
    return enquire(this.#parts, enquiry, page, options);
  }

  /** Every transaction of an enquiry, page by page. */
  queryAll(enquiry: Enquiry, options: CallOptions = {}): AsyncGenerator<Transaction, void, undefined> {
    return enquireAll(this.#parts, enquiry, options);
  }

  /** Returns money and comes back when it is known what became of it; see {@link RefundResult}. */
  refund(order: RefundOrder, signals: RefundSignals = {}): Promise<RefundResult> {
    return refundUntilFinal(this.#parts, order, signals);
  }

  /** Undoes a payment whose outcome is unknown; see {@link UndoResult}. `pay` does this by itself. */
  reverse(order: UndoOrder, options: CallOptions = {}): Promise<UndoResult> {
    return undo(this.#parts, 'reversal', order, options);
  }

  /** As {@link Client.reverse}, under the name that some hosts want for some pay types. */
  close(order: UndoOrder, options: CallOptions = {}): Promise<UndoResult> {
    return undo(this.#parts, 'close', order, options);
  }

  /** Puts a remark of at most 200 characters on a finished transaction. Not for merchants with `mchid`. */
  addNote(syssn: string, note: string, options: CallOptions = {}): Promise<void> {
    return addNote(this.#parts, syssn, note, options);
  }

  /** The account statement of a day, `YYYY-MM-DD` in UTC+8, as a zip. */
  tradeBill(day: string, options: CallOptions = {}): Promise<TradeBill> {
    return tradeBill(this.#parts, day, options);
  }

  /** Verifies a notification against the client key. See `verifyNotification` for more than one key. */
  verifyNotification(request: NotificationRequest, timedRequired = false): NotificationResult {
    const { credentials, surroundings } = this.#parts;
    const nowMs = surroundings.clock.nowMs();
    return verifyNotification(request, { clientKeys: [credentials.clientKey], nowMs, timedRequired });
  }

  async #attempt(orderNumber: string): Promise<Attempt> {
    const attempt = await this.#parts.journal.find(orderNumber);
    if (attempt !== undefined) return attempt;
    throw new InvalidRequestError('orderNumber', 'no such attempt is in the journal');
  }

  #drive(attempt: Attempt, payment: PreparedCall | undefined, signals: PaySignals): Promise<PayResult> {
    return this.#alone(attempt, (current) =>
      // One that was reversed in vain before is only asked about: the till waits for the answer.
      payment === undefined && current.stage === 'unresolved'
        ? settleAttempt(this.#parts, current, signals, 1)
        : new PayRun(this.#parts, current, payment, signals).run(),
    );
  }

  async #alone(attempt: Attempt, run: (current: Attempt) => Promise<PayResult>): Promise<PayResult> {
    const { journal } = this.#parts;
    const { orderNumber } = attempt;
    const result = await journal.exclusively(orderNumber, async () => {
      // Whoever had it in hand before may have ended it.
      const current = (await journal.find(orderNumber)) ?? attempt;
      return current.verdict === undefined ? run(current) : resultOf(current, current.verdict);
    });
    return this.#withRelease(
      result ?? { outcome: 'unresolved', attempt, reason: 'somebody else is working on this attempt' },
    );
  }

  /**
   * A person may release the basket while a run goes on, which has not heard of it; whoever gets the result has to see it,
   * because a payment that turns out paid may then be the second for its basket.
   */
  async #withRelease(result: PayResult): Promise<PayResult> {
    const { attempt } = result;
    try {
      const written = await this.#parts.journal.find(attempt.orderNumber);
      return written === undefined
        ? result
        : { ...result, attempt: { ...attempt, release: written.release } };
    } catch {
      // What became of the money must reach the cashier, also when the journal cannot be read.
      return result;
    }
  }
}
