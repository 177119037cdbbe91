import type { ResponseCode } from '@opencpm/protocol';
import { ageOf, MAY_YET_ARRIVE_MS } from '../arrival.ts';
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
import { type AskBudget, askBudgetOf } from './ask-budget.ts';
import { acpLineOf } from './acp-line.ts';
import { ACP_PATHS, type AcpExchange, type AcpLine, callAcp } from './acp-exchange.ts';
import {
  type AcpOrder,
  enquiry,
  orderOf,
  purchase,
  refund,
  refundOrderOf,
  reversal,
} from './acp-messages.ts';
import { writeBeijingTime } from './beijing-time.ts';
import { receiptOf, returnedOf } from './acp-receipt.ts';
import { meaningOf } from './codes.ts';
import { isSendable, NOT_A_CODE } from './payment-code.ts';
import { KnownOrders } from './known-orders.ts';
import { pause } from './pause.ts';
import type { UnionPaySettings } from './settings.ts';
import {
  type CodedAnswer,
  operatorShouldKnow,
  paymentAnswer,
  type RefusalContext,
  refundAnswer,
  reversalAnswer,
} from './translate.ts';

/** The first asks of UnionPay's own schedule; the resolver makes the later ones. */
const FIRST_ASKS_MS = [1_000, 2_000] as const;

/** UnionPay takes messages whose time is about now; some minutes, as its documents say. */
const SENDABLE_MS = 5 * 60_000;

/**
 * `respCode` of a refund that asks for more than is left of the payment. Of a whole one that comes again it says that one
 * sent before, under a time nobody remembers, is still under way and holds the amount (decision 0057).
 */
const AMOUNT_TAKEN = '36';

/** `respCode` of a reversal whose payment lies before the last clearing. */
const CLEARING_DAY_OVER = '39';

/**
 * UnionPay QuickPass over ACP 5.1.0, customer presented. An accepted payment is not a paid one: what has become of it is
 * asked. Without memory but for the certificate it has last believed, and the orders UnionPay has spoken of.
 */
export class AcpConnector implements Connector {
  readonly name: string;
  readonly #settings: UnionPaySettings;
  readonly #ports: ConnectorPorts;
  readonly #line: AcpLine;
  readonly #overseasCodes: ReadonlySet<string>;
  readonly #budget: AskBudget;
  readonly #known = new KnownOrders();

  constructor(settings: UnionPaySettings, ports: ConnectorPorts) {
    this.name = ports.name;
    this.#settings = settings;
    this.#ports = ports;
    this.#budget = askBudgetOf(settings);
    this.#overseasCodes = new Set(settings.overseasCodes.split(','));
    this.#line = acpLineOf(settings, ports);
  }

