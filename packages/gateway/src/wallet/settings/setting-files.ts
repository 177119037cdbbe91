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
      let file: number;
      try {
        file = openSync(whole, 'r');
      } catch (error) {
        throw new SettingProblem(`${whole} cannot be read: ${reasonOf(error)}`);
      }
      try {
        const { mode, size, isFile } = factsOf(file);
        if (!isFile) throw new SettingProblem(`${whole} is no file`);
        if (size > FILE_BYTES_MAX)
          throw new SettingProblem(`${whole} is longer than ${FILE_BYTES_MAX} bytes`);
        const forbidden = keeps === 'secret' ? OTHERS_MAY_USE : OTHERS_MAY_WRITE;
        if (process.platform !== 'win32' && (mode & forbidden) !== 0) {
          const why = keeps === 'secret' ? 'other users may read it' : 'other users may change it';
          const mend = keeps === 'secret' ? 'chmod 600' : 'chmod go-w';
          throw new SettingProblem(`${whole}: ${why}; run ${mend} on it`);
        }
        return readFileSync(file, 'utf8');
      } finally {
        closeSync(file);
      }
    },
  };
}

function factsOf(file: number): { readonly mode: number; readonly size: number; readonly isFile: boolean } {
  const facts = fstatSync(file);
  return { mode: facts.mode, size: facts.size, isFile: facts.isFile() };
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'it does not exist';
  return typeof code === 'string' ? code : 'unreadable';
}
