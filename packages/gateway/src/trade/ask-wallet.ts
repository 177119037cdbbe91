import type { Timers } from '../clock/clock.ts';
import type { Payment } from '../payment/payment.ts';
import { WIRE_VIEWS } from '../payment/state.ts';
import type { Connector } from '../wallet/connector.ts';
import { orderReference } from './order-reference.ts';
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

/** Asks wallets about open payments; several who ask about the same payment share one call. */
export class WalletAsker {
  readonly #parts: AskWalletParts;
  readonly #asking = new Map<number, Promise<Payment>>();

  constructor(parts: AskWalletParts) {
    this.#parts = parts;
  }

  /**
   * The payment after its wallet was asked; at once when it is final. A wallet that does not answer, or a disk that
   * cannot take the answer, leaves the payment as it was.
   */
  refresh(payment: Payment): Promise<Payment> {
    return WIRE_VIEWS[payment.state].final ? Promise.resolve(payment) : this.#shared(payment);
  }

  /**
   * The same for a payment its wallet has just called about: one that ended unpaid is asked about as well, because the
   * call may tell of a late charge.
   */
  confirm(payment: Payment): Promise<Payment> {
    const unpaid = payment.state === 'declined' || payment.state === 'reversed';
    return unpaid ? this.#shared(payment) : this.refresh(payment);
  }

  #shared(payment: Payment): Promise<Payment> {
    const asking = this.#asking.get(payment.id);
    if (asking !== undefined) return asking;
    const answer = this.#ask(payment)
      .catch((error: unknown) => {
        this.#parts.log.alert('enquiry_not_recorded', { syssn: payment.syssn, why: String(error) });
        return payment;
      })
      .finally(() => this.#asking.delete(payment.id));
    this.#asking.set(payment.id, answer);
    return answer;
  }

  async #ask(payment: Payment): Promise<Payment> {
    const { connectors, timers, log } = this.#parts;
    const connector = connectors.get(payment.connector);
    if (connector === undefined) {
      log.alert('connector_missing', { syssn: payment.syssn, connector: payment.connector });
      return payment;
    }
    // A wallet that goes on calling an undone payment paid has to know that it was undone, or the answer looks like a late
    // charge and the money would go back twice.
    const reference = orderReference(payment, payment.state === 'reversed');
    const answer = await callWallet(timers, QUERY_LIMIT_MS, (signal) => connector.query(reference, signal));
    return recordAnswer(this.#parts, payment, answer, 'enquiry');
  }
}
