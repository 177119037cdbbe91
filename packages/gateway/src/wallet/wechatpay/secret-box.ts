import { createDecipheriv } from 'node:crypto';

const TAG_BYTES = 16;

/** Something the platform has encrypted with the APIv3 key. */
export interface SealedText {
  readonly nonce: string;
  readonly associatedData: string;
  /** Base64 of the encrypted bytes with the 16 bytes of the tag behind them. */
  readonly ciphertext: string;
}

/**
 * Opens what the platform sealed with AES-256-GCM.
 *
 * @returns undefined when the key does not open it or somebody has changed it.
 */
export function openSealed(apiV3Key: Uint8Array, sealed: SealedText): string | undefined {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  if (bytes.length < TAG_BYTES || sealed.nonce === '') return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', apiV3Key, sealed.nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(sealed.associatedData));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString();
  } catch {
    return undefined;
  }
}
