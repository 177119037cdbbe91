import type { Timers } from '../clock/clock.ts';
import type { Payment } from '../payment/payment.ts';
import { WIRE_VIEWS } from '../payment/state.ts';
import type { Connector, WalletAnswer } from '../wallet/connector.ts';
import { deciding, settledReference } from './order-reference.ts';
import { recordAnswer, type RecordAnswerParts } from './record-answer.ts';
import { callWallet } from './wallet-call.ts';

/** How long an enquiry waits for the wallet; the caller asks again every few seconds. */
export const QUERY_LIMIT_MS = 4_000;

/** What asking a wallet needs. */
export interface AskWalletParts extends RecordAnswerParts {
  /** Every connector a stored payment may name. */
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly timers: Timers;
}

/** What an answer is for: to be told, or to decide whether the payment is undone. */
type Purpose = 'tell' | 'decide';

/** What an ask came to: the payment as it is stored now, and the answer that is recorded. */
interface Asked {
  readonly payment: Payment;
  readonly answer: WalletAnswer | undefined;
}

/** Asks wallets about open payments; several who ask about the same payment share one call. */
export class WalletAsker {
  readonly #parts: AskWalletParts;
  readonly #asking = {
    tell: new Map<number, Promise<Payment>>(),
    decide: new Map<number, Promise<Payment>>(),
  } as const;

  constructor(parts: AskWalletParts) {
    this.#parts = parts;
  }

  /**
   * The payment after its wallet was asked; at once when it is final. A wallet that does not answer, or a disk that
   * cannot take the answer, leaves the payment as it was.
   */
  refresh(payment: Payment): Promise<Payment> {
    return this.#shared(payment, 'tell');
  }

  /** The same for a payment that is undone unless its wallet says that it is paid. */
  refreshToDecide(payment: Payment): Promise<Payment> {
    return this.#shared(payment, 'decide');
  }

  /**
   * Asks about a payment its wallet has just called about, and records the answer. One that ended unpaid is asked about
   * as well, because the call may tell of a late charge, and by an ask of its own: one that is under way may be older
   * than what the call tells of.
   *
   * @returns whether what the call may tell of is on the disk, so that it need not come again.
   */
  async confirm(payment: Payment): Promise<boolean> {
    if (payment.state !== 'declined' && payment.state !== 'reversed') {
      return WIRE_VIEWS[(await this.refresh(payment)).state].final;
    }
    const { answer } = await this.#tryAsk(payment, 'decide');
    if (answer === undefined || answer.kind === 'not_sent' || answer.kind === 'unknown') return false;
    return answer.kind !== 'paid' || (await this.#parts.store.findLateCharge(payment.id)) !== undefined;
  }

  #shared(payment: Payment, purpose: Purpose): Promise<Payment> {
    if (WIRE_VIEWS[payment.state].final) return Promise.resolve(payment);
    const underWay = this.#asking[purpose];
    const asking = underWay.get(payment.id);
    if (asking !== undefined) return asking;
    const asked = this.#tryAsk(payment, purpose)
      .then((outcome) => outcome.payment)
      .finally(() => underWay.delete(payment.id));
    underWay.set(payment.id, asked);
    return asked;
  }

  /** One ask; without an answer when nobody could be asked, or the disk could not take what was answered. */
  async #tryAsk(payment: Payment, purpose: Purpose): Promise<Asked> {
    try {
      return await this.#ask(payment, purpose);
    } catch (error) {
      this.#parts.log.alert('enquiry_not_recorded', { syssn: payment.syssn, why: String(error) });
      return { payment, answer: undefined };
    }
  }

  async #ask(payment: Payment, purpose: Purpose): Promise<Asked> {
    const { connectors, store, timers, log } = this.#parts;
    const connector = connectors.get(payment.connector);
    if (connector === undefined) {
      log.alert('connector_missing', { syssn: payment.syssn, connector: payment.connector });
      return { payment, answer: undefined };
    }
    const settled = await settledReference(store, payment);
    const reference = purpose === 'decide' ? deciding(settled) : settled;
    const answer = await callWallet(timers, QUERY_LIMIT_MS, (signal) => connector.query(reference, signal));
    return { payment: await recordAnswer(this.#parts, payment, answer, 'enquiry'), answer };
  }
}
