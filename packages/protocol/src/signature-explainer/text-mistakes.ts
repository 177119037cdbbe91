import { unicodeEscaped } from './charset-mistakes.ts';
import type { FormParameter } from '../form/form-parameter.ts';
import { type SigningMistake, simpleMistake } from './signing-mistake.ts';
import { writePairs } from './signing-plan.ts';

const JOIN = 'Write name=value, joined with & and nothing else.';
const NOT_JSON =
  'Requests are signed as name=value pairs joined with &, not as JSON; only answers and notifications are signed as they stand.';
const WHOLE_NUMBER = /^(0|[1-9][0-9]{0,14})$/;

function textMistake(
  id: string,
  text: string,
  mend: string,
  write: (parameters: readonly FormParameter[]) => string,
): SigningMistake {
  return simpleMistake(id, text, mend, () => ({ write }));
}

/** A mistake made on the finished text of whatever plan it meets. */
function wholeTextMistake(
  id: string,
  text: string,
  mend: string,
  change: (whole: string) => string,
): SigningMistake {
  return simpleMistake(id, text, mend, ({ write }) => ({ write: (parameters) => change(write(parameters)) }));
}

/** JSON with or without blanks behind the separators, amounts as numbers or as text. */
function json(parameters: readonly FormParameter[], blanks: boolean, amountsAsNumbers: boolean): string {
  const members = parameters.map(({ name, value }) => {
    const bare = amountsAsNumbers && name === 'txamt' && WHOLE_NUMBER.test(value);
    return `${JSON.stringify(name)}:${blanks ? ' ' : ''}${bare ? value : JSON.stringify(value)}`;
  });
  return `{${members.join(blanks ? ', ' : ',')}}`;
}

/** Mistakes in how the parameters become text. */
export const TEXT_MISTAKES: readonly SigningMistake[] = [
  wholeTextMistake(
    'trailing_ampersand',
    'An & was left between the last parameter and the key',
    JOIN,
    (text) => `${text}&`,
  ),
  wholeTextMistake(
    'leading_ampersand',
    'An & was put before the first parameter',
    JOIN,
    (text) => `&${text}`,
  ),
  wholeTextMistake(
    'leading_question_mark',
    'A ? was put before the first parameter',
    JOIN,
    (text) => `?${text}`,
  ),
  wholeTextMistake(
    'trailing_line_end',
    'A line end was left between the text and the key',
    JOIN,
    (text) => `${text}\n`,
  ),
  wholeTextMistake(
    'trailing_windows_line_end',
    'A line end (CR LF) was left between the text and the key',
    JOIN,
    (text) => `${text}\r\n`,
  ),
  wholeTextMistake('leading_blank', 'A blank stood before the text', JOIN, (text) => ` ${text}`),
  wholeTextMistake(
    'byte_order_mark',
    'A byte order mark stood before the text',
    'Write UTF-8 without a byte order mark.',
    (text) => `\ufeff${text}`,
  ),
  wholeTextMistake('html_escaped', 'Every & was written &amp;', JOIN, (text) =>
    text.replaceAll('&', '&amp;'),
  ),
  wholeTextMistake(
    'text_encoded',
    'The whole text was percent-encoded',
    'Sign the plain text; encode values for the body only.',
    encodeURIComponent,
  ),
  wholeTextMistake(
    'text_lower_case',
    'The whole text was turned to lower case',
    'Sign the text as it is.',
    (text) => text.toLowerCase(),
  ),
  wholeTextMistake(
    'text_upper_case',
    'The whole text was turned to upper case',
    'Sign the text as it is.',
    (text) => text.toUpperCase(),
  ),
  ...[
    ['joined_without_separator', 'The pairs were joined without &', ''],
    ['joined_with_comma', 'The pairs were joined with commas', ','],
    ['joined_with_semicolon', 'The pairs were joined with semicolons', ';'],
    ['joined_with_line_end', 'The pairs were joined with line ends', '\n'],
    ['joined_with_blanks', 'The pairs were joined with & and a blank', '& '],
    ['joined_with_bar', 'The pairs were joined with |', '|'],
  ].map(([id = '', text = '', separator = '']) =>
    textMistake(id, text, JOIN, (parameters) => parameters.map((one) => writePairs([one])).join(separator)),
  ),
  textMistake(
    'names_and_values_run_together',
    'Names and values were run together without = and &',
    JOIN,
    (parameters) => parameters.map(({ name, value }) => name + value).join(''),
  ),
  ...[
    ['pairs_with_colon', 'Names and values were joined with : instead of =', ':'],
    ['pairs_with_blanks', 'Blanks were put around the =', ' = '],
  ].map(([id = '', text = '', sign = '']) =>
    textMistake(id, text, JOIN, (parameters) =>
      parameters.map(({ name, value }) => `${name}${sign}${value}`).join('&'),
    ),
  ),
  textMistake('values_only', 'Only the values were signed, without names', JOIN, (parameters) =>
    parameters.map(({ value }) => value).join(''),
  ),
  textMistake('values_only_joined', 'Only the values were signed, joined with &', JOIN, (parameters) =>
    parameters.map(({ value }) => value).join('&'),
  ),
  ...[true, false].flatMap((amountsAsNumbers) =>
    [true, false].map((blanks) =>
      textMistake(
        `json${blanks ? '_with_blanks' : ''}${amountsAsNumbers ? '_with_numbers' : ''}`,
        'The parameters were signed as JSON',
        NOT_JSON,
        (parameters) => json(parameters, blanks, amountsAsNumbers),
      ),
    ),
  ),
  ...[true, false].map((blanks) =>
    textMistake(
      `json_escaped${blanks ? '_with_blanks' : ''}`,
      'The parameters were signed as JSON',
      NOT_JSON,
      (parameters) => unicodeEscaped(json(parameters, blanks, false)),
    ),
  ),
];
