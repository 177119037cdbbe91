import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDirectory } from './make-directory.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-make-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('makeDirectory', () => {
  it('makes every missing level for its owner alone, and leaves one that is there', () => {
    const deep = join(directory, 'a', 'b');
    makeDirectory(deep);
    makeDirectory(deep);
    expect(statSync(deep).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'a')).mode & 0o777).toBe(0o700);
  });

  it.skipIf(!existsSync('/proc/self'))('says where no directory can be made, and returns', () => {
    expect(() => makeDirectory('/proc/opencpm/data')).toThrow(
      /the data directory \/proc\/opencpm\/data cannot be made \(ENOENT\)/,
    );
  });

  it('says when a file is in the way', () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect(() => makeDirectory(file)).toThrow(/cannot be made \(EEXIST\)/);
    expect(() => makeDirectory(join(file, 'data'))).toThrow(/cannot be made \(E(NOTDIR|EXIST)\)/);
  });
});
