import type { KeyObject } from 'node:crypto';
import { mayComeUnsigned, type ResultStatus } from './codes.ts';
import { isJsonObject, type JsonObject, objectField, textField } from './json-fields.ts';
import { signatureFits } from './signature.ts';

/** What came back over HTTP. */
export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came, before anything is parsed. */
  readonly body: Uint8Array;
}

/** The request an answer belongs to, as far as its signature covers it. */
export interface AnsweredCall {
  readonly path: string;
  readonly clientId: string;
  readonly walletKey: KeyObject;
}

/** An answer that says something, and is Alipay's. */
export interface ReadAnswer {
  readonly ok: true;
  readonly status: ResultStatus;
  readonly code: string;
  /** Alipay's words, for the log and never for a decision; printable ASCII, at most {@link MESSAGE_LENGTH_MAX}. */
  readonly message: string;
  readonly body: JsonObject;
  /** `Response-Time`, which is signed. */
  readonly time: string;
}

/** An answer from which nothing can be concluded. */
export interface UnreadableAnswer {
  readonly ok: false;
  readonly reason: string;
  /** Somebody may have touched it, or a key is wrong: an operator has to look. */
  readonly suspicious: boolean;
}

const MESSAGE_LENGTH_MAX = 120;
const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;

/**
 * Reads an answer. It counts only with HTTP 200 and a signature of Alipay over exactly these bytes; a refusal of
 * Alipay's gateway alone may come without one. Everything else is unreadable, and nobody knows what has happened.
 */
export function readAnswer(answer: WireAnswer, call: AnsweredCall): ReadAnswer | UnreadableAnswer {
  if (answer.status !== 200) return unreadable(`Alipay answered HTTP ${answer.status}`);
  const header = answer.headers['signature'];
  const time = answer.headers['response-time'] ?? '';
  if (header !== undefined) {
    const { path, clientId, walletKey } = call;
    if (!signatureFits(header, { path, clientId, time, body: answer.body }, walletKey)) {
      return unreadable('the signature of the answer does not fit', true);
    }
  }
  const body = parseObject(answer.body);
  if (body === undefined) return unreadable('the answer is no JSON object in UTF-8');
  const result = objectField(body, 'result');
  const status = result === undefined ? undefined : textField(result, 'resultStatus');
  const code = result === undefined ? undefined : textField(result, 'resultCode');
  if (!isStatus(status) || code === undefined || !CODE.test(code)) {
    return unreadable('the answer holds no result');
  }
  if (header === undefined && !mayComeUnsigned(status, code)) {
    return unreadable(`the answer ${code} is not signed`, true);
  }
  return { ok: true, status, code, message: messageOf(result ?? {}), body, time };
}

/** Reads bytes as a JSON object in strict UTF-8; undefined when they are none. */
export function parseObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isStatus(text: string | undefined): text is ResultStatus {
  return text === 'S' || text === 'F' || text === 'U';
}

function messageOf(result: JsonObject): string {
  const message = textField(result, 'resultMessage') ?? '';
  // A long run of digits may be a payment code.
  return message
    .replace(/\d{10,}/g, '...')
    .replace(/[^ -~]/g, '?')
    .slice(0, MESSAGE_LENGTH_MAX);
}

function unreadable(reason: string, suspicious = false): UnreadableAnswer {
  return { ok: false, reason, suspicious };
}
