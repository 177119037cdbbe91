import { createHash } from 'node:crypto';

/** Parameters as name and value. */
export type Parameters = Readonly<Record<string, string>>;

/** The two digests of the contract. */
export type Algorithm = 'MD5' | 'SHA256';

/** Upper-case hex digest of UTF-8 text. */
export function digestOf(algorithm: Algorithm, text: string): string {
  return createHash(algorithm.toLowerCase()).update(text, 'utf8').digest('hex').toUpperCase();
}

/**
 * The text a client signs, without its key: sorted by name in ASCII order, joined, nothing escaped (contract, section
 * 3.1). Written for the tests alone, so that the gateway is not checked against its own code.
 */
export function joinedText(parameters: Parameters): string {
  const names = Object.keys(parameters).filter((name) => name !== 'sign' && name !== 'sign_type');
  names.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  return names.map((name) => `${name}=${parameters[name]}`).join('&');
}

/** The signature of a request over its plain values. */
export function signatureOf(parameters: Parameters, key: string, algorithm: Algorithm = 'MD5'): string {
  return digestOf(algorithm, joinedText(parameters) + key);
}

/** A form-encoded body, a space as `+`, as Python's urlencode writes it. */
export function formOf(parameters: Parameters): string {
  return new URLSearchParams({ ...parameters }).toString();
}
