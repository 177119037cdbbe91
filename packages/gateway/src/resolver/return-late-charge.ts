import type { HistoryEvent } from '../payment/history-entry.ts';
import type { Payment } from '../payment/payment.ts';
import type { LateCharge } from '../payment/reversal.ts';
import { QUERY_LIMIT_MS } from '../trade/ask-wallet.ts';
import { type DriveReversalParts, REVERSE_LIMIT_MS } from '../trade/drive-reversal.ts';
import { nextReturnNumber } from '../trade/late-charge.ts';
import { orderReference } from '../trade/order-reference.ts';
import { callWallet } from '../trade/wallet-call.ts';
import { alertAgeBetween, RETURN_WAITS_MS, repeatAgeMs, repeatWaitMs } from '../wallet/ask-schedule.ts';
import type { Connector, RefundAnswer, RefundOrder, WalletAnswer } from '../wallet/connector.ts';

/** What a try came to: the money is back, or a word about why not yet. */
type Try =
  | { readonly returnedAtMs: number; readonly how: string }
  | {
      readonly open: string;
      /** That the wallet has refused for good to undo the payment. */
      readonly stands?: true;
      /** Under which the return is sent from the next try on; absent to go on with the present number. */
      readonly nextNumber?: string | undefined;
    };

/** Returns what wallets took after the verdict "not paid", one try at a time, until the money is back. */
export class LateChargeReturner {
  readonly #parts: DriveReversalParts;

  constructor(parts: DriveReversalParts) {
    this.#parts = parts;
  }

  /**
   * One try. Its number was written before, so that the return happens once however often it is tried.
   *
   * @param leased the late charge as the store leased it.
   */
  async drive(leased: LateCharge): Promise<void> {
    const payment = await this.#parts.store.findPayment(leased.paymentId);
    if (payment === undefined) throw new Error(`payment ${leased.paymentId} of a late charge has vanished`);
    const connector = this.#parts.connectors.get(payment.connector);
    if (connector === undefined) {
      const { syssn, connector: name } = payment;
      this.#parts.log.alert('connector_missing', { syssn, connector: name });
    }
    const result: Try =
      connector === undefined
        ? { open: 'connector missing' }
        : await this.#giveBack(connector, payment, leased);
    await this.#record(payment, leased, result);
  }

  /** Asks before it sends again; tries to undo the whole payment when the wallet takes no refund of it. */
  async #giveBack(connector: Connector, payment: Payment, leased: LateCharge): Promise<Try> {
    const { timers, reach } = this.#parts;
    const order = returnOrder(payment, leased);
    if (leased.attempts > 0) {
      const known = await callWallet(timers, QUERY_LIMIT_MS, (signal) =>
        connector.queryRefund(order, signal),
      );
      const result = this.#weigh(payment, leased, known);
      if ('returnedAtMs' in result || known.kind === 'processing' || known.kind === 'unknown') return result;
      const number = isRefused(known) ? nextReturnNumber(leased) : undefined;
      if (number !== undefined) return renumbered(await this.#undo(connector, payment), number);
    }
    const sending = callWallet(timers, REVERSE_LIMIT_MS, (signal) => connector.refund(order, signal));
    reach('return_sent');
    const answer = await sending;
    reach('return_answered');
    const result = this.#weigh(payment, leased, answer);
    return isRefused(answer) ? this.#undo(connector, payment) : result;
  }

