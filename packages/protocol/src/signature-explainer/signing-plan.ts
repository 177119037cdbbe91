import type { FormParameter } from '../form/form-parameter.ts';

/** Hash functions a signing program may have used; only MD5 and SHA256 are part of the contract. */
export type HashName = 'MD5' | 'SHA1' | 'SHA256' | 'SHA512';

/** Hash functions over bytes. Handed in: browsers, workers and Node bring them in different places. */
export interface ExplainerHashes {
  digest(hash: HashName, message: Uint8Array): Uint8Array;
  hmac(hash: HashName, key: Uint8Array, message: Uint8Array): Uint8Array;
}

/**
 * How a program signs, step by step. The right way is one plan; each known mistake is a plan that differs in one step.
 */
export interface SigningPlan {
  /** What is signed, in the order it is signed. */
  readonly parameters: readonly FormParameter[];
  /** Turns the parameters into text. */
  readonly write: (parameters: readonly FormParameter[]) => string;
  readonly key: string;
  /** Brings text and key together. */
  readonly attach: (text: string, key: string) => string;
  /** Turns text into bytes. */
  readonly encode: (text: string) => Uint8Array;
  /** Hashes. */
  readonly hash: (message: Uint8Array, key: Uint8Array, hashes: ExplainerHashes) => Uint8Array;
}

const utf8 = new TextEncoder();

/** The bytes of a text in UTF-8. */
export function utf8Bytes(text: string): Uint8Array {
  return utf8.encode(text);
}

/** `name=value` joined with `&`: the text of the contract. */
export function writePairs(parameters: readonly FormParameter[]): string {
  return parameters.map(({ name, value }) => `${name}=${value}`).join('&');
}

/** The plan of the contract for parameters already sorted and freed of the signature (section 3.1). */
export function contractPlan(parameters: readonly FormParameter[], key: string, hash: HashName): SigningPlan {
  return {
    parameters,
    write: writePairs,
    key,
    attach: (text, secret) => text + secret,
    encode: utf8Bytes,
    hash: (message, _key, hashes) => hashes.digest(hash, message),
  };
}

/** The digest a program with this plan makes, in upper-case hex. */
export function executePlan(plan: SigningPlan, hashes: ExplainerHashes): string {
  const message = plan.encode(plan.attach(plan.write(plan.parameters), plan.key));
  return upperHex(plan.hash(message, plan.encode(plan.key), hashes));
}

/** Upper-case hex. */
export function upperHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text.toUpperCase();
}