  async charge(order: ChargeOrder, signal: AbortSignal): Promise<WalletAnswer> {
    if (!isSendable(order.authCode, this.#settings.emvTexts)) return NOT_A_CODE;
    const exchange = await this.#send(ACP_PATHS.back, purchase(order, this.#settings), signal);
    if (exchange.kind !== 'answer') return exchange;
    const coded = this.#coded('charge', exchange);
    if (coded.code === '00') this.#known.add(order.channelOrderId);
    let answer = paymentAnswer(coded, this.#contextOf(order), () => undefined);
    for (const waitMs of FIRST_ASKS_MS) {
      if (answer.kind !== 'unknown' || answer.processing !== true || signal.aborted) break;
      await pause(this.#ports.timers, waitMs, signal);
      if (signal.aborted) break;
      const asked = await this.query(order, signal);
      // "Accepted" is on record; that an enquiry does not find it yet, or fails, takes nothing away from it.
      if (asked.kind !== 'not_found' && asked.kind !== 'not_sent') answer = asked;
    }
    return answer;
  }

  async query(reference: OrderReference, signal: AbortSignal): Promise<WalletAnswer> {
    const decides = reference.decides === true;
    if (decides) await this.#untilSpaced(reference.channelOrderId, signal);
    const exchange = await this.#ask(orderOf(reference), signal, decides);
    if (exchange.kind !== 'answer') return exchange;
    const answer = this.#original('query', exchange);
    if (exchange.fields['origRespCode'] !== undefined) this.#known.add(reference.channelOrderId);
    const { nowMs } = this.#clock();
    const said = paymentAnswer(answer, this.#contextOf(reference), () =>
      receiptOf(exchange.fields, reference.createdAtMs, nowMs),
    );
    const undone = reference.reversalAcknowledged === true && this.#settings.afterReversal === 'unchanged';
    return said.kind === 'paid' && undone
      ? { kind: 'reversed', reason: 'UnionPay has accepted the reversal' }
      : said;
  }

  /**
   * Undoes a payment. No document says how UnionPay answers the reversal of a payment it does not know, and its enquiries
   * need not show what was reversed. So its word on a payment that it has not spoken of and that could still arrive counts
   * for nothing: believed, the charge that arrives would be taken for one that was undone.
   */
  async reverse(reference: OrderReference, signal: AbortSignal): Promise<ReversalAnswer> {
    const wasKnown = this.#known.has(reference.channelOrderId);
    const message = reversal(orderOf(reference), this.#settings);
    const exchange = await this.#send(ACP_PATHS.back, message, signal);
    if (exchange.kind !== 'answer') return exchange;
    await this.#untilAskable(reference.channelOrderId, signal);
    const mayYetArrive = ageOf(reference, this.#clock().nowMs) < MAY_YET_ARRIVE_MS;
    const answer = this.#coded('reverse', exchange);
    if (answer.code === CLEARING_DAY_OVER && !mayYetArrive && (await this.#isAbsent(reference, signal))) {
      return { kind: 'reversed' };
    }
    const said = reversalAnswer(answer, mayYetArrive);
    return said.kind === 'reversed' && mayYetArrive && !wasKnown ? REVERSED_TOO_EARLY : said;
  }

  /**
   * After the clearing day UnionPay refuses every reversal, also of a payment that never reached it: of such a one there
   * is nothing to undo, and its code is valid no more.
   */
  async #isAbsent(reference: OrderReference, signal: AbortSignal): Promise<boolean> {
    const { kind } = await this.query(reference, signal);
    // The gateway asks once more before it believes it, or that the payment stands.
    await this.#untilAskable(reference.channelOrderId, signal);
    return kind === 'not_found';
  }

  /** Lets the very next enquiry through, whatever was asked before. */
  async #untilAskable(number: string, signal: AbortSignal): Promise<void> {
    await this.#untilSpaced(number, signal);
    this.#budget.grant(number);
  }

  /** UnionPay takes no two enquiries about an order within a second. */
  #untilSpaced(number: string, signal: AbortSignal): Promise<void> {
    const { monotonicMs } = this.#clock();
    return pause(this.#ports.timers, this.#budget.spacingLeftMs(number, monotonicMs), signal);
  }

  /** Asks for the refund, and a moment later how it stands: an acceptance is not money. */
  async refund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    const { nowMs } = this.#clock();
    if (nowMs - order.createdAtMs > SENDABLE_MS) return this.#refundLater(order, nowMs, signal);
    const { said, code } = await this.#sendRefund(order, refundOrderOf(order), signal);
    // Everything went back before, and this refund is none of it.
    return said.kind === 'not_found' && code === '45' ? refusedAs('1262', said.reason) : said;
  }

  /**
   * A refund whose time is over: UnionPay takes no message that names one so long ago, and with another time it is another
   * refund. What was sent under its own time is looked for first. A part is given up then; a new refund can be made of it.
   * A whole payment is returned under the time of now, since UnionPay returns none twice.
   */
  async #refundLater(order: RefundOrder, nowMs: number, signal: AbortSignal): Promise<RefundAnswer> {
    // The gateway has just asked; left out, this enquiry would never let the refund come to its end.
    await this.#untilAskable(order.channelRefundId, signal);
    const known = await this.queryRefund(order, signal);
    if (known.kind !== 'not_found') return known;
    if (order.amountMinor !== order.paymentAmountMinor) {
      // The clock may have jumped: what was sent a moment ago can still arrive.
      if (ageOf(order, nowMs) <= SENDABLE_MS) return known;
      return refusedAs('1155', 'UnionPay has not got the refund, and takes it no more under its number');
    }
    const names = { ...refundOrderOf(order), txnTime: writeBeijingTime(nowMs) };
    const { said, code } = await this.#sendRefund(order, names, signal);
    if (code === AMOUNT_TAKEN) return { kind: 'processing' };
    if (code !== '45') return said;
    return {
      kind: 'returned',
      amountMinor: order.amountMinor,
      currency: order.currency,
      walletNumber: '',
      payerAccount: '',
      returnedAtMs: nowMs,
    };
  }

  async #sendRefund(
    order: RefundOrder,
    names: AcpOrder,
    signal: AbortSignal,
  ): Promise<{ readonly said: RefundAnswer; readonly code: string }> {
    const exchange = await this.#send(ACP_PATHS.back, refund(order, names, this.#settings), signal);
    if (exchange.kind !== 'answer') return { said: exchange, code: '' };
    const answer = this.#coded('refund', exchange);
    const said = refundAnswer(answer, () => ({ kind: 'processing' }));
    if (said.kind !== 'processing') return { said, code: answer.code };
    await pause(this.#ports.timers, FIRST_ASKS_MS[0], signal);
    const asked = await this.#askRefund(order, names, signal);
    const decided = ['returned', 'refused'].includes(asked.kind);
    const found = decided || (answer.code === '45' && asked.kind === 'not_found');
    return { said: found ? asked : said, code: answer.code };
  }

  queryRefund(order: RefundOrder, signal: AbortSignal): Promise<RefundAnswer> {
    return this.#askRefund(order, refundOrderOf(order), signal);
  }

  async #askRefund(order: RefundOrder, names: AcpOrder, signal: AbortSignal): Promise<RefundAnswer> {
    const exchange = await this.#ask(names, signal);
    if (exchange.kind !== 'answer') return exchange;
    const { nowMs } = this.#clock();
    return refundAnswer(this.#original('queryRefund', exchange), () =>
      returnedOf(exchange.fields, order.createdAtMs, nowMs),
    );
  }

  async #ask(order: AcpOrder, signal: AbortSignal, decides = false): Promise<AcpExchange> {
    const { monotonicMs } = this.#clock();
    if (!this.#budget.take(order.orderId, monotonicMs, decides)) return ASKED_ENOUGH;
    return this.#send(ACP_PATHS.query, enquiry(order, this.#settings), signal);
  }

  #send(
    ...call: Parameters<typeof callAcp> extends [AcpLine, ...infer Rest] ? Rest : never
  ): Promise<AcpExchange> {
    return callAcp(this.#line, ...call);
  }

  #clock(): { readonly nowMs: number; readonly monotonicMs: number } {
    const { clock } = this.#ports;
    return { nowMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
  }

  #contextOf({ currency }: Pick<OrderReference, 'currency'>): RefusalContext {
    return { currency, overseasCodes: this.#overseasCodes };
  }

  /** The code of the answer itself. */
  #coded(call: WalletCall, { fields }: Extract<AcpExchange, { kind: 'answer' }>): CodedAnswer {
    const { respCode: code = '', respMsg: message = '' } = fields;
    return this.#told({ code, message, row: meaningOf(call, code) });
  }

  /** The code of the transaction an enquiry was about; that of the enquiry when it failed. */
  #original(call: 'query' | 'queryRefund', exchange: Extract<AcpExchange, { kind: 'answer' }>): CodedAnswer {
    const { respCode = '', respMsg = '', origRespCode, origRespMsg = '' } = exchange.fields;
    if (respCode === '00' && origRespCode !== undefined) {
      return this.#told({ code: origRespCode, message: origRespMsg, row: meaningOf(call, origRespCode) });
    }
    const notFound = respCode === '34' ? meaningOf(call, respCode) : UNANSWERED[respCode];
    return this.#told({ code: respCode, message: respMsg, row: notFound });
  }

