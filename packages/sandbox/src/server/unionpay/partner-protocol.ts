import type { ResponseCode } from '@opencpm/protocol';
import type { AnswerManner, ProtocolFault } from '../../answer-manner.ts';
import type { WalletCall } from '../../call-fault.ts';
import type { Misbehaviour } from '../../misbehaviour.ts';
import type { SandboxTimers } from '../../answer-delivery.ts';
import { refundNumber } from '../../make-refund.ts';
import type { WalletAnswer } from '../../wallet-answer.ts';
import type { BookEntry, WalletDoor } from '../../wallet-door.ts';
import { postNotification, type PostNotification } from '../notification-post.ts';
import { type Notice, NoticeOutbox, numberIn } from '../notice-outbox.ts';
import { plainReply } from '../plain-reply.ts';
import type { SpokenReply, WalletProtocol, WireReply, WireRequest } from '../wallet-protocol.ts';
import { strangeKey } from '../strange-key.ts';
import { Turns } from '../turns.ts';
import { queryIdOf } from './acp-saying.ts';
import { currencyOf } from './currency.ts';
import { type Fields, isSigned, signatureFor } from './message.ts';
import type { UnionPayIdentity, UnionPayMerchant } from './settings.ts';
import { standingOf, UNIONPAY_TELLING } from './telling.ts';
import { spoiltWord, wordBefore } from './spoilt-word.ts';
import { refusalWord, type Word, WORDS } from './words.ts';

/** What the simulated partner platform needs. */
export interface PartnerProtocolParts {
  readonly door: WalletDoor;
  readonly timers: SandboxTimers;
  readonly identity: Pick<UnionPayIdentity, 'privateKey'>;
  readonly merchants: readonly UnionPayMerchant[];
  /** Notifications; posted on this machine alone when left out. */
  readonly post?: PostNotification;
}

const PROTOCOL = 'unionpay-partner';
const PATH = /^\/gateway\/api\/pay\/(micropay|queryOrder|closeOrder|refund|refundQuery)$/;
const MINUTE_MS = 60_000;
const GAPS_MS = [MINUTE_MS, 2 * MINUTE_MS, 4 * MINUTE_MS, 5 * MINUTE_MS];

type PartnerCall = 'micropay' | 'queryOrder' | 'closeOrder' | 'refund' | 'refundQuery';

/** The platform's calls as the merchant side of every wallet names them. */
const CALL_NAMES: Readonly<Record<PartnerCall, WalletCall>> = {
  micropay: 'charge',
  queryOrder: 'query',
  closeOrder: 'reverse',
  refund: 'refund',
  refundQuery: 'queryRefund',
};

/** How this contract says that the payer is paying. */
const CLAIMS = { paying: { ...WORDS.typing, code: '02' }, payingState: '05' };

/** Fields each call must have. */
const NEEDED: Readonly<Record<PartnerCall, readonly string[]>> = {
  micropay: ['authCode', 'orderType', 'orderTime', 'txnAmt', 'termId', 'termInfo'],
  queryOrder: ['orderType'],
  closeOrder: ['orderType'],
  refund: ['orderType', 'txnAmt', 'origOrderNo', 'origTxnAmt'],
  refundQuery: ['origOrderNo'],
};

interface Saying {
  readonly word: Word;
  readonly more?: Readonly<Record<string, string | number>>;
  readonly manner: AnswerManner;
}

/** States of an order on this wire, as `origRespCode`. */
const STATES: Readonly<Record<BookEntry['state'], string>> = {
  in_transit: '02',
  processing: '02',
  waiting: '05',
  paid: '00',
  declined: '06',
  closed: '03',
  reversed: '04',
};

/** UnionPay's partner platform in service-provider mode: JSON, the same double hash under its signatures. */
export class PartnerProtocol implements WalletProtocol {
  readonly name = PROTOCOL;
  readonly #parts: PartnerProtocolParts;
  readonly #turns = new Turns();
  readonly #outbox: NoticeOutbox;

