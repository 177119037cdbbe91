import { generateKeyPair } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseProblem, makeDirectory } from '@opencpm/gateway';

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

/**
 * Keys that are made once and then kept in a folder of the data directory, because making them takes a good part of a
 * second.
 *
 * @throws DatabaseProblem, here and later, when they cannot be written.
 */
export function keptKeys(folder: string, randomBytes: (length: number) => Uint8Array): LocalKeys {
  makeDirectory(dirname(folder));
  writing(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  return {
    async rsa(name) {
      const file = join(folder, `${name}.json`);
      const kept = read(file);
      if (kept !== undefined) return JSON.parse(kept) as KeyPair;
      const pair = await makeRsa();
      keep(file, JSON.stringify(pair));
      return pair;
    },
    secret(name) {
      const file = join(folder, `${name}.txt`);
      const kept = read(file);
      if (kept !== undefined) return kept;
      const secret = Buffer.from(randomBytes(16)).toString('hex').toUpperCase();
      keep(file, secret);
      return secret;
    },
  };
}

/** Writes a file as a whole: a process that is killed meanwhile leaves none. */
function keep(file: string, content: string): void {
  writing(dirname(file), () => {
    writeFileSync(`${file}.new`, content, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  });
}

function writing(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DatabaseProblem(
      `the data directory ${dirname(folder)} cannot be written (${why}); check its owner, its permissions and the space left`,
      { cause: error },
    );
  }
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
