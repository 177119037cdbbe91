import type { KeyObject } from 'node:crypto';
import type { ProtocolFault } from '../../answer-manner.ts';
import type { Misbehaviour } from '../../misbehaviour.ts';
import type { WireReply } from '../wallet-protocol.ts';
import { signatureText, type SignedMessage, writeSignature } from './message-signature.ts';
import { strangeKey } from '../strange-key.ts';
import { bodyOf, type WireResult } from './wire-result.ts';
import { writeInstant } from './wire-instant.ts';

/** What an answer belongs to. */
export interface Answered {
  readonly path: string;
  readonly clientId: string;
  readonly nowMs: number;
  readonly offsetMinutes: number;
}

interface Changes {
  readonly body?: Buffer;
  readonly time?: string;
  readonly signature?: string;
}

/** Writes and signs answers, and damages them as only somebody can who holds the key. */
export class AnswerWriter {
  readonly #key: KeyObject;
  readonly #keyVersion: string;
  /** What the answers under way were signed for. */
  readonly #signedFor = new WeakMap<WireReply, SignedMessage>();

  constructor(key: KeyObject, keyVersion: string) {
    this.#key = key;
    this.#keyVersion = keyVersion;
  }

  /** An answer without a signature, for a caller who is not known. */
  unsigned(result: WireResult, status: number): WireReply {
    return { status, headers: { 'Content-Type': 'application/json; charset=UTF-8' }, body: bodyOf(result) };
  }

  /** A signed answer. */
  signed(result: WireResult, answered: Answered, spoilt: Misbehaviour | undefined): WireReply {
    const body = spoilt === 'odd-form' ? oddBody(bodyOf(result)) : bodyOf(result);
    const time = writeInstant(answered.nowMs, answered.offsetMinutes);
    const message = { path: answered.path, clientId: answered.clientId, time, body };
    return this.#reply(message, this.#changes(spoilt, message, answered));
  }

  /** The same answer, damaged. One that was not signed stays as it is. */
  damage(reply: WireReply, fault: ProtocolFault): WireReply {
    const message = this.#signedFor.get(reply);
    if (message === undefined) return reply;
    switch (fault) {
      case 'unsigned': {
        const { Signature: _signature, ...headers } = reply.headers;
        return { ...reply, headers };
      }
      case 'wrong-signature':
        return this.#reply(message, {
          signature: writeSignature({ ...message, time: `${message.time} ` }, this.#key, this.#keyVersion),
        });
      case 'other-order':
        return this.#reply({ ...message, body: aboutAnother(message.body) }, {});
      case 'unknown-code': {
        const result = {
          resultCode: 'A_CODE_NOBODY_KNOWS',
          resultMessage: 'A new reason.',
          resultStatus: 'F',
        };
        return this.#reply({ ...message, body: Buffer.from(JSON.stringify({ result })) }, {});
      }
    }
  }

  /** What a misbehaviour does to an answer that is signed already. */
  #changes(
    spoilt: Misbehaviour | undefined,
    message: SignedMessage,
    { nowMs, offsetMinutes }: Answered,
  ): Changes {
    if (spoilt === 'altered-body') {
      return { body: Buffer.from(message.body.toString().replace('"resultMessage":"', '$&x')) };
    }
    if (spoilt === 'altered-time') return { time: writeInstant(nowMs + 1_000, offsetMinutes) };
    if (spoilt === 'other-key') {
      return { signature: writeSignature(message, strangeKey(), this.#keyVersion) };
    }
    if (spoilt === 'raw-signature') {
      const signature = signatureText(message, this.#key);
      return { signature: `algorithm=RSA256, keyVersion=${this.#keyVersion}, signature=${signature}` };
    }
    return {};
  }

  #reply(message: SignedMessage, changed: Changes): WireReply {
    const reply = {
      status: 200,
      headers: {
        'Content-Type': 'application/json; charset=UTF-8',
        'Client-Id': message.clientId,
        'Response-Time': changed.time ?? message.time,
        Signature: changed.signature ?? writeSignature(message, this.#key, this.#keyVersion),
        tracerid: `0${message.time.replace(/\D/g, '')}`,
      },
      body: changed.body ?? message.body,
    };
    this.#signedFor.set(reply, message);
    return reply;
  }
}

const OTHER_NUMBER = '00000000000000000000000000';
const NUMBERS = ['paymentRequestId', 'refundRequestId'] as const;

/** The same words about another payment, done and paid. */
function aboutAnother(body: Buffer): Buffer {
  const fields = JSON.parse(body.toString()) as Record<string, unknown>;
  for (const name of NUMBERS) if (name in fields) fields[name] = OTHER_NUMBER;
  return Buffer.from(JSON.stringify({ paymentRequestId: OTHER_NUMBER, ...fields }));
}

/** The same facts, as a client has to be able to read them, too. */
export function oddBody(body: Buffer): Buffer {
  const fields = JSON.parse(body.toString()) as Record<string, unknown>;
  const turned = Object.fromEntries(Object.entries(fields).reverse());
  return Buffer.from(
    JSON.stringify({ aNewField: { with: ['things'] }, nonGuaranteeCouponAmount: null, ...numbered(turned) }),
  );
}

/** Amounts as numbers, which recorded answers have beside texts. */
function numbered(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value !== 'object' || value === null || !('value' in value)) return [name, value];
      return [name, { ...value, value: Number(value.value) }];
    }),
  );
}