  #told(answer: CodedAnswer): CodedAnswer {
    const why = operatorShouldKnow(answer);
    if (why !== undefined) this.#ports.alert(why);
    return answer;
  }
}

function refusedAs(respcd: ResponseCode, reason: string): RefundAnswer {
  return { kind: 'refused', respcd, mayStillReturn: false, reason };
}

const REVERSED_TOO_EARLY: ReversalAnswer = {
  kind: 'refused',
  respcd: '1145',
  mayRetry: true,
  reason:
    'UnionPay has not spoken of the payment, which could still arrive; what it says to a reversal is not believed',
};

/** No word of UnionPay's, so that nothing is decided by it. */
const ASKED_ENOUGH: AcpExchange = {
  kind: 'unknown',
  reason: 'UnionPay takes few enquiries about an order; this one was left out',
};

/** Codes by which UnionPay refuses an enquiry, which says nothing about the transaction. */
const UNANSWERED: Readonly<Record<string, NonNullable<CodedAnswer['row']>>> = Object.fromEntries(
  (
    [
      ['03', 'UnionPay has not answered the enquiry in time', false],
      ['10', 'UnionPay cannot read our enquiry', true],
      ['11', 'UnionPay does not accept our signature', true],
      ['13', 'UnionPay misses a part of our enquiry', true],
      ['31', 'UnionPay has the merchant in a wrong state', true],
      ['32', 'UnionPay does not let the merchant ask', true],
      ['37', 'UnionPay takes no more enquiries for now', false],
      ['99', 'UnionPay reports an error of its own', false],
    ] as const
  ).map(([code, meaning, alerts]) => [
    code,
    { code, calls: ['query'], result: 'unknown', meaning, ...(alerts ? { alerts } : {}) },
  ]),
);
