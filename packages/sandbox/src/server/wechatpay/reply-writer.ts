import type { ProtocolFault } from '../../answer-manner.ts';
import type { SandboxClock } from '../../book/write-group.ts';
import type { RandomBytes } from '../../payment-code/choice.ts';
import type { WireReply } from '../wallet-protocol.ts';
import { sealAnswer, type SealHeaders } from './answer-seal.ts';
import { spell, type WechatPayHabits } from './habits.ts';
import type { Platform } from './platform.ts';
import type { SealFault } from './spoilt-answer.ts';
import type { StatementAnswer } from './statement.ts';
import type { WireError } from './wire-refusal.ts';

/** What writing answers needs. */
export interface ReplyWriterParts {
  readonly platform: Platform;
  readonly clock: SandboxClock;
  readonly randomBytes: RandomBytes;
  readonly habits: () => WechatPayHabits;
}

const TEN_MINUTES_S = 600;
const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };
/** A serial that is in no list. */
const UNKNOWN_SERIAL = '0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF';

/** Writes answers: body, number of the request, signature. */
export class ReplyWriter {
  readonly #parts: ReplyWriterParts;

  constructor(parts: ReplyWriterParts) {
    this.#parts = parts;
  }

  /** A signed answer. @param body undefined for one without a body. */
  answer(status: number, body: Readonly<Record<string, unknown>> | undefined, slip?: SealFault): WireReply {
    const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    return this.#sealed(
      { status, headers: body === undefined ? {} : JSON_TYPE, body: bytes },
      bytes,
      0,
      slip,
    );
  }

  /** An error; signed as these habits have it, but for 401, which never is. */
  error({ status, code, message, detail, cause }: WireError): WireReply {
    const habits = this.#parts.habits();
    const body = { code: spell(code, habits), message, ...(detail === undefined ? {} : { detail }) };
    const bytes = Buffer.from(JSON.stringify(body));
    const reply = { status, headers: JSON_TYPE, body: bytes };
    if (status !== 401 && habits.errorsSigned) return this.#sealed(reply, bytes, cause);
    return { ...reply, headers: { ...JSON_TYPE, 'Request-ID': this.#requestId(cause) } };
  }

  /** A bill; what is signed is its digest. */
  statement({ body, packed, sha1, signedText }: StatementAnswer, slip?: SealFault): WireReply {
    const headers = {
      'Content-Type': 'text/plain; charset=utf-8',
      'Wechatpay-Statement-Sha1': sha1,
      ...(packed ? { 'Content-Encoding': 'gzip' } : {}),
    };
    return this.#sealed({ status: 200, headers, body }, Buffer.from(signedText), 0, slip);
  }

  /** The same answer, damaged as only somebody can who knows the protocol. */
  damage(reply: WireReply, fault: ProtocolFault): WireReply {
    switch (fault) {
      case 'unsigned':
        return { ...reply, headers: withoutSeal(reply.headers) };
      case 'wrong-signature': {
        const other = Buffer.concat([reply.body, Buffer.from(' ')]);
        return this.#sealed({ ...reply, headers: withoutSeal(reply.headers) }, other, 0);
      }
      case 'other-order': {
        const fields = reply.body.length === 0 ? {} : (JSON.parse(reply.body.toString()) as object);
        const status = reply.status === 204 ? 200 : reply.status;
        return this.answer(status, { ...fields, out_trade_no: OTHER_NUMBER, out_refund_no: OTHER_NUMBER });
      }
      case 'unknown-code':
        return this.error({ status: 400, code: 'HIPPO_MISMATCH', message: 'nobody knows', cause: 0 });
    }
  }

  #sealed(reply: WireReply, signed: Uint8Array, cause: number, slip?: SealFault): WireReply {
    const headers = { ...reply.headers, 'Request-ID': this.#requestId(cause), ...this.#seal(signed, slip) };
    return slip === 'altered-body' ? altered({ ...reply, headers }) : { ...reply, headers };
  }

  #seal(signed: Uint8Array, slip: SealFault | undefined): SealHeaders {
    const { platform, clock } = this.#parts;
    const nowS = Math.floor(clock.nowMs() / 1_000);
    const seal = (timestampS: number): SealHeaders =>
      sealAnswer(platform.signer, signed, timestampS, this.#random(16));
    switch (slip) {
      case undefined:
      case 'altered-body':
        return seal(nowS);
      case 'stale-time':
        return seal(nowS - TEN_MINUTES_S);
      case 'future-time':
        return seal(nowS + TEN_MINUTES_S);
      case 'other-key':
        return { ...seal(nowS), 'Wechatpay-Serial': UNKNOWN_SERIAL };
      case 'probe': {
        const whole = seal(nowS);
        return {
          ...whole,
          'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${whole['Wechatpay-Signature'] ?? ''}`,
        };
      }
    }
  }

  #requestId(cause: number): string {
    return `${this.#random(10).toUpperCase()}-${cause}`;
  }

  #random(bytes: number): string {
    return Buffer.from(this.#parts.randomBytes(bytes)).toString('hex');
  }
}

const OTHER_NUMBER = 'OTHER0000000000000000000001';

/** The same answer with other bytes; one without a body gets one. */
function altered(reply: WireReply): WireReply {
  if (reply.body.length === 0) return { ...reply, status: 200, body: Buffer.from('{}') };
  return { ...reply, body: Buffer.concat([reply.body, Buffer.from(' ')]) };
}

function withoutSeal(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(([name]) => !name.toLowerCase().startsWith('wechatpay-'));
  return Object.fromEntries(kept);
}