  #weigh(payment: Payment, { amountMinor, currency }: LateCharge, answer: RefundAnswer): Try {
    if (answer.kind !== 'returned') return { open: answer.kind };
    if (answer.amountMinor === amountMinor && answer.currency === currency) {
      return { returnedAtMs: answer.returnedAtMs, how: 'refund' };
    }
    const why = `wallet returned ${answer.currency} ${answer.amountMinor} of a late charge of ${currency} ${amountMinor}`;
    this.#parts.log.alert('payment_alarm', { syssn: payment.syssn, why });
    return { open: 'another amount' };
  }

  /** The money of a payment that was undone is back already; one that stands is undone if the wallet lets it. */
  async #undo(connector: Connector, payment: Payment): Promise<Try> {
    const { timers, clock } = this.#parts;
    const query = (acknowledged: boolean) => {
      const reference = orderReference(payment, acknowledged);
      return callWallet(timers, QUERY_LIMIT_MS, (signal) => connector.query(reference, signal));
    };
    const before = await query(false);
    if (before.kind === 'reversed') return { returnedAtMs: clock.nowMs(), how: 'reversal' };
    if (before.kind !== 'paid' && !isVoid(before)) return { open: `refund refused, payment ${before.kind}` };
    const answer = await callWallet(timers, REVERSE_LIMIT_MS, (signal) => connector.reverse(payment, signal));
    if (answer.kind === 'refused' && !answer.mayRetry) {
      return { open: 'refund refused, reversal refused', stands: true };
    }
    if (answer.kind !== 'reversed') return { open: `refund refused, reversal ${answer.kind}` };
    const after = await query(true);
    return after.kind === 'reversed' || isVoid(after)
      ? { returnedAtMs: clock.nowMs(), how: 'reversal' }
      : { open: `reversed, payment ${after.kind}` };
  }

  async #record({ syssn }: Payment, leased: LateCharge, result: Try): Promise<void> {
    const { store, clock, steadyClock, log, reach } = this.#parts;
    const attempts = leased.attempts + 1;
    const returned = 'returnedAtMs' in result;
    const event: HistoryEvent = returned ? 'late_charge_returned' : 'late_charge_asked';
    const { channelRefundId } = leased;
    const nextNumber = returned ? undefined : result.nextNumber;
    const facts = { attempts, answer: returned ? result.how : result.open };
    const entry = { event, facts: nextNumber === undefined ? facts : { ...facts, nextNumber } };
    const stored = await store.changeLateCharge(
      leased,
      returned
        ? {
            channelRefundId,
            state: 'returned',
            attempts,
            dueAtMs: undefined,
            returnedAtMs: result.returnedAtMs,
          }
        : {
            channelRefundId: nextNumber ?? channelRefundId,
            state: 'returning',
            attempts,
            dueAtMs: steadyClock.nowMs() + repeatWaitMs(RETURN_WAITS_MS, attempts),
            returnedAtMs: undefined,
          },
      entry,
      clock.nowMs(),
    );
    if (stored === undefined) return;
    if (returned) {
      reach('return_durable');
      log.info('late_charge_returned', { syssn, attempts });
      return;
    }
    const age = (tries: number): number => repeatAgeMs(RETURN_WAITS_MS, tries);
    if (alertAgeBetween(age(leased.attempts), age(attempts)) !== undefined) {
      log.alert('late_charge_not_returned', { syssn, attempts, why: result.open });
    }
  }
}

/** Whether a wallet says for good that nothing goes back under the number of a refund. */
function isRefused(answer: RefundAnswer): boolean {
  return answer.kind === 'refused' && !answer.mayStillReturn;
}

/**
 * A try after which the number changes: an enquiry has confirmed that nothing goes back under the present one, and the
 * payment stands for good. While a reversal may still take effect the number stays, or the money could go back twice. The
 * new number is sent under in the next try, when it is on the disk.
 */
function renumbered(result: Try, nextNumber: string): Try {
  return 'stands' in result ? { ...result, nextNumber } : result;
}

/**
 * Whether a wallet says for good that nothing is charged. Some know no other word for a payment that was undone; beside
 * a reversal they have just acknowledged it says that the money is back.
 */
function isVoid(answer: WalletAnswer): boolean {
  return answer.kind === 'declined' && !answer.mayStillCharge;
}

function returnOrder(payment: Payment, charge: LateCharge): RefundOrder {
  return {
    channelRefundId: charge.channelRefundId,
    channelOrderId: payment.channelOrderId,
    family: payment.family,
    walletNumber: charge.walletNumber,
    amountMinor: charge.amountMinor,
    paymentAmountMinor: payment.amountMinor,
    currency: payment.currency,
    createdAtMs: charge.foundAtMs,
    paymentCreatedAtMs: payment.createdAtMs,
  };
}
