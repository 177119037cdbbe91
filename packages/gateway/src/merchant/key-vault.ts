import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Bytes of the master key: AES-256. */
export const MASTER_KEY_BYTES = 32;

/** Hands out unpredictable bytes. */
export type RandomBytes = (length: number) => Uint8Array;

/** A stored key cannot be opened: the master key is another one, or the row was changed. */
export class KeyVaultProblem extends Error {
  override readonly name = 'KeyVaultProblem';
}

/**
 * Keeps secrets out of the database. Client keys are sealed with AES-256-GCM under a key that lives elsewhere, bound
 * to their app code and key id, so that neither a stolen file nor a row moved to another merchant gives a usable key.
 */
export class KeyVault {
  readonly #sealingKey: KeyObject;
  readonly #authCodeKey: KeyObject;
  readonly #dummyKeySeed: KeyObject;
  readonly #randomBytes: RandomBytes;

  /** @param masterKey {@link MASTER_KEY_BYTES} bytes, never stored beside the database's backups. */
  constructor(masterKey: Uint8Array, randomBytes: RandomBytes) {
    if (masterKey.length !== MASTER_KEY_BYTES) {
      throw new KeyVaultProblem(
        `the master key must have ${MASTER_KEY_BYTES} bytes, not ${masterKey.length}`,
      );
    }
    this.#sealingKey = derive(masterKey, 'opencpm client keys');
    this.#authCodeKey = derive(masterKey, 'opencpm auth codes');
    this.#dummyKeySeed = derive(masterKey, 'opencpm dummy keys');
    this.#randomBytes = randomBytes;
  }

  /** Encrypts a client key: nonce, tag and ciphertext in one. */
  seal(appCode: string, keyId: string, clientKey: string): Uint8Array {
    const nonce = this.#randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#sealingKey, nonce);
    cipher.setAAD(Buffer.from(`${appCode}:${keyId}`));
    const ciphertext = Buffer.concat([cipher.update(clientKey, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
  }

  /** @throws KeyVaultProblem when the key was sealed under another master key, app code or key id. */
  open(appCode: string, keyId: string, sealed: Uint8Array): string {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#sealingKey, sealed.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(`${appCode}:${keyId}`));
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const ciphertext = sealed.subarray(NONCE_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
    } catch (error) {
      throw new KeyVaultProblem(
        `key ${keyId} of app code ${appCode} cannot be opened: the master key is not the one it was stored with, or the row was changed`,
        { cause: error },
      );
    }
  }

  /** A keyed hash that recognises an auth code without holding it: 128 bits of HMAC-SHA256 in hex. */
  hashAuthCode(code: string): string {
    return createHmac('sha256', this.#authCodeKey).update(code).digest('hex').slice(0, 32);
  }

  /** A key nobody has, so that an unknown app code costs and looks like a wrong signature. */
  dummyKey(appCode: string): string {
    return createHmac('sha256', this.#dummyKeySeed).update(appCode).digest('hex').slice(0, 32).toUpperCase();
  }
}

/** As key objects, because plain bytes are checked and copied anew at every use. */
function derive(masterKey: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(new Uint8Array(hkdfSync('sha256', masterKey, '', purpose, 32)));
}
