import { createHash, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto';
import { type Fields, signedText } from './fields.ts';

/** How messages are signed, by the wire's own number: RSA, or a shared key with SHA-256 or SM3. */
export type SignMethod = '01' | '11' | '12';

/** What our messages are signed with. */
export type Signer =
  | {
      readonly method: '01';
      /** Serial number of the signing certificate, decimal. */
      readonly certificateNumber: string;
      readonly privateKey: KeyObject;
    }
  | { readonly method: '11' | '12'; readonly secret: string };

const HASHES = { '01': 'sha256', '11': 'sha256', '12': 'sm3' } as const;

/** Hash of a text, lower-case hex. */
export function digestHex(method: SignMethod, text: string): string {
  return createHash(HASHES[method]).update(text, 'utf8').digest('hex');
}

/** Adds what names the signer, and the signature. Nothing may be changed afterwards. */
export function signFields(fields: Fields, signer: Signer): Fields {
  const named = {
    ...fields,
    signMethod: signer.method,
    ...(signer.method === '01' ? { certId: signer.certificateNumber } : {}),
  };
  return { ...named, signature: signatureOf(named, signer) };
}

/** The signature over fields that are complete. RSA signs the digest's hex digits, so that two hashes are made. */
export function signatureOf(fields: Fields, signer: Signer): string {
  const text = signedText(fields);
  return signer.method === '01'
    ? rsaSignature(text, signer.privateKey)
    : sharedKeySignature(signer.method, text, signer.secret);
}

/** RSA over the hex digits of a text's SHA-256, Base64. */
export function rsaSignature(text: string, privateKey: KeyObject): string {
  return sign('sha256', Buffer.from(digestHex('01', text)), privateKey).toString('base64');
}

/** Whether fields carry a signature of an RSA key. */
export function isSignedByKey(fields: Fields, publicKey: KeyObject): boolean {
  const signature = fields['signature'] ?? '';
  if (!/^[A-Za-z0-9+/]{4,1364}={0,2}$/.test(signature)) return false;
  const digest = Buffer.from(digestHex('01', signedText(fields)));
  return verify('sha256', digest, publicKey, Buffer.from(signature, 'base64'));
}

/** Whether fields carry a signature of a shared key. Compared without telling by its time how far it fits. */
export function isSignedBySecret(fields: Fields, method: '11' | '12', secret: string): boolean {
  const expected = Buffer.from(sharedKeySignature(method, signedText(fields), secret));
  const given = Buffer.from(fields['signature'] ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function sharedKeySignature(method: '11' | '12', text: string, secret: string): string {
  return digestHex(method, `${text}&${digestHex(method, secret)}`);
}
