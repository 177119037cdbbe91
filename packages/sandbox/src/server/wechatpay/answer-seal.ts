import { createCipheriv, type KeyObject, sign } from 'node:crypto';

/** A key the wallet signs its answers with. */
export interface PlatformSigner {
  readonly serial: string;
  readonly privateKey: KeyObject;
  /** The certificate of the key, PEM. */
  readonly certificate: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The headers that prove an answer. */
export type SealHeaders = Readonly<Record<string, string>>;

/** Signs the bytes of an answer. */
export function sealAnswer(
  { serial, privateKey }: Pick<PlatformSigner, 'serial' | 'privateKey'>,
  body: Uint8Array,
  timestampS: number,
  nonce: string,
): SealHeaders {
  const message = Buffer.concat([Buffer.from(`${timestampS}\n${nonce}\n`), body, Buffer.from('\n')]);
  return {
    'Wechatpay-Timestamp': String(timestampS),
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': sign('sha256', message, privateKey).toString('base64'),
    'Wechatpay-Serial': serial,
  };
}

/** Seals a text with an APIv3 key, AES-256-GCM. @param nonce 12 characters. */
export function sealText(apiV3Key: string, text: string, associatedData: string, nonce: string): string {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), nonce);
  cipher.setAAD(Buffer.from(associatedData));
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64');
}
