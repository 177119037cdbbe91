import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** The parts of a message that its signature covers. */
export interface SignedParts {
  /** Path with query of the request, from `/` on, without scheme and host. An answer is signed over its request's. */
  readonly path: string;
  readonly clientId: string;
  /** Text of `Request-Time` or `Response-Time`, exactly as it stands in the header. */
  readonly time: string;
  /** The body, byte for byte as it is on the wire. */
  readonly body: Uint8Array;
}

const ALGORITHM = 'RSA-SHA256';
const SMALLEST_KEY_BITS = 2048;

/** The bytes a signature is made over: `POST <path>`, a line feed, then client id, time and body joined by full stops. */
export function bytesToSign({ path, clientId, time, body }: SignedParts): Buffer {
  return Buffer.concat([Buffer.from(`POST ${path}\n${clientId}.${time}.`), body]);
}

/** The value of the `Signature` header: RSASSA-PKCS1-v1_5 over SHA-256, Base64, then URL-encoded. */
export function signatureHeader(parts: SignedParts, key: KeyObject, keyVersion: string): string {
  const signature = sign(ALGORITHM, bytesToSign(parts), key).toString('base64');
  return `algorithm=RSA256,keyVersion=${keyVersion},signature=${encodeURIComponent(signature)}`;
}

/**
 * Whether a `Signature` header signs a message. Blanks after the commas and a signature that is not URL-encoded are
 * tolerated, as both are seen; another algorithm is not.
 */
export function signatureFits(header: string, parts: SignedParts, key: KeyObject): boolean {
  const signature = signatureBytes(header);
  return signature !== undefined && verify(ALGORITHM, bytesToSign(parts), key, signature);
}

function signatureBytes(header: string): Buffer | undefined {
  const fields = new Map(
    header.split(',').map((part) => {
      const [name = '', ...value] = part.trim().split('=');
      return [name, value.join('=')] as const;
    }),
  );
  const signature = fields.get('signature');
  if (fields.get('algorithm') !== 'RSA256' || signature === undefined) return undefined;
  const base64 = urlDecoded(signature);
  return base64 !== undefined && /^[A-Za-z0-9+/]+={0,2}$/.test(base64)
    ? Buffer.from(base64, 'base64')
    : undefined;
}

function urlDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads our private key: Base64 of PKCS#8 DER, as Alipay's key tools write it, or PEM.
 *
 * @throws RangeError naming what is wrong; never with any part of the key.
 */
export function readPrivateKey(text: string): KeyObject {
  return readKey(text, 'a private key (PKCS#8, Base64 or PEM)', (input) =>
    typeof input === 'string'
      ? createPrivateKey(input)
      : createPrivateKey({ key: input, format: 'der', type: 'pkcs8' }),
  );
}

/**
 * Reads Alipay's public key: Base64 of X.509 SPKI DER, as its dashboard shows it, or PEM.
 *
 * @throws RangeError naming what is wrong.
 */
export function readPublicKey(text: string): KeyObject {
  return readKey(text, 'a public key (X.509, Base64 or PEM)', (input) =>
    typeof input === 'string'
      ? createPublicKey(input)
      : createPublicKey({ key: input, format: 'der', type: 'spki' }),
  );
}

function readKey(text: string, what: string, read: (input: string | Buffer) => KeyObject): KeyObject {
  const trimmed = text.trim();
  let key: KeyObject;
  try {
    key = read(trimmed.startsWith('-----BEGIN') ? trimmed : Buffer.from(trimmed, 'base64'));
  } catch {
    // The cause would quote the input.
    throw new RangeError(`is not ${what}`);
  }
  if (key.asymmetricKeyType !== 'rsa') throw new RangeError('is not an RSA key');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < SMALLEST_KEY_BITS) throw new RangeError(`is too short: ${SMALLEST_KEY_BITS} bits at least`);
  return key;
}
