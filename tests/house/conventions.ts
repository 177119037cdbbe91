import { type Offence, placeOf, type SourceFile } from './source-file.ts';

/** Longest file; most are below a hundred lines. */
export const LINES_MAX = 400;

const VAGUE_NAME = /^(?:utils?|helpers?|common|misc|shared|stuff)$/i;
const UNFINISHED = /\b(?:TODO|FIXME)\b/g;
const SKIPPED = /\b(?:it|test|describe)\.(?:skip|todo|only)\b/g;

/** What is wrong with a file, whatever it is about. */
export function findConventionOffences(files: readonly SourceFile[]): readonly Offence[] {
  return files.flatMap((file) => [
    ...tooLong(file),
    ...vagueName(file),
    ...unfinished(file),
    ...skipped(file),
  ]);
}

function tooLong({ path, text }: SourceFile): readonly Offence[] {
  const lines = text.trimEnd().split('\n').length;
  if (lines <= LINES_MAX) return [];
  return [
    {
      rule: 'files are short',
      at: `${path}:${LINES_MAX + 1}`,
      found: `${lines} lines`,
      instead: `Split it into files with one subject each; ${LINES_MAX} lines is the most.`,
    },
  ];
}

function vagueName({ path }: SourceFile): readonly Offence[] {
  const part = path.split('/').find((each) => VAGUE_NAME.test(each.replace(/(?:\.test)?\.\w+$/, '')));
  if (part === undefined) return [];
  return [
    {
      rule: 'names say what is inside',
      at: path,
      found: part,
      instead: 'Name the file after the thing it holds, in the words of the field.',
    },
  ];
}

function unfinished(file: SourceFile): readonly Offence[] {
  return Array.from(file.text.matchAll(UNFINISHED), ({ 0: found, index }) => ({
    rule: 'nothing is left unfinished',
    at: placeOf(file, index),
    found,
    instead: 'Finish it, or leave it out.',
  }));
}

function skipped(file: SourceFile): readonly Offence[] {
  return Array.from(file.text.matchAll(SKIPPED), ({ 0: found, index }) => ({
    rule: 'every test runs',
    at: placeOf(file, index),
    found,
    instead: 'Let the test run, or delete it with the code it was about.',
  }));
}
