import type { FormParameter } from '@opencpm/protocol';

/** Hash functions a signing program may have used; only MD5 and SHA256 are part of the contract. */
export type HashName = 'MD5' | 'SHA1' | 'SHA256' | 'SHA512';

/** Hash functions over UTF-8 text, answering upper-case hex. Handed in, so that this folder stays pure. */
export interface SigningHashes {
  digest(hash: HashName, text: string): string;
  hmac(hash: HashName, key: string, text: string): string;
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
  /** Makes hex digits of it. */
  readonly hash: (message: string, key: string, hashes: SigningHashes) => string;
}

/** `name=value` joined with `&`: the text of the contract. */
export function writePairs(parameters: readonly FormParameter[]): string {
  return parameters.map(({ name, value }) => `${name}=${value}`).join('&');
}

/** The plan of the contract for parameters already sorted and freed of the signature (section 3.1). */
export function contractPlan(
  parameters: readonly FormParameter[],
  key: string,
  hash: 'MD5' | 'SHA256',
): SigningPlan {
  return {
    parameters,
    write: writePairs,
    key,
    attach: (text, secret) => text + secret,
    hash: (message, _key, hashes) => hashes.digest(hash, message),
  };
}

/** The digest a program with this plan sends, in upper-case hex. */
export function executePlan(plan: SigningPlan, hashes: SigningHashes): string {
  return plan.hash(plan.attach(plan.write(plan.parameters), plan.key), plan.key, hashes);
}
