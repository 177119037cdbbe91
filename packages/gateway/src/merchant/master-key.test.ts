import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyVaultProblem } from './key-vault.ts';
import { loadMasterKey, MASTER_KEY_FILE } from './master-key.ts';

const HEX = 'ab'.repeat(32);

describe('loadMasterKey', () => {
  let directory: string;
  let file: string;
  let made: number;
  const randomBytes = (length: number): Uint8Array => {
    made += 1;
    return new Uint8Array(length).fill(0xcd);
  };
  const load = (keysStored: boolean) => loadMasterKey(directory, keysStored, randomBytes);
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'opencpm-key-'));
    file = join(directory, MASTER_KEY_FILE);
    made = 0;
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('makes a key for a new directory, for its owner only, and keeps it', () => {
    const key = load(false);
    expect(key).toEqual(Buffer.alloc(32, 0xcd));
    expect(readFileSync(file, 'utf8')).toBe(`${'cd'.repeat(32)}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(load(true)).toEqual(key);
    expect(load(false)).toEqual(key);
    expect(made).toBe(1);
  });

  it('makes none beside a database whose key is lost', () => {
    expect(() => load(true)).toThrow(KeyVaultProblem);
    expect(() => load(true)).toThrow(
      /master\.key is missing although the database holds client keys; restore it/,
    );
    expect(existsSync(file)).toBe(false);
    expect(made).toBe(0);
  });

  it.each([HEX, HEX.toUpperCase(), `${HEX}\n`, `  ${HEX}\r\n`])('reads %j', (text) => {
    writeFileSync(file, text);
    expect(load(true)).toEqual(Buffer.alloc(32, 0xab));
  });

  it.each(['', HEX.slice(2), `${HEX}00`, `${HEX.slice(2)}zz`, `${HEX} ${HEX}`])(
    'refuses the file %j and leaves it as it is',
    (text) => {
      writeFileSync(file, text);
      chmodSync(file, 0o600);
      expect(() => load(false)).toThrow(/master\.key must hold 64 hex digits; restore it from a backup/);
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );
});