  constructor(parts: PartnerProtocolParts) {
    const { door, timers, post = postNotification } = parts;
    this.#parts = parts;
    this.#outbox = new NoticeOutbox({
      ...UNIONPAY_TELLING,
      door,
      timers,
      post,
      server: 'unionpay-partner',
      gapsMs: () => GAPS_MS,
      standingOf: (subject) => standingOf(door, subject),
      write: (subject, spoilt) => this.#write(numberIn(subject), spoilt),
    });
  }

  /** Tells what the process before this one has not told. */
  begin(): Promise<void> {
    return this.#outbox.begin();
  }

  /** Tells nobody anything any more. */
  close(): void {
    this.#outbox.close();
  }

  async handle(request: WireRequest): Promise<SpokenReply> {
    const call = PATH.exec(request.target)?.[1] as PartnerCall | undefined;
    if (request.method !== 'POST' || call === undefined) return said(plainReply(404, 'no such page'));
    const message = readMessage(request.body);
    if (message === undefined) return said(plainReply(400, 'the body is no JSON object'));
    const merchant = this.#parts.merchants.find(
      ({ merchantId, serviceProviderId }) =>
        merchantId === message['merId'] && serviceProviderId === message['serProvId'],
    );
    if (merchant === undefined || !isSigned(message, merchant.publicKey)) {
      return said(this.#reply(message, WORDS.unsigned));
    }
    const missing = ['orderNo', ...NEEDED[call]].some((name) => (message[name] ?? '') === '');
    if (missing) return said(this.#reply(message, WORDS.missing));
    const spoilt = await this.#spoilt(CALL_NAMES[call], message);
    const before = wordBefore(spoilt, CALL_NAMES[call]);
    if (before !== undefined) return said(this.#reply(message, before));
    const saying = await this.#turns.take(message['orderNo'] ?? '', () =>
      this.#work(call, message, merchant),
    );
    const { word, more } = spoiltWord(spoilt, saying, CLAIMS, {});
    return { reply: this.#reply(message, word, more, spoilt), manner: saying.manner };
  }

  damage(reply: WireReply, fault: ProtocolFault): WireReply {
    const { signature, ...fields } = JSON.parse(reply.body.toString()) as Record<string, string | number>;
    switch (fault) {
      case 'unsigned':
        return json(fields);
      case 'wrong-signature':
        return json({ ...fields, signature: `${String(signature).slice(4)}AAAA` });
      case 'other-order':
        return this.#signed({ ...fields, orderNo: 'OTHER000000000000000000001' });
      case 'unknown-code': {
        const state = fields['origRespCode'] === undefined ? {} : { origRespCode: 'Q7' };
        return this.#signed({ ...fields, ...state, ...('origRespCode' in fields ? {} : { respCode: 'Q7' }) });
      }
    }
  }

  async #spoilt(call: WalletCall, message: Fields): Promise<Misbehaviour | undefined> {
    const { door } = this.#parts;
    const { orderNo: number = '', authCode = '', txnAmt } = message;
    if (call === 'charge') {
      await door.expect({
        channelOrderId: number,
        family: 'unionpay',
        authCode,
        amountMinor: Number(txnAmt),
      });
    }
    return door.faults.takeOwn({ server: 'unionpay-partner', call, number, families: ['unionpay'] });
  }

  #work(call: PartnerCall, message: Fields, merchant: UnionPayMerchant): Promise<Saying> {
    switch (call) {
      case 'micropay':
        return this.#pay(message, merchant);
      case 'queryOrder':
        return this.#enquire(message);
      case 'closeOrder':
        return this.#closeOrder(message);
      case 'refund':
        return this.#refund(message);
      case 'refundQuery':
        return this.#enquireRefund(message);
    }
  }

  async #pay(message: Fields, merchant: UnionPayMerchant): Promise<Saying> {
    const { door } = this.#parts;
    const { orderNo = '', authCode = '', txnAmt = '', currencyCode = '156', backUrl = '' } = message;
    const currency = currencyOf(currencyCode);
    const sound = currency !== undefined && merchant.currencies.includes(currency);
    if (!sound || !/^[1-9]\d{0,11}$/.test(txnAmt)) return atOnce(WORDS.malformed);
    if ((await door.find(orderNo)) !== undefined) return atOnce(WORDS.duplicate);
    await door.writeNote(PROTOCOL, orderNo, backUrl);
    const { answer, manner } = await door.charge({
      channelOrderId: orderNo,
      family: 'unionpay',
      authCode,
      amountMinor: Number(txnAmt),
      currency,
      description: message['orderInfo'] ?? '',
      creditBarred: false,
      merchantName: merchant.name,
    });
    await this.#outbox.watch(`payment ${orderNo}`);
    return { word: payWord(answer), manner };
  }

  async #enquire({ orderNo = '' }: Fields): Promise<Saying> {
    const { door } = this.#parts;
    const entry = await door.find(orderNo);
    if (entry === undefined) return atOnce(WORDS.notFound);
    const { answer, manner } = await door.query({ ...entry, family: 'unionpay' });
    const amountMinor = answer.kind === 'paid' ? answer.amountMinor : entry.amountMinor;
    return {
      word: WORDS.done,
      more: {
        origRespCode: stateOf(answer, entry),
        txnAmt: amountMinor,
        transIndex: queryIdOf(entry),
      },
      manner,
    };
  }

  async #closeOrder({ orderNo = '' }: Fields): Promise<Saying> {
    const { door } = this.#parts;
    const entry = await door.find(orderNo);
    if (entry === undefined) return atOnce(WORDS.notFound);
    // An order that is paid cannot be closed; it can be returned.
    if (entry.state === 'paid') return atOnce(WORDS.wrongState);
    const { answer, manner } = await door.reverse({ ...entry, family: 'unionpay' });
    const refused = answer.kind === 'refused' && !answer.mayRetry;
    if (refused) return { word: WORDS.wrongState, manner };
    return { word: answer.kind === 'reversed' ? WORDS.done : WORDS.broken, manner };
  }

  async #refund(message: Fields): Promise<Saying> {
    const { door } = this.#parts;
    const { orderNo = '', origOrderNo = '', txnAmt = '', origTxnAmt = '' } = message;
    if ((await door.findRefund(orderNo)) !== undefined) return atOnce(WORDS.duplicate);
    const entry = await door.find(origOrderNo);
    if (entry?.state !== 'paid') return atOnce(WORDS.wrongState);
    const left = entry.amountMinor - entry.refundedMinor - entry.refundingMinor;
    if (Number(origTxnAmt) !== entry.amountMinor || Number(txnAmt) > left) return atOnce(WORDS.mismatch);
    const { answer, manner } = await door.refund(refundOrder(entry, orderNo, Number(txnAmt)));
    const refused = answer.kind === 'refused' && !answer.mayStillReturn;
    if (refused) return { word: WORDS.wrongState, manner };
    return { word: answer.kind === 'unknown' ? WORDS.broken : WORDS.done, manner };
  }

  async #enquireRefund({ orderNo = '', origOrderNo = '' }: Fields): Promise<Saying> {
    const { door } = this.#parts;
    const [entry, made] = await Promise.all([door.find(origOrderNo), door.findRefund(orderNo)]);
    if (entry === undefined || made === undefined) return atOnce(WORDS.notFound);
    const { answer, manner } = await door.queryRefund(refundOrder(entry, orderNo, made.amountMinor));
    if (answer.kind === 'not_found') return { word: WORDS.notFound, manner };
    const state = answer.kind === 'returned' ? '00' : answer.kind === 'refused' ? '01' : '02';
    return {
      word: WORDS.done,
      more: {
        origRespCode: state,
        txnAmt: answer.kind === 'returned' ? answer.amountMinor : made.amountMinor,
        transIndex: refundNumber(entry, made),
      },
      manner,
    };
  }

  async #write(number: string, spoilt: Misbehaviour | undefined): Promise<Notice | undefined> {
    const entry = await this.#parts.door.find(number);
    if (entry === undefined) return undefined;
    const url = await this.#parts.door.readNote(PROTOCOL, number);
    const merchant = this.#parts.merchants[0];
    if (url === undefined || url === '' || merchant === undefined) return undefined;
    const amountMinor = entry.amountMinor + (spoilt === 'other-amount' ? 1 : 0);
    const facts = {
      merId: merchant.merchantId,
      orderNo: `${entry.channelOrderId}${spoilt === 'other-payment' ? 'X' : ''}`,
      txnAmt: amountMinor,
      payAmt: amountMinor,
      transIndex: queryIdOf(entry),
      respCode: '00',
    };
    const { body, headers } = this.#signed(facts, spoilt);
    return {
      url,
      headers,
      body,
      accepts: (answer) => answer.status === 200 && answer.body.trim() === 'success',
    };
  }

  #reply(
    message: Fields,
    { code, message: text }: Word,
    more: Saying['more'] = {},
    spoilt?: Misbehaviour,
  ): WireReply {
    const echoed = Object.fromEntries(
      ['merId', 'orderNo'].flatMap((name) => (message[name] === undefined ? [] : [[name, message[name]]])),
    );
    return this.#signed({ ...echoed, respCode: code, respMsg: text, ...more }, spoilt);
  }

  #signed(fields: Readonly<Record<string, string | number>>, spoilt?: Misbehaviour): WireReply {
    const strange = spoilt === 'other-key' || spoilt === 'forged';
    const key = strange ? strangeKey() : this.#parts.identity.privateKey;
    const odd = spoilt === 'odd-form';
    const texts = textsOf(odd ? { ...fields, remark: '' } : fields);
    const signature = signatureFor(texts, key);
    // A member that is null is not there, so that nobody signs it.
    return odd ? json({ reserved: null, ...texts, signature }) : json({ ...fields, signature });
  }
}

