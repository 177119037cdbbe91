import type { Timers } from '../clock/clock.ts';
import type { Refund } from '../payment/refund.ts';
import { isRefundOpen } from '../payment/refund-state.ts';
import type { Connector, RefundOrder } from '../wallet/connector.ts';
import { QUERY_LIMIT_MS } from './ask-wallet.ts';
import { refundOrderOf } from './refund-order.ts';
import { type RefundOutcomeParts, recordRefundAnswer } from './refund-outcome.ts';
import { callWallet } from './wallet-call.ts';

/** What asking a wallet about refunds needs. */
export interface AskRefundParts extends RefundOutcomeParts {
  /** Every connector a stored refund may name. */
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly timers: Timers;
}

/** A refund's wallet, and the order it knows the refund by. */
export interface RefundReach {
  readonly connector: Connector;
  readonly order: RefundOrder;
}

/**
 * The wallet of a stored refund.
 *
 * @returns `undefined` when the gateway has no such connector any more; that is told to the log.
 */
export async function reachRefund(parts: AskRefundParts, refund: Refund): Promise<RefundReach | undefined> {
  const { store, connectors, log } = parts;
  const { syssn, originalId, originalSyssn } = refund;
  const connector = connectors.get(refund.connector);
  if (connector === undefined) {
    log.alert('connector_missing', { syssn, connector: refund.connector });
    return undefined;
  }
  const payment = await store.findPayment(originalId);
  if (payment === undefined) throw new Error(`payment ${originalSyssn} has vanished from the store`);
  return { connector, order: refundOrderOf(parts, refund, payment) };
}

/** Asks wallets about open refunds for merchants who enquire; several who ask about the same one share a call. */
export class RefundAsker {
  readonly #parts: AskRefundParts;
  readonly #asking = new Map<number, Promise<Refund>>();

  constructor(parts: AskRefundParts) {
    this.#parts = parts;
  }

  /**
   * The refund after its wallet was asked; at once when it is final. Nothing is sent again here. A wallet that does
   * not answer, or a disk that cannot take the answer, leaves the refund as it was.
   */
  refresh(refund: Refund): Promise<Refund> {
    if (!isRefundOpen(refund.state)) return Promise.resolve(refund);
    const asking = this.#asking.get(refund.id);
    if (asking !== undefined) return asking;
    const answer = this.#ask(refund)
      .catch((error: unknown) => {
        this.#parts.log.alert('enquiry_not_recorded', { syssn: refund.syssn, why: String(error) });
        return refund;
      })
      .finally(() => this.#asking.delete(refund.id));
    this.#asking.set(refund.id, answer);
    return answer;
  }

  async #ask(refund: Refund): Promise<Refund> {
    const reach = await reachRefund(this.#parts, refund);
    if (reach === undefined) return refund;
    const { connector, order } = reach;
    const answer = await callWallet(this.#parts.timers, QUERY_LIMIT_MS, (signal) =>
      connector.queryRefund(order, signal),
    );
    return recordRefundAnswer(this.#parts, refund, answer, 'enquiry');
  }
}
