import { codeOnly } from './code-only.ts';
import { type Offence, placeOf, type SourceFile } from './source-file.ts';

/** A word of the code that is allowed in few places. */
export interface WordRule {
  readonly name: string;
  /** Found in code only, not in comments or texts. With the global flag. */
  readonly word: RegExp;
  readonly binds: (path: string) => boolean;
  /** Files in which it may stand. */
  readonly except: readonly string[];
  /** What to do instead, as a sentence. */
  readonly instead: string;
}

/** Every word that stands where it may not. */
export function findWordOffences(
  rules: readonly WordRule[],
  files: readonly SourceFile[],
): readonly Offence[] {
  return files.flatMap((file) => {
    const code = codeOnly(file.text);
    return rules
      .filter(({ binds, except }) => binds(file.path) && !except.includes(file.path))
      .flatMap((rule) =>
        Array.from(code.matchAll(rule.word), (match) => ({
          rule: rule.name,
          at: placeOf(file, match.index),
          found: match[0].trim(),
          instead: rule.instead,
        })),
      );
  });
}
