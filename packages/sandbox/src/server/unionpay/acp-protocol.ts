import { deflateSync } from 'node:zlib';
import type { ProtocolFault } from '../../answer-manner.ts';
import type { WalletCall } from '../../call-fault.ts';
import { type Misbehaviour, stateIn } from '../../misbehaviour.ts';
import type { SandboxTimers } from '../../answer-delivery.ts';
import type { ReversalAnswer, WalletAnswer } from '../../wallet-answer.ts';
import type { BookEntry, WalletDoor } from '../../wallet-door.ts';
import { postNotification, type PostNotification } from '../notification-post.ts';
import { NoticeOutbox } from '../notice-outbox.ts';
import { plainReply } from '../plain-reply.ts';
import { zipFile } from '../zip-file.ts';
import type { SpokenReply, WalletProtocol, WireReply, WireRequest } from '../wallet-protocol.ts';
import { Turns } from '../turns.ts';
import { isCurrencyCode } from '@opencpm/protocol';
import { acpBill } from './acp-bill.ts';
import { refundSubject, writeAcpNotice } from './acp-notice.ts';
import { AcpReplyWriter } from './acp-reply.ts';
import { enquireRefund, refund } from './acp-refund.ts';
import { type AcpSaying, atOnce, moneyFields, queryIdOf } from './acp-saying.ts';
import { currencyOf, numberOf } from './currency.ts';
import { AskCounter, type UnionPayHabits, USUAL_UNIONPAY_HABITS } from './habits.ts';
import { type Fields, isSigned, readForm } from './message.ts';
import { codeDigestOf, keepPurchase, keepQueryId, purchaseNote, refundNote, UNIONPAY } from './note.ts';
import { faultOf } from './rules.ts';
import { spoiltWord, wordBefore } from './spoilt-word.ts';
import type { UnionPayIdentity, UnionPayMerchant } from './settings.ts';
import { standingOf, UNIONPAY_TELLING } from './telling.ts';
import { clearingDay, latestDay, readWireTime } from './wire-time.ts';
import { refusalWord, standingWord, type Word, WORDS } from './words.ts';

/** What the simulated UnionPay needs. */
export interface AcpProtocolParts {
  readonly door: WalletDoor;
  readonly timers: SandboxTimers;
  readonly identity: UnionPayIdentity;
  readonly merchants: readonly UnionPayMerchant[];
  /** Where it departs from {@link USUAL_UNIONPAY_HABITS}. */
  readonly habits?: Partial<UnionPayHabits>;
  /** Notifications; posted on this machine alone when left out. */
  readonly post?: PostNotification;
}

/** How this contract says that the payer is paying. */
const CLAIMS = { paying: WORDS.asking, payingState: '05' };
const BACK = '/gateway/api/backTransReq.do';
const QUERY = '/gateway/api/queryTrans.do';
/** At the host of files, which is this one too. */
const FILE = '/';

/**
 * UnionPay as ACP 5.1.0 has it, for payments whose customer presents the code. Strict: it verifies every message and
 * takes no field it does not understand. "Accepted" is all a purchase is told; what has become of it must be asked.
 */
export class AcpProtocol implements WalletProtocol {
  readonly name = UNIONPAY;
  readonly #parts: AcpProtocolParts;
  readonly #writer: AcpReplyWriter;
  readonly #asks = new AskCounter();
  readonly #blind = new Map<string, number>();
  readonly #turns = new Turns();
  readonly #outbox: NoticeOutbox;
  #habits: UnionPayHabits;

  constructor(parts: AcpProtocolParts) {
    const { door, timers, identity, habits, post = postNotification } = parts;
    this.#parts = parts;
    this.#habits = { ...USUAL_UNIONPAY_HABITS, ...habits };
    this.#writer = new AcpReplyWriter(identity, () => this.#habits.wrapped);
    this.#outbox = new NoticeOutbox({
      ...UNIONPAY_TELLING,
      door,
      timers,
      post,
      server: 'unionpay',
      gapsMs: () => this.#habits.notificationGapsMs,
      standingOf: (subject) => standingOf(door, subject),
      write: async (subject, spoilt) => {
        const [merchant] = parts.merchants;
        if (merchant === undefined) return undefined;
        const { merchantId } = merchant;
        return writeAcpNotice({ door, writer: this.#writer, merchantId }, subject, spoilt);
      },
    });
  }

  /** Changes habits from here on. */
  change(habits: Partial<UnionPayHabits>): void {
    this.#habits = { ...this.#habits, ...habits };
  }

