import type { SignedRequest } from '../signature/request-signature-v2.ts';
import { type ExplainerHashes, upperHex, utf8Bytes } from './signing-plan.ts';

/** Everything a program puts together to sign a request of the newer form; the right way is one plan. */
export interface TimestampedPlan {
  readonly version: string;
  readonly method: string;
  readonly path: string;
  readonly appCode: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly content: Uint8Array;
  /** Turns the content into the last line. */
  readonly contentLine: (content: Uint8Array, hashes: ExplainerHashes) => string;
  /** Puts the lines together. */
  readonly join: (lines: readonly string[]) => string;
  /** Makes the key of the HMAC. */
  readonly derive: (facts: TimestampedKeys, hashes: ExplainerHashes) => Uint8Array;
  readonly key: string;
  /** Hashes. */
  readonly hash: (text: string, key: Uint8Array, hashes: ExplainerHashes) => Uint8Array;
}

/** What a key is derived from. */
interface TimestampedKeys {
  readonly key: string;
  readonly appCode: string;
}

/** The plan that is right for a request. */
export function rightTimestampedPlan(request: SignedRequest, key: string): TimestampedPlan {
  const { method, path, appCode, timestamp, nonce, content } = request;
  return {
    version: 'QF2',
    method,
    path,
    appCode,
    timestamp,
    nonce,
    content,
    contentLine: (bytes, hashes) => lowerHex(hashes.digest('SHA256', bytes)),
    join: (lines) => lines.join('\n'),
    derive: derived('QF2 request'),
    key,
    hash: (text, secret, hashes) => hashes.hmac('SHA256', secret, utf8Bytes(text)),
  };
}

/** HKDF-SHA256 with one block, for a purpose. */
export function derived(purpose: string): TimestampedPlan['derive'] {
  return ({ key, appCode }, hashes) => {
    const extracted = hashes.hmac('SHA256', utf8Bytes(appCode), utf8Bytes(key));
    return hashes.hmac('SHA256', extracted, utf8Bytes(`${purpose}\u0001`));
  };
}

/** The signature a program with this plan makes, in upper-case hex. */
export function executeTimestampedPlan(plan: TimestampedPlan, hashes: ExplainerHashes): string {
  const { version, method, path, appCode, timestamp, nonce, content } = plan;
  const lines = [version, method, path, appCode, timestamp, nonce, plan.contentLine(content, hashes)];
  return upperHex(plan.hash(plan.join(lines), plan.derive(plan, hashes), hashes));
}

/** Lower-case hex. */
export function lowerHex(bytes: Uint8Array): string {
  return upperHex(bytes).toLowerCase();
}
