import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from './make-directory.ts';
import { TillProblem } from './till-problem.ts';

const SECRET_BYTES = 32;

/** Files of a data directory. */
export interface DataDirectory {
  readonly database: string;
  /** Goes into every hash of a PIN; secret. */
  readonly secret: Uint8Array;
}

/**
 * Makes a data directory, or finds one.
 *
 * @throws TillProblem when it cannot be written, or lacks its secret.
 */
export function openDataDirectory(
  directory: string,
  randomBytes: (length: number) => Uint8Array,
): DataDirectory {
  const database = join(directory, 'till.db');
  const file = join(directory, 'till.key');
  try {
    makeDirectory(directory);
    if (!existsSync(file)) {
      if (existsSync(database)) {
        throw new TillProblem(
          `the file ${file} is missing although there is a till in ${directory}; restore it, without it no PIN fits`,
        );
      }
      writeDurably(file, randomBytes(SECRET_BYTES));
    }
    const secret = readFileSync(file);
    if (secret.length !== SECRET_BYTES) {
      throw new TillProblem(`the file ${file} is damaged; restore it, without it no PIN fits`);
    }
    return { database, secret };
  } catch (error) {
    if (error instanceof TillProblem) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new TillProblem(
      `the data directory ${directory} cannot be used (${why}); check its owner, its permissions and the space left`,
    );
  }
}

/** Under another name first, so that a power cut leaves a whole file or none. */
function writeDurably(file: string, bytes: Uint8Array): void {
  const draft = `${file}.creating`;
  const descriptor = openSync(draft, 'w', 0o600);
  try {
    writeSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, file);
}
