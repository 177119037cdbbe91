import { ageOf, MAY_YET_ARRIVE_MS } from '../arrival.ts';
import type {
  ChargeOrder,
  Connector,
  OrderReference,
  RefundAnswer,
  RefundOrder,
  ReversalAnswer,
  WalletAnswer,
  WalletReceipt,
} from '../connector.ts';
import type { ConnectorPorts } from '../connector-ports.ts';
import type { WalletCall } from '../wallet-codes.ts';
import { partnerMeaningOf } from './codes.ts';
import { currencyOfNumber } from './currency-number.ts';
import type { Fields } from './fields.ts';
import { callPartner, type PartnerExchange, type PartnerLine } from './partner-exchange.ts';
import { micropay, orderMessage, partnerRefund, refundEnquiry } from './partner-messages.ts';
import { isSendable, NOT_A_CODE } from './payment-code.ts';
import type { UnionPaySettings } from './settings.ts';
import {
  type CodedAnswer,
  operatorShouldKnow,
  paymentAnswer,
  type RefusalContext,
  refundAnswer,
  reversalAnswer,
} from './translate.ts';

type Answered = Extract<PartnerExchange, { kind: 'answer' }>;

/** UnionPay QuickPass over the partner platform, in service-provider mode. A connector without memory. */
export class PartnerConnector implements Connector {
  readonly name: string;
  readonly #settings: UnionPaySettings;
  readonly #ports: ConnectorPorts;
  readonly #line: PartnerLine;
  readonly #overseasCodes: ReadonlySet<string>;

  constructor(settings: UnionPaySettings, ports: ConnectorPorts) {
    const { host, privateKey, walletPublicKey, overseasCodes } = settings;
    if (privateKey === undefined || walletPublicKey === undefined) {
      throw new Error('settings with contradictions cannot sign');
    }
    this.name = ports.name;
    this.#settings = settings;
    this.#ports = ports;
    this.#line = { host, privateKey, walletPublicKey, ports };
    this.#overseasCodes = new Set(overseasCodes.split(','));
  }

  /** "Paid" is believed of an enquiry alone, which names amount and number. */
  async charge(order: ChargeOrder, signal: AbortSignal): Promise<WalletAnswer> {
    if (!isSendable(order.authCode, this.#settings.emvTexts)) return NOT_A_CODE;
    const message = micropay(order, this.#settings);
    const exchange = await callPartner(this.#line, 'micropay', message, signal);
    if (exchange.kind !== 'answer') return exchange;
    const answer = this.#coded('charge', exchange.fields);
    if (answer.row?.result === 'paid') return this.query(order, signal);
    return paymentAnswer(answer, this.#contextOf(order), () => undefined);
  }

  async query(reference: OrderReference, signal: AbortSignal): Promise<WalletAnswer> {
    const message = orderMessage(reference, this.#settings);
    const exchange = await callPartner(this.#line, 'queryOrder', message, signal);
    if (exchange.kind !== 'answer') return exchange;
    return paymentAnswer(this.#original('query', exchange), this.#contextOf(reference), () =>
      receiptOf(exchange.fields, reference, this.#ports.clock.nowMs()),
    );
  }

  async reverse(reference: OrderReference, signal: AbortSignal): Promise<ReversalAnswer> {
    const message = orderMessage(reference, this.#settings);
    const exchange = await callPartner(this.#line, 'closeOrder', message, signal);
    if (exchange.kind !== 'answer') return exchange;
    const ageMs = ageOf(reference, this.#ports.clock.nowMs());
    return reversalAnswer(this.#coded('reverse', exchange.fields), ageMs < MAY_YET_ARRIVE_MS);
  }

  /** Asks for the refund, and then at once how it stands: an acceptance is not money. */
  async refund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    const message = partnerRefund(order, this.#settings);
    const exchange = await callPartner(this.#line, 'refund', message, signal);
    if (exchange.kind !== 'answer') return exchange;
    const said = refundAnswer(this.#coded('refund', exchange.fields), () => ({ kind: 'processing' }));
    if (said.kind !== 'processing') return said;
    const asked = await this.queryRefund(order, signal);
    return asked.kind === 'returned' || asked.kind === 'refused' ? asked : said;
  }

  async queryRefund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    const message = refundEnquiry(order, this.#settings);
    const exchange = await callPartner(this.#line, 'refundQuery', message, signal);
    if (exchange.kind !== 'answer') return exchange;
    return refundAnswer(this.#original('queryRefund', exchange), () =>
      returnedOf(exchange.fields, order, this.#ports.clock.nowMs()),
    );
  }

  #contextOf({ currency }: Pick<OrderReference, 'currency'>): RefusalContext {
    return { currency, overseasCodes: this.#overseasCodes };
  }

  #coded(call: WalletCall, { respCode: code = '', respMsg: message = '' }: Fields): CodedAnswer {
    return this.#told({ code, message, row: partnerMeaningOf(call, code) });
  }

  /** The code of the order an enquiry was about; that of the enquiry when it failed. */
  #original(call: 'query' | 'queryRefund', { fields }: Answered): CodedAnswer {
    const { respCode = '', respMsg: message = '', origRespCode: code } = fields;
    if (respCode === '00' && code !== undefined) {
      return this.#told({ code, message, row: partnerMeaningOf(call, code) });
    }
    return this.#told({
      code: respCode,
      message,
      row: respCode === '34' ? partnerMeaningOf(call, respCode) : undefined,
    });
  }

  #told(answer: CodedAnswer): CodedAnswer {
    const why = operatorShouldKnow(answer);
    if (why !== undefined) this.#ports.alert(why);
    return answer;
  }
}

const AMOUNT = /^[1-9]\d{0,11}$/;
const NUMBER = /^[A-Za-z0-9]{1,64}$/;

function receiptOf(fields: Fields, { currency }: OrderReference, nowMs: number): WalletReceipt | undefined {
  const { txnAmt = '', transIndex = '', currencyCode } = fields;
  if (!AMOUNT.test(txnAmt) || !NUMBER.test(transIndex)) return undefined;
  return {
    amountMinor: Number(txnAmt),
    // The platform leaves the currency out of its answers; it is the one of the order then.
    currency: currencyCode === undefined ? currency : currencyOfNumber(currencyCode),
    walletNumber: transIndex,
    payerAccount: '',
    paidAtMs: nowMs,
  };
}

function returnedOf(fields: Fields, order: RefundOrder, nowMs: number): RefundAnswer {
  const { txnAmt = '', transIndex = '', currencyCode } = fields;
  if (!AMOUNT.test(txnAmt)) return { kind: 'unknown', reason: 'UnionPay says returned without saying what' };
  return {
    kind: 'returned',
    amountMinor: Number(txnAmt),
    currency: currencyCode === undefined ? order.currency : currencyOfNumber(currencyCode),
    walletNumber: transIndex,
    payerAccount: '',
    returnedAtMs: nowMs,
  };
}
