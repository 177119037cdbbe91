import type { Parameters } from '@opencpm/client/calls';
import { formatWireTime } from '@opencpm/protocol';
import { ageOf } from '../arrival.ts';
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
import { UpstreamLine } from './line.ts';
import {
  readCharge,
  readQuery,
  readRefund,
  readRefundQuery,
  readReversal,
  readSyssn,
} from './read-answer.ts';
import type { UpstreamSettings } from './settings.ts';

/** Parameters of a payment, in the order they are sent. */
export function paymentParameters(order: ChargeOrder, { notifyUrl }: UpstreamSettings): Parameters {
  return [
    ['txamt', String(order.amountMinor)],
    ['txcurrcd', order.currency],
    ['pay_type', order.payType],
    ['out_trade_no', order.channelOrderId],
    ['txdtm', formatWireTime(order.createdAtMs)],
    ['auth_code', order.authCode],
    ['goods_name', order.description],
    ['udid', order.deviceId],
    ['notify_url', notifyUrl ?? ''],
    ['limit_pay', order.creditBarred ? 'no_credit' : ''],
  ];
}

/** Charges through another gateway that speaks this wire. The number it knows a payment by is our channel order id. */
export class UpstreamConnector implements Connector {
  readonly name: string;
  readonly #settings: UpstreamSettings;
  readonly #line: UpstreamLine;
  readonly #clock: ConnectorPorts['clock'];

  constructor(settings: UpstreamSettings, ports: ConnectorPorts) {
    this.name = ports.name;
    this.#settings = settings;
    this.#line = new UpstreamLine(settings, ports);
    this.#clock = ports.clock;
  }

  async charge(order: ChargeOrder, signal: AbortSignal): Promise<WalletAnswer> {
    const answer = await this.#line.call(
      '/trade/v1/payment',
      paymentParameters(order, this.#settings),
      signal,
    );
    return readCharge(order, answer);
  }

  async query(order: OrderReference, signal: AbortSignal): Promise<WalletAnswer> {
    return readQuery(order, await this.#enquire(order.channelOrderId, signal));
  }

  async reverse(order: OrderReference, signal: AbortSignal): Promise<ReversalAnswer> {
    const answer = await this.#line.call(
      `/trade/v1/${this.#undoName(order)}`,
      [
        ['out_trade_no', order.channelOrderId],
        ['txamt', String(order.amountMinor)],
        ['txdtm', formatWireTime(order.createdAtMs)],
      ],
      signal,
    );
    return readReversal(order, answer, ageOf(order, this.#clock.nowMs()));
  }

  /** A refund names the other gateway's own number of the payment, which is asked for first. */
  async refund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    const syssn = readSyssn(order, await this.#enquire(order.channelOrderId, signal));
    if (syssn === undefined) {
      return { kind: 'not_sent', reason: 'the other gateway did not tell the number of the payment' };
    }
    const answer = await this.#line.call(
      '/trade/v1/refund',
      [
        ['syssn', syssn],
        ['out_trade_no', order.channelRefundId],
        ['txamt', String(order.amountMinor)],
        ['txdtm', formatWireTime(order.createdAtMs)],
      ],
      signal,
    );
    return readRefund(order, answer);
  }

  async queryRefund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    return readRefundQuery(order, await this.#enquire(order.channelRefundId, signal));
  }

  #enquire(number: string, signal: AbortSignal): ReturnType<UpstreamLine['call']> {
    return this.#line.call('/trade/v1/query', [['out_trade_no', number]], signal);
  }

  #undoName({ family }: OrderReference): 'reversal' | 'close' {
    const { undo } = this.#settings;
    if (undo !== 'by pay type') return undo;
    return family === 'wechatpay_hk' ? 'close' : 'reversal';
  }
}
