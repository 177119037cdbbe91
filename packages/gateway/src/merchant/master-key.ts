import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { MASTER_KEY_BYTES, KeyVaultProblem, type RandomBytes } from './key-vault.ts';

/** File of the master key inside the data directory, when the environment brings none. */
export const MASTER_KEY_FILE = 'master.key';

/**
 * Reads the master key of a data directory, making one while no client key has been stored. After that a missing key is
 * never replaced: the stored client keys would be lost without anybody noticing.
 *
 * @throws KeyVaultProblem saying what is wrong with the file.
 */
export function loadMasterKey(directory: string, keysStored: boolean, randomBytes: RandomBytes): Uint8Array {
  const file = join(directory, MASTER_KEY_FILE);
  if (!existsSync(file)) {
    if (keysStored) {
      throw new KeyVaultProblem(
        `${file} is missing although the database holds client keys; restore it, or set OPENCPM_MASTER_KEY to its 64 hex digits`,
      );
    }
    writeNewKey(file, Buffer.from(randomBytes(MASTER_KEY_BYTES)).toString('hex'));
  }
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9A-Fa-f]{64}$/.test(text)) {
    throw new KeyVaultProblem(`${file} must hold 64 hex digits; restore it from a backup`);
  }
  return Buffer.from(text, 'hex');
}

function writeNewKey(file: string, text: string): void {
  // Grown under another name: a process killed in between must not leave half a key that the next start refuses.
  const draft = `${file}.creating`;
  rmSync(draft, { force: true });
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeSync(descriptor, `${text}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, file);
  // Without this a power cut could leave a database whose keys nobody can open.
  const directory = openSync(dirname(file), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
