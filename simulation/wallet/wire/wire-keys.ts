import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { selfSignedCertificate } from '../../../packages/sandbox/src/index.ts';

/** Both halves of an RSA key; as PEM where a setting takes it. */
interface WireKey {
  readonly privatePem: string;
  readonly publicPem: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The keys of merchants and wallets. */
export interface WireKeys {
  /** Of 2,048 bits, for connectors that take no shorter ones. */
  readonly merchant: WireKey;
  readonly wallet: WireKey;
  /** Of 1,024 bits, which signs in a third of the time; for a wallet whose key comes in a certificate. */
  readonly shortWallet: WireKey;
  /** The certificate of that short key. */
  readonly certificate: string;
}

let made: WireKeys | undefined;

/** Made once for each thread. Nothing that a history notes depends on them. */
export function wireKeys(): WireKeys {
  made ??= make();
  return made;
}

function make(): WireKeys {
  const shortWallet = makeKey(1_024);
  const certificate = selfSignedCertificate(shortWallet.privateKey, {
    serial: '4f70656e43504d02',
    commonName: '中国银联股份有限公司 (simulation)',
    fromMs: Date.UTC(2020, 0, 1),
    toMs: Date.UTC(2120, 0, 1),
  });
  return {
    merchant: makeKey(2_048),
    wallet: makeKey(2_048),
    shortWallet,
    certificate,
  };
}

function makeKey(modulusLength: 1_024 | 2_048): WireKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength,
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
