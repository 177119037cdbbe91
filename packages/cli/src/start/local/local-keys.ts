import { generateKeyPair } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Both halves of a key, PEM. */
interface KeyPair {
  /** PKCS#8. */
  readonly privateKey: string;
  /** SPKI. */
  readonly publicKey: string;
}

/** Keys for wallets on this machine. They protect nothing but play money. */
export interface LocalKeys {
  /** An RSA key of 2,048 bits; the same name is the same key. */
  rsa(name: string): Promise<KeyPair>;
  /** 32 hex digits; the same name is the same text. */
  secret(name: string): string;
}

/** Keys that are made once and then kept in a folder, because making them takes a good part of a second. */
export function keptKeys(folder: string, randomBytes: (length: number) => Uint8Array): LocalKeys {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    async rsa(name) {
      const file = join(folder, `${name}.json`);
      const kept = read(file);
      if (kept !== undefined) return JSON.parse(kept) as KeyPair;
      const pair = await makeRsa();
      writeFileSync(file, JSON.stringify(pair), { mode: 0o600 });
      return pair;
    },
    secret(name) {
      const file = join(folder, `${name}.txt`);
      const kept = read(file);
      if (kept !== undefined) return kept;
      const secret = Buffer.from(randomBytes(16)).toString('hex').toUpperCase();
      writeFileSync(file, secret, { mode: 0o600 });
      return secret;
    },
  };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

async function makeRsa(): Promise<KeyPair> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privateKey, publicKey };
}
