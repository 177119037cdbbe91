import type {
  ChargeOrder,
  Connector,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
} from '../connector.ts';
import type { ConnectorPorts } from '../connector-ports.ts';
import { callAlipay } from './call.ts';
import { readCancel } from './cancel-answer.ts';
import { type AlipayDialect, dialectOf } from './dialect.ts';
import { localRefusal } from './local-refusal.ts';
import { readInquiry, readPay } from './payment-answer.ts';
import { readRefund, readRefundInList, readRefundInquiry } from './refund-answer.ts';
import { payBody, paymentReferenceBody, refundBody, refundReferenceBody } from './request-body.ts';
import type { AlipaySettings } from './settings.ts';

/** Charges Alipay and the wallets of Alipay+ by the code their customer shows. */
export class AlipayConnector implements Connector {
  readonly name: string;
  readonly #settings: AlipaySettings;
  readonly #ports: ConnectorPorts;
  readonly #dialect: AlipayDialect;

  constructor(settings: AlipaySettings, ports: ConnectorPorts) {
    this.name = ports.name;
    this.#settings = settings;
    this.#ports = ports;
    this.#dialect = dialectOf(settings.dialect);
  }

  async charge(order: ChargeOrder, signal: AbortSignal): Promise<WalletAnswer> {
    const refusal = localRefusal(order);
    if (refusal !== undefined) return refusal;
    const body = payBody(order, this.#settings, this.#dialect);
    const answer = await callAlipay('pay', body, this.#settings, this.#ports, signal);
    return answer.ok ? readPay(answer, order) : unanswered(answer);
  }

  async query(reference: OrderReference, signal: AbortSignal): Promise<WalletAnswer> {
    const answer = await this.#inquire(reference, signal);
    return answer.ok ? readInquiry(answer, reference, this.#dialect) : unanswered(answer);
  }

  async reverse(reference: OrderReference, signal: AbortSignal): Promise<ReversalAnswer> {
    const body = paymentReferenceBody(reference, this.#settings, this.#dialect);
    const answer = await callAlipay('cancel', body, this.#settings, this.#ports, signal);
    return answer.ok ? readCancel(answer, reference, this.#ports.clock.nowMs()) : unanswered(answer);
  }

  async refund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    const paymentId = await this.#paymentIdFor(order, signal);
    if (typeof paymentId === 'object') return paymentId;
    const body = refundBody(order, paymentId, this.#settings, this.#dialect);
    const answer = await callAlipay('refund', body, this.#settings, this.#ports, signal);
    return answer.ok ? readRefund(answer, order) : unanswered(answer);
  }

  async queryRefund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    if (this.#dialect.paths.inquiryRefund === undefined) {
      const answer = await this.#inquire(order, signal);
      return answer.ok ? readRefundInList(answer, order) : unanswered(answer);
    }
    const body = refundReferenceBody(order);
    const answer = await callAlipay('inquiryRefund', body, this.#settings, this.#ports, signal);
    return answer.ok ? readRefundInquiry(answer, order) : unanswered(answer);
  }

  #inquire(
    reference: Pick<OrderReference, 'channelOrderId'>,
    signal: AbortSignal,
  ): ReturnType<typeof callAlipay> {
    const body = paymentReferenceBody(reference, this.#settings, this.#dialect);
    return callAlipay('inquiryPayment', body, this.#settings, this.#ports, signal);
  }

  /**
   * Alipay's number of a payment, which most refunds must name. A payment whose "paid" was never recorded has none here
   * yet: Alipay is asked, and as long as it does not say paid nothing is sent.
   */
  async #paymentIdFor(order: RefundOrder, signal: AbortSignal): Promise<string | RefundAnswer> {
    if (order.walletNumber !== '' || this.#dialect.refundNames === 'paymentRequestId') {
      return order.walletNumber;
    }
    const answer = await this.#inquire(order, signal);
    if (!answer.ok) return { kind: 'not_sent', reason: answer.reason };
    const known = readInquiry(answer, order, this.#dialect);
    return known.kind === 'paid'
      ? known.walletNumber
      : { kind: 'not_sent', reason: 'Alipay does not say that the payment is paid' };
  }
}

function unanswered({ kind, reason }: { readonly kind: 'not_sent' | 'unknown'; readonly reason: string }): {
  readonly kind: 'not_sent' | 'unknown';
  readonly reason: string;
} {
  return { kind, reason };
}
