import { createHash, type KeyObject, sign, verify } from 'node:crypto';

/** Fields of a message by name, values as texts. */
export type Fields = Readonly<Record<string, string>>;

/** The text under a signature: names in the order of their bytes, `name=value` joined by `&`, without the signature. */
function textUnderSignature(fields: Fields): string {
  const names = Object.keys(fields)
    .filter((name) => name !== 'signature')
    .sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  return names.map((name) => `${name}=${fields[name] ?? ''}`).join('&');
}

/** The hex digits RSA signs: UnionPay hashes twice. */
function hexDigits(fields: Fields): Buffer {
  return Buffer.from(createHash('sha256').update(textUnderSignature(fields)).digest('hex'));
}

/** A signature of the wallet, Base64. */
export function signatureFor(fields: Fields, key: KeyObject): string {
  return sign('RSA-SHA256', hexDigits(fields), key).toString('base64');
}

/** Whether a merchant has signed a message. */
export function isSigned(fields: Fields, key: KeyObject): boolean {
  const { signature = '' } = fields;
  return (
    /^[A-Za-z0-9+/=]{8,1024}$/.test(signature) &&
    verify('RSA-SHA256', hexDigits(fields), key, Buffer.from(signature, 'base64'))
  );
}

/** Reads a form as a browser sends it; undefined when it is none, or names something twice. */
export function readForm(body: Buffer): Fields | undefined {
  const fields: Record<string, string> = {};
  try {
    for (const part of body.toString('utf8').split('&')) {
      const at = part.indexOf('=');
      const name = decodeURIComponent(part.slice(0, at));
      if (at < 1 || Object.hasOwn(fields, name)) return undefined;
      fields[name] = decodeURIComponent(part.slice(at + 1).replaceAll('+', ' '));
    }
    return fields;
  } catch {
    return undefined;
  }
}

/** Writes an answer: not encoded, as the real one is not. */
export function writeReply(fields: Fields, wrapped: boolean): Buffer {
  const text = Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return Buffer.from(wrapped ? `{${text}}` : text);
}

/** Writes a notification: a form. */
export function writeForm(fields: Fields): Buffer {
  const parts = Object.entries(fields).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return Buffer.from(parts.join('&'));
}
