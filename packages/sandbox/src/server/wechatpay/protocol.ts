import type { WalletFamily } from '@opencpm/protocol';
import type { AnswerManner, ProtocolFault } from '../../answer-manner.ts';
import type { SandboxTimers } from '../../answer-delivery.ts';
import type { WalletDoor } from '../../wallet-door.ts';
import { NoticeOutbox } from '../notice-outbox.ts';
import { type PostNotification, postNotification } from '../notification-post.ts';
import type { SpokenReply, WalletProtocol, WireReply, WireRequest } from '../wallet-protocol.ts';
import { proveSender } from './authorization.ts';
import { readCallerOfQuery } from './caller.ts';
import { enquire } from './enquiry.ts';
import { USUAL_HABITS, type WechatPayHabits } from './habits.ts';
import { type Contract, ContractBook } from './merchants.ts';
import { OrderNotes, PROTOCOL } from './order-note.ts';
import { pay, readPay, type Saying } from './pay.ts';
import { RateWatch } from './rate-watch.ts';
import { readJson } from './read-json.ts';
import { REFUND_NOTICE_GAPS_MS, standingOfRefund, writeRefundNotice } from './refund-notice.ts';
import { enquireRefund, refund } from './refunds.ts';
import { ReplyWriter, type ReplyWriterParts } from './reply-writer.ts';
import { type ReversalParts, reverse } from './reversal.ts';
import { findRoute, type Route } from './routes.ts';
import { type SpoiltAnswer, spoiltAnswer } from './spoilt-answer.ts';
import { statement } from './statement.ts';
import { Turns } from '../turns.ts';
import { CAUSE, type WireError, WireRefusal } from './wire-refusal.ts';
import { WrongRefunds } from './wrong-refunds.ts';

/** What a WeChat Pay server is made of. */
export interface WechatPayProtocolParts extends Omit<ReplyWriterParts, 'habits'> {
  readonly door: WalletDoor;
  readonly timers: SandboxTimers;
  readonly contracts: readonly Contract[];
  /** Posts notifications of refunds; posted on this machine alone when left out. */
  readonly post?: PostNotification;
  /** Where it departs from {@link USUAL_HABITS}. */
  readonly habits?: Partial<WechatPayHabits>;
}

/** Nonces that are remembered, to notice one that comes twice. */
const NONCES_MAX = 10_000;
/** How often it is looked whether a refund has ended. */
const LOOK_MS = 1_000;
/** How long an order waits in the wallets' book at most. */
const OPEN_AT_MOST_MS = 600_000;

/**
 * WeChat Pay's Quick Pay as its server speaks it: global API v3, both spellings of the paths, both modes. Strict, with the
 * wallets' book as its truth, and able to misbehave.
 */
export class WechatPayProtocol implements WalletProtocol {
  readonly name = PROTOCOL;
  readonly contracts = new ContractBook();
  readonly #parts: WechatPayProtocolParts;
  readonly #orders: ReversalParts;
  readonly #writer: ReplyWriter;
  readonly #outbox: NoticeOutbox;
  readonly #rates = new RateWatch();
  readonly #wrongRefunds = new WrongRefunds();
  readonly #turns = new Turns();
  readonly #nonces = new Set<string>();
  readonly #lastEnquiryAtMs = new Map<string, number>();
  readonly #callOffs = new Map<string, () => void>();
  readonly #violations: string[] = [];
  #habits: WechatPayHabits;
  #begun: Promise<void> | undefined;

