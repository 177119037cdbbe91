import { type KeyObject, verify } from 'node:crypto';
import type { WireRequest } from '../wallet-protocol.ts';
import { CAUSE, WireRefusal } from './wire-refusal.ts';

/** A certificate the wallet knows of a signer. */
export interface SignerCertificate {
  readonly serial: string;
  readonly publicKey: KeyObject;
  /** Refused from here on, milliseconds since 1970-01-01 UTC; never when absent. */
  readonly endsAtMs?: number;
}

/** How far a request's time may be away from the wallet's, in seconds. */
const TIME_WINDOW_S = 300;
const SCHEME = 'WECHATPAY2-SHA256-RSA2048';
const PARAMETER = /\s*(\w+)="([^"]*)"\s*(?:,|$)/y;
const NAMES = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no'] as const;

/** Who has sent a request, proved. */
export interface ProvedSender {
  readonly mchid: string;
  readonly nonce: string;
}

/**
 * Checks the signature of a request over the bytes and the target as they came.
 *
 * @param certificatesOf certificates of a signing number; none for a number nobody has.
 * @throws WireRefusal 401 `SIGN_ERROR` with the text the wallet put together, so that both sides can be compared.
 */
export function proveSender(
  request: WireRequest,
  nowMs: number,
  certificatesOf: (mchid: string) => readonly SignerCertificate[],
): ProvedSender {
  const header = request.headers['authorization'] ?? '';
  const [scheme = '', rest = ''] = splitOnce(header);
  if (scheme !== SCHEME) throw signError(request, `the scheme is not ${SCHEME}`);
  const { mchid, nonce_str: nonce, signature, timestamp, serial_no: serial } = readParameters(request, rest);
  if (!/^\d{10}$/.test(timestamp) || Math.abs(nowMs / 1_000 - Number(timestamp)) > TIME_WINDOW_S) {
    throw signError(request, 'timestamp is more than 5 minutes away');
  }
  const certificate = certificatesOf(mchid).find((each) => each.serial === serial);
  if (certificate === undefined) throw signError(request, 'serial_no does not belong to mchid');
  if (certificate.endsAtMs !== undefined && nowMs >= certificate.endsAtMs) {
    throw signError(request, 'the certificate has ended or was revoked');
  }
  const message = messageOf(request, timestamp, nonce);
  if (!verify('sha256', message, certificate.publicKey, Buffer.from(signature, 'base64'))) {
    throw signError(request, 'the signature is wrong', message);
  }
  return { mchid, nonce };
}

function splitOnce(header: string): readonly string[] {
  const blank = header.indexOf(' ');
  return blank < 0 ? [header] : [header.slice(0, blank), header.slice(blank + 1)];
}

function readParameters(request: WireRequest, text: string): Record<(typeof NAMES)[number], string> {
  const found = new Map<string, string>();
  PARAMETER.lastIndex = 0;
  let end = 0;
  for (let match = PARAMETER.exec(text); match !== null; match = PARAMETER.exec(text)) {
    const [, name = '', value = ''] = match;
    if (found.has(name)) throw signError(request, `${name} stands twice`);
    found.set(name, value);
    end = PARAMETER.lastIndex;
  }
  if (end !== text.length) throw signError(request, 'Authorization cannot be read');
  const missing = NAMES.find((name) => (found.get(name) ?? '') === '');
  if (missing !== undefined) throw signError(request, `${missing} is missing`);
  return Object.fromEntries(found) as Record<(typeof NAMES)[number], string>;
}

function messageOf({ method, target, body }: WireRequest, timestamp: string, nonce: string): Buffer {
  return Buffer.concat([
    Buffer.from(`${method}\n${target}\n${timestamp}\n${nonce}\n`),
    body,
    Buffer.from('\n'),
  ]);
}

const SHOWN = 512;

function signError({ method, target }: WireRequest, issue: string, message?: Buffer): WireRefusal {
  return new WireRefusal(401, 'SIGN_ERROR', `the signature cannot be verified: ${issue}`, {
    cause: CAUSE.badSignature,
    detail: {
      sign_information: {
        method,
        url: target,
        truncated_sign_message: (message?.toString() ?? '').slice(0, SHOWN),
        sign_message_length: message?.length ?? 0,
      },
    },
  });
}
