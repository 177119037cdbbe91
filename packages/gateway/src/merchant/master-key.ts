import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { MASTER_KEY_BYTES, KeyVaultProblem, type RandomBytes } from './key-vault.ts';

/** File of the master key inside the data directory, when the environment brings none. */
export const MASTER_KEY_FILE = 'master.key';

/**
 * Reads the master key of a data directory, making one for a directory that has no database yet. Beside an existing
 * database a missing key is never replaced: the stored client keys would be lost without anybody noticing.
 *
 * @throws KeyVaultProblem saying what is wrong with the file.
 */
export function loadMasterKey(
  directory: string,
  databaseExists: boolean,
  randomBytes: RandomBytes,
): Uint8Array {
  const file = join(directory, MASTER_KEY_FILE);
  if (!existsSync(file)) {
    if (databaseExists) {
      throw new KeyVaultProblem(
        `${file} is missing although the database exists; restore it, or set OPENCPM_MASTER_KEY to its 64 hex digits`,
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
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, `${text}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