  /** Signs with another key and certificate from here on. */
  rotate(identity: UnionPayIdentity): void {
    this.#writer.rotate(identity);
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
    const { method, target } = request;
    if (method !== 'POST' || ![BACK, QUERY, FILE].includes(target)) {
      return said(plainReply(404, 'no such page'));
    }
    const message = readForm(request.body);
    if (message === undefined) return said(plainReply(400, 'the body is no form'));
    const merchant = this.#parts.merchants.find(({ merchantId }) => merchantId === message['merId']);
    const known = merchant !== undefined && message['certId'] === merchant.certificateNumber;
    if (!known || !isSigned(message, merchant.publicKey)) {
      return said(this.#writer.answer(message, WORDS.unsigned));
    }
    if (target === FILE) return said(await this.#file(message, request.receivedAtMs));
    const isQuery = message['txnType'] === '00';
    const fault = faultOf(message, request.receivedAtMs);
    if (fault !== undefined || isQuery !== (target === QUERY)) {
      return said(this.#writer.answer(message, fault ?? WORDS.malformed));
    }
    const call = await this.#callOf(message);
    const spoilt = await this.#spoilt(message, call);
    const before = wordBefore(spoilt, call);
    if (before !== undefined) return said(this.#writer.answer(message, before));
    if (spoilt === 'new-key') this.#writer.renew();
    const saying = await this.#turns.take(message['orderId'] ?? '', () =>
      this.#work(message, merchant, request.receivedAtMs),
    );
    const { word, more } = spoiltWord(spoilt, saying, CLAIMS, await this.#paidFieldsOf(message, spoilt));
    return { reply: this.#writer.answer(message, word, textsOf(more), spoilt), manner: saying.manner };
  }

  damage(reply: WireReply, fault: ProtocolFault): WireReply {
    return this.#writer.damage(reply, fault);
  }

  async #callOf({ txnType, orderId = '', txnTime = '' }: Fields): Promise<WalletCall> {
    if (txnType === '01') return 'charge';
    if (txnType === '99') return 'reverse';
    if (txnType !== '00') return 'refund';
    return (await refundNote(this.#parts.door, orderId, txnTime)) === undefined ? 'query' : 'queryRefund';
  }

  async #spoilt(message: Fields, call: WalletCall): Promise<Misbehaviour | undefined> {
    const { door } = this.#parts;
    const { orderId: number = '', qrNo: authCode = '', txnAmt } = message;
    if (call === 'charge') {
      await door.expect({
        channelOrderId: number,
        family: 'unionpay',
        authCode,
        amountMinor: Number(txnAmt),
      });
    }
    return door.faults.takeOwn({ server: 'unionpay', call, number, families: ['unionpay'] });
  }

  async #paidFieldsOf({ orderId = '' }: Fields, spoilt: Misbehaviour | undefined): Promise<Fields> {
    const claims = spoilt === 'says-paid' || stateIn(spoilt) !== undefined;
    const entry = claims ? await this.#parts.door.find(orderId) : undefined;
    return entry === undefined ? {} : moneyFields(entry, entry.amountMinor);
  }

  #work(message: Fields, merchant: UnionPayMerchant, nowMs: number): Promise<AcpSaying> {
    const { txnType } = message;
    if (txnType === '01') return this.#purchase(message, merchant);
    if (txnType === '00') return this.#enquire(message, nowMs);
    return txnType === '99' ? this.#reverse(message, nowMs) : this.#refund(message);
  }

  async #purchase(message: Fields, merchant: UnionPayMerchant): Promise<AcpSaying> {
    const { door } = this.#parts;
    const { orderId = '', txnTime = '', qrNo = '', backUrl = '', txnAmt, currencyCode = '' } = message;
    const currency = currencyOf(currencyCode);
    if (currency === undefined || !merchant.currencies.includes(currency)) return atOnce(WORDS.malformed);
    if ((await purchaseNote(door, orderId, txnTime)) !== undefined) return atOnce(WORDS.duplicate);
    const { number } = await keepPurchase(door, orderId, {
      txnTime,
      notifyUrl: backUrl,
      codeDigest: codeDigestOf(qrNo),
    });
    const { answer, manner } = await door.charge({
      channelOrderId: number,
      family: 'unionpay',
      authCode: qrNo,
      amountMinor: Number(txnAmt),
      currency,
      description: '',
      creditBarred: false,
      merchantName: message['subMerName'] ?? merchant.name,
    });
    const entry = await door.find(number);
    if (entry !== undefined) {
      await keepQueryId(door, queryIdOf(entry), number);
      await this.#outbox.watch(`payment ${number}`);
    }
    return {
      word: acceptance(answer),
      ...(entry === undefined ? {} : { more: { queryId: queryIdOf(entry) } }),
      manner,
    };
  }

  async #enquire(message: Fields, nowMs: number): Promise<AcpSaying> {
    const { door } = this.#parts;
    const { orderId = '', txnTime = '' } = message;
    if (this.#asks.exceeds(`${orderId} ${txnTime}`, this.#habits.asksAMinute, nowMs)) {
      return atOnce(WORDS.tooOften);
    }
    const returned = await refundNote(door, orderId, txnTime);
    if (returned !== undefined) return enquireRefund(door, returned);
    const note = await purchaseNote(door, orderId, txnTime);
    const entry = note === undefined ? undefined : await door.find(note.number);
    if (note === undefined || entry === undefined || this.#isBlind(orderId)) return atOnce(WORDS.notFound);
    const { answer, manner } = await door.query({ ...entry, family: 'unionpay' });
    const word = this.#standing(answer, entry);
    return {
      word: WORDS.done,
      more: {
        origRespCode: word.code,
        origRespMsg: word.message,
        queryId: queryIdOf(entry),
        ...(word.code === '00' ? paidFields(answer, entry) : {}),
      },
      manner,
    };
  }

  async #reverse(message: Fields, nowMs: number): Promise<AcpSaying> {
    const { door } = this.#parts;
    const { orderId = '', txnTime = '' } = message;
    const note = await purchaseNote(door, orderId, txnTime);
    const entry = note === undefined ? undefined : await door.find(note.number);
    const madeAtMs = readWireTime(txnTime) ?? 0;
    if (clearingDay(madeAtMs) !== clearingDay(nowMs)) return atOnce(WORDS.notNow);
    if (note === undefined || entry === undefined) {
      return atOnce(this.#habits.reversalOfNothing === '34' ? WORDS.notFound : WORDS.done);
    }
    const { answer, manner } = await door.reverse({ ...entry, family: 'unionpay' });
    return { word: reversalWord(answer), manner };
  }

  async #refund(message: Fields): Promise<AcpSaying> {
    const { door } = this.#parts;
    const { orderId = '', txnTime = '' } = message;
    const saying = await refund(door, message);
    const note = await refundNote(door, orderId, txnTime);
    const made = note === undefined ? undefined : await door.findRefund(note.number);
    if (made !== undefined) await this.#outbox.watch(refundSubject(made.channelRefundId, txnTime));
    return saying;
  }

  #isBlind(orderId: string): boolean {
    const asked = this.#blind.get(orderId) ?? 0;
    this.#blind.set(orderId, asked + 1);
    return asked < this.#habits.blindAsks;
  }

