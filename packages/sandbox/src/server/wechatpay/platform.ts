import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { selfSignedCertificate } from '../certificate.ts';
import { type PlatformSigner, sealText } from './answer-seal.ts';
import { offsetTime } from './order-view.ts';

const YEAR_MS = 365 * 86_400_000;

/** The wallet's own keys: the one it signs with, and every one that is still in force. */
export class Platform {
  #signers: readonly PlatformSigner[];

  constructor(privateKey: KeyObject, serial: string, nowMs: number) {
    this.#signers = [signerOf(privateKey, serial, nowMs)];
  }

  /** The key that signs now. */
  get signer(): PlatformSigner {
    const signer = this.#signers.at(-1);
    if (signer === undefined) throw new Error('the platform has no key');
    return signer;
  }

  /** From now on another key signs. The one before stays in the list, unless it is dropped. */
  rotate(privateKey: KeyObject, serial: string, nowMs: number, before: 'kept' | 'dropped' = 'kept'): void {
    const next = signerOf(privateKey, serial, nowMs);
    this.#signers = before === 'kept' ? [...this.#signers, next] : [next];
  }

  /** From now on a key signs that nobody has seen; it is in the list. */
  renew(nowMs: number): void {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const digest = createHash('sha256')
      .update(publicKey.export({ format: 'der', type: 'spki' }))
      .digest('hex');
    this.rotate(privateKey, `4${digest.slice(0, 31).toUpperCase()}`, nowMs);
  }

  /** The certificates in force, sealed with a merchant's APIv3 key. @param nonce gives 12 characters each time. */
  certificateList(apiV3Key: string, nonce: () => string): Readonly<Record<string, unknown>> {
    return {
      data: this.#signers.map(({ serial, certificate, fromMs, toMs }) => {
        const sealNonce = nonce();
        return {
          serial_no: serial,
          effective_time: offsetTime(fromMs),
          expire_time: offsetTime(toMs),
          encrypt_certificate: {
            algorithm: 'AEAD_AES_256_GCM',
            nonce: sealNonce,
            associated_data: 'certificate',
            ciphertext: sealText(apiV3Key, certificate, 'certificate', sealNonce),
          },
        };
      }),
    };
  }
}

function signerOf(privateKey: KeyObject, serial: string, nowMs: number): PlatformSigner {
  const fromMs = nowMs - 86_400_000;
  const toMs = nowMs + 5 * YEAR_MS;
  const facts = { serial, commonName: 'Sandbox platform, play money only', fromMs, toMs };
  return { serial, privateKey, certificate: selfSignedCertificate(privateKey, facts), fromMs, toMs };
}
