import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type SettingFiles, SettingProblem } from './setting.ts';

/** Longest file a setting may name. */
const FILE_BYTES_MAX = 262_144;
const OTHERS_MAY_USE = 0o077;
const OTHERS_MAY_WRITE = 0o022;

/**
 * Files on the disk. Relative paths begin at a folder. A file with a secret must belong to its owner alone, and no file
 * may be writable by others.
 */
export function settingFiles(folder: string): SettingFiles {
  return {
    read(path, keeps) {
      const whole = resolve(folder, path);
      try {
        return readGuardedFile(whole, keeps, FILE_BYTES_MAX);
      } catch (error) {
        if (!(error instanceof SettingProblem)) throw error;
        throw new SettingProblem(`${whole} ${error.message}`);
      }
    },
  };
}

/**
 * Reads a file as UTF-8, without a byte order mark.
 *
 * @param keeps whether others may read it; nobody else may write it in either case.
 * @throws SettingProblem saying what is wrong with the file, without its name.
 */
export function readGuardedFile(path: string, keeps: 'secret' | 'public', bytesMax: number): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new SettingProblem(`cannot be read: ${reasonOf(error)}`);
  }
  try {
    const { mode, size, isFile } = factsOf(file);
    if (!isFile) throw new SettingProblem('is no file');
    if (size > bytesMax) throw new SettingProblem(`is longer than ${bytesMax} bytes`);
    const forbidden = keeps === 'secret' ? OTHERS_MAY_USE : OTHERS_MAY_WRITE;
    if (process.platform !== 'win32' && (mode & forbidden) !== 0) {
      const why = keeps === 'secret' ? 'may be read by other users' : 'may be changed by other users';
      throw new SettingProblem(`${why}; run ${keeps === 'secret' ? 'chmod 600' : 'chmod go-w'} on it`);
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError) throw new SettingProblem('is no text in UTF-8');
    throw error;
  } finally {
    closeSync(file);
  }
}

function factsOf(file: number): { readonly mode: number; readonly size: number; readonly isFile: boolean } {
  const facts = fstatSync(file);
  return { mode: facts.mode, size: facts.size, isFile: facts.isFile() };
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'EACCES') return 'this user may not; change its owner or its permissions';
  return typeof code === 'string' ? code : 'unreadable';
}