  #standing(answer: WalletAnswer, entry: BookEntry): Word {
    switch (answer.kind) {
      case 'paid':
        return WORDS.done;
      case 'waiting_for_payer':
        return WORDS.typing;
      case 'declined':
        return answer.mayStillCharge ? WORDS.asking : refusalWord(answer.respcd, answer.reason);
      case 'reversed':
        return standingWord(entry, this.#habits.afterReversal);
      case 'unknown':
      case 'not_found':
      case 'not_sent':
        return WORDS.asking;
    }
  }

  /** The bill of the latest day with a month and day, as file transfer answers it: Base64 of a deflated zip. */
  async #file(message: Fields, nowMs: number): Promise<WireReply> {
    const { txnType, txnSubType, settleDate = '', fileType } = message;
    const rightForm = txnType === '76' && txnSubType === '01' && fileType === '00';
    const day = rightForm ? latestDay(settleDate, nowMs) : undefined;
    if (day === undefined) return this.#writer.answer(message, WORDS.malformed);
    const { door } = this.#parts;
    const spoilt = door.faults.takeOwn({
      server: 'unionpay',
      call: 'statement',
      number: '',
      families: ['unionpay'],
    });
    const before = wordBefore(spoilt, 'statement');
    if (before !== undefined) return this.#writer.answer(message, before);
    if (spoilt === 'new-key') this.#writer.renew();
    const text = await acpBill(door, day);
    if (text === undefined) return this.#writer.answer(message, WORDS.noFile, {}, spoilt);
    const zip = zipFile(`bill_${day}.txt`, Buffer.from(text));
    const file = {
      settleDate,
      fileName: `bill_${day}.zip`,
      fileContent: deflateSync(zip).toString('base64'),
    };
    return this.#writer.answer(message, WORDS.done, file, spoilt);
  }
}

function textsOf(values: Readonly<Record<string, string | number>> = {}): Fields {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function paidFields(answer: WalletAnswer, entry: BookEntry): Fields {
  if (answer.kind !== 'paid') return moneyFields(entry, entry.amountMinor);
  const { amountMinor, currency } = answer;
  return {
    ...moneyFields(entry, amountMinor),
    currencyCode: isCurrencyCode(currency) ? numberOf(currency) : '999',
  };
}

function acceptance(answer: WalletAnswer): Word {
  switch (answer.kind) {
    case 'paid':
    case 'waiting_for_payer':
    case 'unknown':
    case 'reversed':
      return WORDS.done;
    case 'declined':
      return answer.mayStillCharge ? WORDS.asking : refusalWord(answer.respcd, answer.reason);
    case 'not_found':
    case 'not_sent':
      return WORDS.broken;
  }
}

function reversalWord(answer: ReversalAnswer): Word {
  switch (answer.kind) {
    case 'reversed':
      return WORDS.done;
    case 'refused':
      return answer.mayRetry ? WORDS.asking : WORDS.wrongState;
    case 'unknown':
    case 'not_sent':
      return WORDS.asking;
  }
}

function said(reply: WireReply): SpokenReply {
  return { reply, manner: 'at_once' };
}
