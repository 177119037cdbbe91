import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { selfSignedCertificate } from '../../../packages/sandbox/src/index.ts';

/** Both halves of an RSA key; as PEM where a setting takes it. */
export interface WireKey {
  readonly privatePem: string;
  readonly publicPem: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The keys of merchants and wallets, and the certificate of the wallets' key. */
export interface WireKeys {
  readonly merchant: WireKey;
  readonly wallet: WireKey;
  readonly certificate: string;
}

let made: WireKeys | undefined;

/**
 * One pair for all merchants and one for all wallets, made once for each thread: of 2,048 bits, the least that connectors
 * take. Nothing that a history notes depends on them.
 */
export function wireKeys(): WireKeys {
  made ??= make();
  return made;
}

function make(): WireKeys {
  const merchant = makeKey();
  const wallet = makeKey();
  const certificate = selfSignedCertificate(wallet.privateKey, {
    serial: '4f70656e43504d02',
    commonName: '中国银联股份有限公司 (simulation)',
    fromMs: Date.UTC(2020, 0, 1),
    toMs: Date.UTC(2120, 0, 1),
  });
  return { merchant, wallet, certificate };
}

function makeKey(): WireKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    privatePem: privateKey,
    publicPem: publicKey,
    privateKey: createPrivateKey(privateKey),
    publicKey: createPublicKey(publicKey),
  };
}
