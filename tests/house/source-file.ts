import { globSync, readFileSync } from 'node:fs';
import { posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the checkout that is checked. */
export interface SourceFile {
  /** From the root of the checkout, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** One place that breaks a rule. */
export interface Offence {
  readonly rule: string;
  /** File and line. */
  readonly at: string;
  readonly found: string;
  /** What to do instead. */
  readonly instead: string;
}

/** Reads the files of the checkout that fit one of some patterns. */
export function readSources(...patterns: readonly string[]): readonly SourceFile[] {
  return globSync([...patterns], { cwd: ROOT, exclude: (name) => name.includes('node_modules') })
    .map((path) => path.replaceAll(sep, '/'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(posix.join(ROOT, path), 'utf8') }));
}

/** Whether a file is a test or exists for tests only. */
export function isForTests(path: string): boolean {
  return /\.test\.ts$|\/test-[^/]+(?:\.ts$|\/)|\/store\/contract\/|\/store-contract\.ts$/.test(path);
}

/** A place in a file, the way editors read it. */
export function placeOf({ path, text }: SourceFile, index: number): string {
  return `${path}:${text.slice(0, index).split('\n').length}`;
}

/** Offences as lines for the report of a failed test. */
export function written(offences: readonly Offence[]): readonly string[] {
  return offences.map(({ rule, at, found, instead }) => `${at}  ${found}  [${rule}] ${instead}`);
}