  constructor(parts: WechatPayProtocolParts) {
    this.#parts = parts;
    this.#habits = { ...USUAL_HABITS, ...parts.habits };
    for (const contract of parts.contracts) this.contracts.put(contract);
    const habits = (): WechatPayHabits => this.#habits;
    this.#writer = new ReplyWriter({ ...parts, habits });
    this.#orders = {
      door: parts.door,
      notes: new OrderNotes(parts.door),
      habits,
      revokeLater: (number, createdAtMs) => this.#revokeLater(number, createdAtMs),
      tellRefund: (number) => this.#outbox.watch(`refund ${number}`),
      noteViolation: (what) => this.#violations.push(what),
    };
    this.#outbox = this.#outboxOf(parts);
  }

  #outboxOf({ door, timers, post = postNotification, ...parts }: WechatPayProtocolParts): NoticeOutbox {
    const notice = { ...parts, door, notes: this.#orders.notes, contracts: this.contracts };
    return new NoticeOutbox({
      door,
      timers,
      post,
      server: PROTOCOL,
      families: ['wechatpay', 'wechatpay_hk'],
      lookMs: LOOK_MS,
      gapsMs: () => REFUND_NOTICE_GAPS_MS,
      firstLook: 'by_timer',
      standingOf: (subject) => standingOfRefund(door, subject),
      write: (subject, spoilt) => writeRefundNotice(notice, subject, spoilt),
    });
  }

  /**
   * What callers have done that no document says how it is answered: a reversal in the first fifteen seconds, enquiries
   * faster than one a second, a nonce that came twice. A good caller has none.
   */
  get violations(): readonly string[] {
    return this.#violations;
  }

  /** Changes habits from here on. */
  change(habits: Partial<WechatPayHabits>): void {
    this.#habits = { ...this.#habits, ...habits };
  }

  /** Takes up what was open when the process before this one ended; done once, at the first request at the latest. */
  begin(): Promise<void> {
    this.#begun ??= this.#takeUp().catch((error: unknown) => {
      this.#begun = undefined;
      throw error;
    });
    return this.#begun;
  }

  /** Lets go of all timers. */
  close(): void {
    for (const callOff of this.#callOffs.values()) callOff();
    this.#callOffs.clear();
    this.#outbox.close();
  }

  async handle(request: WireRequest): Promise<SpokenReply> {
    await this.begin();
    try {
      return await this.#work(request);
    } catch (error) {
      if (!(error instanceof WireRefusal)) throw error;
      return { reply: this.#writer.error(error.error), manner: 'at_once' };
    }
  }

  damage(reply: WireReply, fault: ProtocolFault): WireReply {
    return this.#writer.damage(reply, fault);
  }

  async #takeUp(): Promise<void> {
    const { door, clock } = this.#parts;
    const nowMs = clock.nowMs();
    const entries = await door.ofTime(nowMs - OPEN_AT_MOST_MS, nowMs + 1);
    for (const { channelOrderId, state } of entries) {
      if (state !== 'waiting' && state !== 'processing') continue;
      const note = await this.#orders.notes.read(channelOrderId);
      if (note !== undefined) this.#revokeLater(channelOrderId, note.createdAtMs);
    }
    await this.#outbox.begin();
  }

  async #work(request: WireRequest): Promise<SpokenReply> {
    const { path, query } = splitTarget(request.target);
    const route = findRoute(request.method, path);
    checkHeaders(request, route);
    const contract = this.#prove(request, route);
    const body = route.method === 'POST' ? readJson(request.body) : undefined;
    const spoilt = await this.#spoilt(route, body);
    if (spoilt?.error !== undefined && !spoilt.done) throw refusalOf(spoilt.error);
    if (route.call === 'statement') {
      const encoding = request.headers['accept-encoding'] ?? '';
      const bill = await statement(this.#orders, contract, query, encoding, request.receivedAtMs);
      return { reply: this.#writer.statement(bill, spoilt?.seal), manner: 'at_once' };
    }
    const saying = await this.#turns.take(keyOf(route, body), () =>
      this.#say(route, contract, body, query, request.receivedAtMs, spoilt),
    );
    if (spoilt?.error !== undefined) {
      return { reply: this.#writer.error(spoilt.error), manner: saying.manner };
    }
    return { reply: this.#replyOf(saying, spoilt), manner: saying.manner };
  }

  async #spoilt(route: Route, body: unknown): Promise<SpoiltAnswer | undefined> {
    const { door, platform, clock } = this.#parts;
    const number = numberOf(route, body);
    const families = familiesOf(route, body);
    if (route.call === 'charge') {
      const [family = 'wechatpay'] = families;
      await door.expect({ channelOrderId: number, family, ...presentedIn(body) });
    }
    const name = door.faults.takeOwn({ server: 'wechatpay', call: route.call, number, families });
    if (name === 'new-key') platform.renew(clock.nowMs());
    return spoiltAnswer(name, route.call);
  }

  #say(
    route: Route,
    contract: Contract,
    body: unknown,
    query: URLSearchParams,
    nowMs: number,
    spoilt: SpoiltAnswer | undefined,
  ): Promise<Saying> {
    const name = route.name ?? { by: 'number', value: '' };
    switch (route.call) {
      case 'charge':
        return pay(this.#orders, readPay(contract, body), nowMs);
      case 'query':
        this.#watchPolling(name.value, nowMs);
        return enquire(this.#orders, contract, name, query);
      case 'reverse':
        return reverse(this.#orders, contract, name, body, nowMs);
      case 'refund':
        return this.#wrongRefunds.take(contract.mchid, this.#habits.wrongRefundsPerSecond, nowMs, () =>
          refund(this.#orders, contract, body, nowMs),
        );
      case 'queryRefund':
        return enquireRefund(this.#orders, contract, name, query);
      case 'certificates':
      case 'statement':
        return this.#certificates(contract, query, spoilt?.garbled === true);
    }
  }

  #replyOf({ status, body }: Saying, spoilt: SpoiltAnswer | undefined): WireReply {
    const wire = body?.['wire'] as WireError | undefined;
    if (wire !== undefined) return this.#writer.error(wire);
    if (body === undefined || spoilt === undefined) return this.#writer.answer(status, body, spoilt?.seal);
    const plain = spoilt.odd === true ? oddly(body) : body;
    const known = Object.entries(spoilt.fields ?? {}).filter(
      ([field]) => field in plain || field.endsWith('state'),
    );
    return this.#writer.answer(status, { ...plain, ...Object.fromEntries(known) }, spoilt.seal);
  }

  async #certificates(contract: Contract, query: URLSearchParams, garbled: boolean): Promise<Saying> {
    if (query.size > 0) readCallerOfQuery(contract, query);
    const nonce = (): string => Buffer.from(this.#parts.randomBytes(6)).toString('hex');
    const key = garbled ? 'not-the-key-of-this-merchant-32!' : contract.apiV3Key;
    const body = this.#parts.platform.certificateList(key, nonce);
    return { status: 200, body, manner: 'at_once' satisfies AnswerManner };
  }

  #prove(request: WireRequest, { call }: Route): Contract {
    const { mchid, nonce } = proveSender(request, request.receivedAtMs, (number) =>
      this.contracts.certificatesOf(number),
    );
    if (this.#nonces.has(nonce)) this.#violations.push(`nonce ${nonce} came twice`);
    if (this.#nonces.size >= NONCES_MAX) this.#nonces.clear();
    this.#nonces.add(nonce);
    const { callsPerSecond } = this.#habits;
    if (this.#rates.exceeds(`${mchid} ${call}`, callsPerSecond, request.receivedAtMs)) {
      throw new WireRefusal(429, 'RATELIMIT_EXCEEDED', 'too many calls');
    }
    const contract = this.contracts.find(mchid);
    if (contract === undefined) throw new WireRefusal(401, 'SIGN_ERROR', 'there is no such mchid');
    return contract;
  }

  #watchPolling(number: string, nowMs: number): void {
    const last = this.#lastEnquiryAtMs.get(number);
    if (last !== undefined && nowMs - last < 1_000) {
      this.#violations.push(`order ${number} was asked about again after ${nowMs - last} ms`);
    }
    if (this.#lastEnquiryAtMs.size >= NONCES_MAX) this.#lastEnquiryAtMs.clear();
    this.#lastEnquiryAtMs.set(number, nowMs);
  }

  #revokeLater(number: string, createdAtMs: number): void {
    const { clock, timers } = this.#parts;
    const waitMs = Math.max(0, createdAtMs + this.#habits.revokeAfterMs - clock.nowMs());
    this.#callOffs.get(number)?.();
    this.#callOffs.set(
      number,
      timers.after(waitMs, () => {
        this.#callOffs.delete(number);
        // A book that cannot be written leaves the order to its own time in there.
        this.#turns.take(number, () => this.#revoke(number)).catch(() => undefined);
      }),
    );
  }

  async #revoke(number: string): Promise<void> {
    const { door, clock } = this.#parts;
    const note = await this.#orders.notes.read(number);
    if (note === undefined || !(await door.giveUp(number))) return;
    await this.#orders.notes.write(number, { ...note, revokedAtMs: clock.nowMs() });
  }
}

function splitTarget(target: string): { readonly path: string; readonly query: URLSearchParams } {
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: new URLSearchParams() }
    : { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

function checkHeaders({ headers }: WireRequest, { method }: Route): void {
  const missing = ['user-agent', 'accept'].find((name) => (headers[name] ?? '') === '');
  if (missing !== undefined) throw new WireRefusal(400, 'PARAM_ERROR', `the header ${missing} is missing`);
  if (method === 'POST' && !/^application\/json\b/.test(headers['content-type'] ?? '')) {
    throw new WireRefusal(400, 'PARAM_ERROR', 'Content-Type must be application/json');
  }
}

/** Our number of the order or refund that a call is about; empty when it names none. */
function numberOf({ name }: Route, body: unknown): string {
  if (name !== undefined) return name.value;
  const { out_refund_no: refundNumber, out_trade_no: number } = (body ?? {}) as Record<string, unknown>;
  const found = refundNumber ?? number;
  return typeof found === 'string' ? found : '';
}

/** The wallets a call may be for. */
function familiesOf({ call }: Route, body: unknown): readonly WalletFamily[] {
  if (call !== 'charge') return ['wechatpay', 'wechatpay_hk'];
  return [presentedIn(body).authCode < '15' ? 'wechatpay' : 'wechatpay_hk'];
}

/** What a payment asks for, as far as it can be read before it is checked. */
function presentedIn(body: unknown): { readonly authCode: string; readonly amountMinor: number } {
  const { payer, amount } = (body ?? {}) as Record<
    string,
    { auth_code?: unknown; total?: unknown } | undefined
  >;
  const { auth_code: code } = payer ?? {};
  return { authCode: typeof code === 'string' ? code : '', amountMinor: Number(amount?.total) };
}

/** The same facts under the other name of the number, among fields nobody has heard of. */
function oddly(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { id, ...rest } = body;
  const named = id === undefined || 'refund' in body ? body : { ...rest, transaction_id: id };
  return { settlement_hint: { batch: 'none' }, ...named, promotion_total: null };
}

/** What must run one after the other: everything about one order, as far as the call names it. */
function keyOf({ call, name }: Route, body: unknown): string {
  if (call === 'refund') {
    const { transaction_id: id, out_trade_no: number } = body as Record<string, unknown>;
    return `refund ${String(id ?? number)}`;
  }
  return name?.value ?? numberOf({ call, method: 'POST' }, body);
}

function refusalOf({ status, code, message, cause }: WireError): WireRefusal {
  return new WireRefusal(status, code, message, { cause: cause === 0 ? 0 : CAUSE.badParameter });
}
