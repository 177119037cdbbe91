import { posix } from 'node:path';
import { type Offence, placeOf, type SourceFile } from './source-file.ts';

/** One import of a file. */
export interface Import {
  /** Path from the root for files of the checkout, else the name as written. */
  readonly target: string;
  /** Whether nothing of it is left at run time. */
  readonly typeOnly: boolean;
  /** Where it stands in the text. */
  readonly index: number;
}

/** A direction imports may not take. Part of the architecture as data. */
export interface ImportRule {
  readonly name: string;
  /** Files it binds. */
  readonly binds: (path: string) => boolean;
  /** What those may import; everything else is an offence. */
  readonly allows: (found: Import, path: string) => boolean;
  /** What to do instead, as a sentence. */
  readonly instead: string;
}

const IMPORT = /(?:^|[;\n}])\s*(import|export)\s+(type\s+)?(?:[\w*{][^;'"`]*?\s*from\s*)?['"]([^'"]+)['"]/g;
const DYNAMIC = /\b(?:import|require)\s*\(\s*['"]([^'"]+)['"]/g;

/** The imports of a file, re-exports and dynamic ones included. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  const resolved = (name: string): string =>
    name.startsWith('.') ? posix.join(posix.dirname(path), name) : name;
  const fixed = Array.from(text.matchAll(IMPORT), (match) => ({
    target: resolved(match[3] ?? ''),
    typeOnly: match[2] !== undefined,
    index: match.index + match[0].indexOf(match[1] ?? ''),
  }));
  const dynamic = Array.from(text.matchAll(DYNAMIC), (match) => ({
    target: resolved(match[1] ?? ''),
    typeOnly: false,
    index: match.index,
  }));
  return [...fixed, ...dynamic];
}

/** Every import that goes where it may not. */
export function findImportOffences(
  rules: readonly ImportRule[],
  files: readonly SourceFile[],
): readonly Offence[] {
  return files.flatMap((file) =>
    rules
      .filter((rule) => rule.binds(file.path))
      .flatMap((rule) =>
        importsOf(file)
          .filter((found) => !rule.allows(found, file.path))
          .map(({ target, index }) => ({
            rule: rule.name,
            at: placeOf(file, index),
            found: `imports ${target}`,
            instead: rule.instead,
          })),
      ),
  );
}
