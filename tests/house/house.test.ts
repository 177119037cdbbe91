import { describe, expect, it } from 'vitest';
import { findConventionOffences } from './conventions.ts';
import { IMPORT_RULES } from './import-rules.ts';
import { findImportOffences } from './imports.ts';
import { readSources, written } from './source-file.ts';
import { WORD_RULES } from './word-rules.ts';
import { findWordOffences } from './words.ts';

const packages = readSources('packages/*/src/**/*.ts', 'packages/*/pages/**/*.{ts,tsx}');
/** The checks themselves hold the words they look for. */
const everything = readSources(
  'packages/**/*.ts',
  'packages/*/pages/**/*.tsx',
  'pages/**/*.ts',
  'tests/**/*.ts',
  'bench/**/*.ts',
  'simulation/**/*.ts',
  'docs/**/*.ts',
  'examples/**/*.ts',
).filter(({ path }) => !path.startsWith('tests/house/') && !path.includes('/dist/'));

describe('the house', () => {
  it('has all its packages', () => {
    const names = new Set(packages.map(({ path }) => path.split('/')[1]));
    for (const name of ['protocol', 'gateway', 'sandbox', 'cli', 'client']) expect(names).toContain(name);
    expect(packages.length).toBeGreaterThan(200);
  });

  it.each(IMPORT_RULES)('keeps to the direction of its imports: $name', (rule) => {
    expect(packages.some(({ path }) => rule.binds(path))).toBe(true);
    expect(written(findImportOffences([rule], packages))).toEqual([]);
  });

  it.each(WORD_RULES)('lets in what changes from run to run in few places: $name', (rule) => {
    expect(written(findWordOffences([rule], packages))).toEqual([]);
    // An exception for a file that is gone, or needs none any more, would hide the next offence.
    for (const path of rule.except) {
      const unbound = { ...rule, except: [] };
      const excepted = packages.filter((file) => file.path === path);
      expect(findWordOffences([unbound], excepted).length, path).toBeGreaterThan(0);
    }
  });

  it('keeps to its conventions', () => {
    expect(written(findConventionOffences(everything))).toEqual([]);
  });
});