function textsOf(fields: Readonly<Record<string, string | number>>): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}

function readMessage(body: Buffer): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, member]) => (member === null ? [] : [[name, String(member)]])),
    );
  } catch {
    return undefined;
  }
}

function json(fields: Readonly<Record<string, string | number | null>>): WireReply {
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json; charset=UTF-8' },
    body: Buffer.from(JSON.stringify(fields)),
  };
}

function payWord(answer: WalletAnswer): Word {
  switch (answer.kind) {
    case 'paid':
      return WORDS.done;
    case 'waiting_for_payer':
      return { ...WORDS.typing, code: '02' };
    case 'declined':
      return answer.mayStillCharge ? WORDS.broken : payRefusal(answer.respcd, answer.reason);
    case 'reversed':
      return WORDS.failed;
    case 'unknown':
    case 'not_found':
    case 'not_sent':
      return WORDS.broken;
  }
}

/** On this wire 02 means that the customer is typing. */
function payRefusal(respcd: ResponseCode, reason: string): Word {
  const word = refusalWord(respcd, reason);
  return word.code === '02' ? WORDS.failed : word;
}

function stateOf(answer: WalletAnswer, entry: BookEntry): string {
  switch (answer.kind) {
    case 'paid':
      return entry.refundedMinor > 0 ? '01' : '00';
    case 'waiting_for_payer':
      return '05';
    case 'declined':
      return answer.mayStillCharge ? '02' : STATES[entry.state];
    case 'reversed':
      return '04';
    case 'unknown':
    case 'not_found':
    case 'not_sent':
      return '02';
  }
}

function refundOrder(entry: BookEntry, channelRefundId: string, amountMinor: number) {
  return {
    channelRefundId,
    channelOrderId: entry.channelOrderId,
    family: 'unionpay',
    walletNumber: entry.walletNumber,
    amountMinor,
    paymentAmountMinor: entry.amountMinor,
    currency: entry.currency,
  } as const;
}

function atOnce(word: Word): Saying {
  return { word, manner: 'at_once' };
}

function said(reply: WireReply): SpokenReply {
  return { reply, manner: 'at_once' };
}
