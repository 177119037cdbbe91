import { type FormParameter, parseFormText } from '@opencpm/protocol';
import { wrongUsage } from '../command-failure.ts';

/**
 * Reads `name=value` arguments. The values are taken as they stand, undecoded.
 *
 * @throws CommandFailure for an argument without a name or a name given twice.
 */
export function readPairs(words: readonly string[]): readonly FormParameter[] {
  const names = new Set<string>();
  return words.map((word) => {
    const equals = word.indexOf('=');
    if (equals < 1) {
      throw wrongUsage(`"${word}" is no parameter.`, 'Write name=value, and quote it when it holds blanks.');
    }
    const name = word.slice(0, equals);
    if (names.has(name))
      throw wrongUsage(
        `${name} is given twice.`,
        'Give each parameter once; a gateway refuses repeated names.',
      );
    names.add(name);
    const value = word.slice(equals + 1);
    return { name, value, raw: value };
  });
}

/**
 * Reads a form body or query string as it was sent. One line end behind it, as `echo` leaves one, does not belong to it.
 *
 * @throws CommandFailure when a gateway could not read it either.
 */
export function readBody(text: string): readonly FormParameter[] {
  const body = text.replace(/\r?\n$/, '');
  if (body.trimStart().startsWith('{')) {
    throw wrongUsage('The body is JSON.', 'Requests are form-encoded: txamt=10&txcurrcd=HKD&...');
  }
  const form = parseFormText(body);
  if (form.ok) return form.parameters;
  const field = form.field === undefined ? '' : `${form.field} `;
  throw wrongUsage(
    `A gateway cannot read this body: ${field}${form.problem}.`,
    'Mend the body; then its signature can be checked.',
  );
}
