import { createSign, createVerify, type KeyObject } from 'node:crypto';

/** What is signed of a message: its path with query, who it is about, when, and its bytes. */
export interface SignedMessage {
  readonly path: string;
  readonly clientId: string;
  /** The text of the time header. */
  readonly time: string;
  readonly body: Buffer;
}

/** The parts of a `Signature` header. */
export interface SignatureParts {
  readonly algorithm: string;
  readonly keyVersion: string;
  readonly signature: Buffer;
}

/** Writes the `Signature` header of an answer or a notification. */
export function writeSignature(message: SignedMessage, key: KeyObject, keyVersion: string): string {
  const value = encodeURIComponent(signatureText(message, key));
  return `algorithm=RSA256,keyVersion=${keyVersion},signature=${value}`;
}

/** The signature in Base64, without URL encoding. */
export function signatureText({ path, clientId, time, body }: SignedMessage, key: KeyObject): string {
  const signer = createSign('sha256');
  signer.update(`POST ${path}\n${clientId}.${time}.`, 'utf8');
  signer.update(body);
  return signer.sign(key, 'base64');
}

const HEADER = /^\s*algorithm=([^,]*),\s*keyVersion=([^,]*),\s*signature=([^,\s]*)\s*$/;

/**
 * Reads a `Signature` header as Alipay's own software does: three parts in this order, the signature URL-encoded. An equals
 * sign that is not encoded makes it no signature at all.
 */
export function readSignature(header: string): SignatureParts | undefined {
  const [, algorithm = '', keyVersion = '', encoded = ''] = HEADER.exec(header) ?? [];
  if (algorithm === '' || encoded === '' || /[=+/]/.test(encoded)) return undefined;
  const base64 = encoded.replaceAll('%2B', '+').replaceAll('%2F', '/').replaceAll('%3D', '=');
  return { algorithm, keyVersion, signature: Buffer.from(base64, 'base64') };
}

/** Whether a signature is the one of a message under a key. */
export function isSignedBy(
  { path, clientId, time, body }: SignedMessage,
  signature: Buffer,
  key: KeyObject,
): boolean {
  const verifier = createVerify('sha256');
  verifier.update(`POST ${path}\n${clientId}.${time}.`, 'utf8');
  verifier.update(body);
  return verifier.verify(key, signature);
}
