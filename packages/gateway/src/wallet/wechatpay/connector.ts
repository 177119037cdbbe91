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
import type { WalletCall } from '../wallet-codes.ts';
import {
  type ReadParts,
  readAnswer,
  type SendParts,
  send,
  type WechatPayCall,
  type WechatPayExchange,
} from './exchange.ts';
import { numberFields } from './identity.ts';
import { payBody, refundBody } from './messages.ts';
import {
  orderPath,
  type PathProfile,
  payPath,
  refundPath,
  refundsPath,
  reversePath,
  withQuery,
} from './paths.ts';
import type { ShopFacts } from './messages.ts';
import type { PlatformKeys } from './platform-keys.ts';
import {
  readCharge,
  readQuery,
  readRefund,
  readRefundQuery,
  readReversal,
  isUnpaid,
  type Judgement,
  operatorShouldKnow,
} from './translate.ts';

/** What a connector to WeChat Pay is made of. */
export interface WechatPayParts {
  readonly ports: ConnectorPorts;
  readonly sending: SendParts;
  readonly keys: PlatformKeys;
  readonly judgement: Judgement;
  readonly profile: PathProfile;
  readonly shop: ShopFacts;
  /** Where WeChat Pay tells of the end of refunds. */
  readonly notifyUrl?: string | undefined;
}

/** Quick Pay codes: 10 to 14 mainland, 15 Hong Kong; a Hong Kong page names 16 too. */
const MAINLAND_OR_HK = /^1[0-5]\d{16}$/;
const WITH_16 = /^1[0-6]\d{16}$/;

/**
 * WeChat Pay's Quick Pay over the global API v3: the customer shows a code, the shop scans it. A connector without
 * memory but for the platform's keys.
 */
export class WechatPayConnector implements Connector {
  readonly name: string;
  readonly #parts: WechatPayParts;
  readonly #reading: ReadParts;

  constructor(parts: WechatPayParts) {
    this.name = parts.ports.name;
    this.#parts = parts;
    this.#reading = { keys: parts.keys, clock: parts.ports.clock, alert: parts.ports.alert };
  }

  /** Pays once. A refusal that may hide a charge is looked up before it counts. */
  async charge(order: ChargeOrder, signal: AbortSignal): Promise<WalletAnswer> {
    const shape = order.payType === '801008' ? WITH_16 : MAINLAND_OR_HK;
    if (!shape.test(order.authCode)) return NOT_A_CODE;
    const { judgement, profile, shop } = this.#parts;
    const body = payBody(judgement.identity, shop, order);
    const exchange = await this.#call('charge', { method: 'POST', target: payPath(profile), body }, signal);
    const { answer, asks } = readCharge(judgement, exchange, order);
    if (asks === undefined) return answer;
    const second = await this.#ask(order, signal);
    const asked = readQuery(judgement, second, order);
    if (asks === 'anything') return afterSending(asked);
    const denied = isDead(asked) || (asks === 'not paid' && isOpen(asked) && isUnpaid(second));
    return denied ? answer : afterSending(asked);
  }

  async query(order: OrderReference, signal: AbortSignal): Promise<WalletAnswer> {
    return readQuery(this.#parts.judgement, await this.#ask(order, signal), order);
  }

  async reverse(order: OrderReference, signal: AbortSignal): Promise<ReversalAnswer> {
    const { judgement, profile, ports } = this.#parts;
    const body = numberFields(judgement.identity);
    const target = reversePath(profile, order.channelOrderId);
    const exchange = await this.#call('reverse', { method: 'POST', target, body }, signal);
    return readReversal(judgement, exchange, ageOf(order, ports.clock.nowMs()));
  }

  /** Asks for the refund, and then at once how it stands: an acceptance is not money. */
  async refund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    const { judgement, profile, notifyUrl } = this.#parts;
    const body = refundBody(judgement.identity, order, notifyUrl);
    const exchange = await this.#call(
      'refund',
      { method: 'POST', target: refundsPath(profile), body },
      signal,
    );
    const reading = readRefund(judgement, exchange, order);
    if (reading.kind === 'answer') return reading.answer;
    const asked = await this.queryRefund(order, signal);
    if (reading.kind === 'ask') return asked.kind === 'not_found' ? reading.otherwise : afterSending(asked);
    return asked.kind === 'returned' || asked.kind === 'refused' ? asked : { kind: 'processing' };
  }

  async queryRefund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    const { judgement, profile } = this.#parts;
    const target = withQuery(refundPath(profile, order.channelRefundId), numberFields(judgement.identity));
    const exchange = await this.#call('queryRefund', { method: 'GET', target }, signal);
    return readRefundQuery(judgement, exchange, order);
  }

  #ask(order: OrderReference, signal: AbortSignal): Promise<WechatPayExchange> {
    const { judgement, profile } = this.#parts;
    const target = withQuery(orderPath(profile, order.channelOrderId), numberFields(judgement.identity));
    return this.#call('query', { method: 'GET', target }, signal);
  }

  async #call(port: WalletCall, call: WechatPayCall, signal: AbortSignal): Promise<WechatPayExchange> {
    const { keys, sending, ports } = this.#parts;
    const problem = await keys.ready();
    if (problem !== undefined) return { kind: 'not_sent', reason: problem };
    const reply = await send(sending, call, signal);
    if (reply.kind !== 'answer') return reply;
    const exchange = await readAnswer(this.#reading, reply);
    const why = exchange.kind === 'answer' ? operatorShouldKnow(port, exchange) : undefined;
    if (why !== undefined) ports.alert(why);
    return exchange;
  }
}

/** No byte has left: this is no code of WeChat Pay, whatever the till has read. */
const NOT_A_CODE: WalletAnswer = {
  kind: 'declined',
  respcd: '2005',
  mayStillCharge: false,
  reason: 'auth_code: this is no payment code of WeChat Pay; scan the code on the customer’s phone again',
};

/** Whether WeChat Pay itself says that an order can never be paid any more, or is not there. */
function isDead({ kind }: WalletAnswer): boolean {
  return kind === 'not_found' || kind === 'declined' || kind === 'reversed';
}

/** Whether WeChat Pay knows the order and has no result yet. */
function isOpen(answer: WalletAnswer): boolean {
  return answer.kind === 'unknown' && answer.processing === true;
}

/** An enquiry that was not sent takes nothing back: what it was to confirm has been sent. */
function afterSending<Answer extends WalletAnswer | RefundAnswer>(
  answer: Answer,
): Answer | { readonly kind: 'unknown'; readonly reason: string } {
  return answer.kind === 'not_sent' ? { kind: 'unknown', reason: answer.reason } : answer;
}
