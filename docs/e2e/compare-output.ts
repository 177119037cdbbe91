/** What differs from run to run, and what stands for it. */
const VARYING: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\d{4}-\d{2}-\d{2}(?:[ T]|%20)\d{2}(?::|%3A)\d{2}(?::|%3A)\d{2}(?:\.\d+)?Z?/g, '<time>'],
  [/\bcli\d{14}[0-9a-f]{8}\b/g, '<order>'],
  [/\btill-\d{13}-[0-9a-f]{8}\b/g, '<order>'],
  [/\b[0-9A-F]{32}\b/g, '<32 hex digits>'],
  [/\b\d{16,}\b/g, '<number>'],
  [/"ms":\d+/g, '"ms":<number>'],
];

/** Stands for any text within a line; a line of its own stands for any number of lines. */
const ANYTHING = '…';

/**
 * Compares what a document shows with what came out. Times, fresh order numbers, 32-digit keys and numbers of 16 digits
 * or more may differ; so may whatever the document writes as `…`.
 *
 * @returns the first line of the document that does not fit, or `undefined`.
 */
export function findDifference(expected: string, actual: string): string | undefined {
  return match(linesOf(expected), linesOf(actual));
}

function match(expected: readonly string[], actual: readonly string[]): string | undefined {
  const [line, ...rest] = expected;
  if (line === undefined)
    return actual.length === 0 ? undefined : `(nothing more; but there is: ${actual[0]})`;
  if (line === ANYTHING) {
    for (let skipped = 0; skipped <= actual.length; skipped += 1) {
      if (match(rest, actual.slice(skipped)) === undefined) return undefined;
    }
    return rest[0] ?? line;
  }
  const [found, ...after] = actual;
  if (found === undefined || !patternOf(line).test(found)) return line;
  return match(rest, after);
}

function patternOf(line: string): RegExp {
  const parts = line.split(ANYTHING).map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

function linesOf(text: string): readonly string[] {
  const steady = VARYING.reduce((changed, [pattern, name]) => changed.replaceAll(pattern, name), text);
  return steady
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
}
