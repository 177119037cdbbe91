import type { SandboxTimers } from '../../answer-delivery.ts';
import type { SandboxClock } from '../../book/write-group.ts';
import type { Misbehaviour } from '../../misbehaviour.ts';
import type { WalletDoor } from '../../wallet-door.ts';
import { Turns } from '../turns.ts';
import type { SpokenReply, WalletProtocol, WireReply, WireRequest } from '../wallet-protocol.ts';
import type { AlipaySettings } from './alipay-settings.ts';
import { AnswerWriter } from './answer-writer.ts';
import { type CallContext, keepPayNote, payNote, PROTOCOL } from './call-context.ts';
import { cancel } from './cancel.ts';
import { dayFile } from './day-files.ts';
import { type Fields, fieldOf, type WireCall } from './field-rules.ts';
import { admit, type Admitted } from './gate.ts';
import { inquirePayment, inquireRefund } from './inquiry.ts';
import { CALL_NAMES, refusalBefore, served, spoiltResult } from './spoilt-result.ts';
import type { PostNotification } from '../notification-post.ts';
import type { NoticeOutbox } from '../notice-outbox.ts';
import { alipayOutbox } from './notifier.ts';
import { mockedAnswer } from './mock-amounts.ts';
import { noteOf, pay } from './pay.ts';
import { refund } from './refund.ts';
import { atOnce, type SpokenResult, type WireResult } from './wire-result.ts';

/** What the simulated Alipay needs. */
export interface AlipayProtocolParts {
  readonly door: WalletDoor;
  readonly settings: AlipaySettings;
  readonly clock: SandboxClock;
  readonly timers: SandboxTimers;
  /** The network towards merchants; nobody is notified without it. */
  readonly post?: PostNotification;
}

/** Offsets of the times in answers, in minutes; recorded answers come with several. */
const OFFSETS: readonly number[] = [480, -480, 330, 510];

const CALLS: Readonly<Record<WireCall, (context: CallContext, body: Fields) => Promise<SpokenResult>>> = {
  pay,
  inquiryPayment: inquirePayment,
  cancel,
  refund,
  inquiryRefund: inquireRefund,
};

/**
 * Alipay as its documents describe it: verifies every request, answers in its own codes and signs what it says. The wallet
 * behind it, with its accounts, codes and behaviours, is the sandbox's.
 */
export class AlipayProtocol implements WalletProtocol {
  readonly name = PROTOCOL;
  readonly #parts: AlipayProtocolParts;
  readonly #writer: AnswerWriter;
  readonly #outbox: NoticeOutbox | undefined;
  /** Requests about one number follow one another. */
  readonly #turns = new Turns();
  #answers = 0;

  constructor(parts: AlipayProtocolParts) {
    const { settings, post } = parts;
    this.#parts = parts;
    this.#writer = new AnswerWriter(settings.privateKey, settings.keyVersion);
    this.#outbox = post === undefined ? undefined : alipayOutbox({ ...parts, post });
  }

  async handle(request: WireRequest): Promise<SpokenReply> {
    if (request.method === 'GET' && request.target.startsWith('/v1/settlements/')) {
      return said(await this.#file(request.target));
    }
    const { settings } = this.#parts;
    const nowMs = request.receivedAtMs;
    const admitted = admit(request, settings, nowMs);
    if (!admitted.ok && admitted.client === undefined) {
      return said(this.#writer.unsigned(admitted.result, settings.gateStatus));
    }
    const offsetMinutes = OFFSETS[this.#answers % OFFSETS.length] ?? 480;
    this.#answers += 1;
    const clientId = request.headers['client-id'] ?? '';
    const answered = { path: request.target, clientId, nowMs, offsetMinutes };
    if (!admitted.ok) return said(this.#writer.signed(admitted.result, answered, undefined));
    const spoilt = await this.#spoilt(admitted);
    const { result, manner } = await this.#turn(admitted, spoilt, { nowMs, offsetMinutes });
    return { reply: this.#writer.signed(result, answered, spoilt), manner };
  }

  damage(reply: WireReply, fault: Parameters<WalletProtocol['damage']>[1]): WireReply {
    return this.#writer.damage(reply, fault);
  }

  /** Tells what the process before this one has not told. */
  async begin(): Promise<void> {
    await this.#outbox?.begin();
  }

  /** Tells nobody anything any more. */
  close(): void {
    this.#outbox?.close();
  }

  async #spoilt({ call, body }: Admitted): Promise<Misbehaviour | undefined> {
    const { door } = this.#parts;
    const number = numberIn(body);
    if (call === 'pay') {
      await door.expect({
        channelOrderId: number,
        family: 'alipay',
        authCode: fieldOf(body, 'paymentMethod.paymentMethodId') ?? '',
        amountMinor: Number(fieldOf(body, 'paymentAmount.value')),
      });
    }
    return door.faults.takeOwn(served(CALL_NAMES[call], number));
  }

  async #turn(
    { client, call, body }: Admitted,
    spoilt: Misbehaviour | undefined,
    moment: Pick<CallContext, 'nowMs' | 'offsetMinutes'>,
  ): Promise<SpokenResult> {
    const { door, settings } = this.#parts;
    const number = numberIn(body);
    const context: CallContext = { door, settings, client, ...moment };
    return this.#turns.take(number, async () => {
      const before = refusalBefore(spoilt);
      if (before !== undefined) {
        if (call === 'pay' && before.status === 'F') await rememberRefusal(context, body, before);
        return atOnce(before);
      }
      const { result, manner } = await CALLS[call](context, body);
      if (call === 'pay') await this.#outbox?.watch(`payment ${number}`);
      const mocked = settings.mockAmounts ? mockedAnswer(call, await door.find(number)) : undefined;
      return mocked ?? { result: spoiltResult(spoilt, result), manner };
    });
  }

  async #file(path: string): Promise<WireReply> {
    const text = await dayFile(this.#parts.door, path);
    return text === undefined
      ? {
          status: 404,
          headers: { 'Content-Type': 'text/plain; charset=utf-8' },
          body: Buffer.from('no such file\n'),
        }
      : { status: 200, headers: { 'Content-Type': 'text/csv; charset=utf-8' }, body: Buffer.from(text) };
  }
}

function numberIn(body: Fields): string {
  return fieldOf(body, 'paymentRequestId') ?? fieldOf(body, 'refundRequestId') ?? '';
}

function said(reply: WireReply): SpokenReply {
  return { reply, manner: 'at_once' };
}

/** The same number is refused for ever. */
async function rememberRefusal(
  context: CallContext,
  body: Fields,
  { code, message }: WireResult,
): Promise<void> {
  const number = fieldOf(body, 'paymentRequestId') ?? '';
  if ((await payNote(context.door, number)) !== undefined) return;
  await keepPayNote(context.door, number, { ...noteOf(context, body), refusal: { code, message } });
}
