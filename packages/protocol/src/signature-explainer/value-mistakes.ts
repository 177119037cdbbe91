import type { FormParameter } from '../form/form-parameter.ts';
import { formatWireTime, parseWireTime } from '../wire-time.ts';
import { alone, manifoldMistake, type SigningMistake, simpleMistake } from './signing-mistake.ts';

const PLAIN = 'Sign the plain values; encode them afterwards, for the body only.';
const HTML_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const STRAY = [
  ['a blank behind', '', ' '],
  ['a blank before', ' ', ''],
  ['a line end behind', '', '\n'],
  ['a line end (CR LF) behind', '', '\r\n'],
  ['a tab behind', '', '\t'],
] as const;
const LONG_NUMBER = /^[1-9]\d{15,}$/;
const HOUR_MS = 3_600_000;
const CLOCK_SHIFTS_MS = [
  ...[1, -1, 2, -2, 3, -3, 4, -4, 5, -5].map((seconds) => seconds * 1000),
  ...[8, -8, 1, -1, 9, -9].map((hours) => hours * HOUR_MS),
];
const DECIMALS = [
  ['with two decimals', (text: string) => `${text}.00`],
  ['with one decimal', (text: string) => `${text}.0`],
  ['with separators between thousands', (text: string) => text.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')],
  ['with zeros in front', (text: string) => text.padStart(12, '0')],
  [
    'in the major unit, without idle zeros',
    (text: string) => (/^\d{1,15}$/.test(text) ? String(Number(text) / 100) : text),
  ],
  [
    'in the major unit',
    (text: string) => `${text.padStart(3, '0').slice(0, -2)}.${text.padStart(3, '0').slice(-2)}`,
  ],
  ['divided by 100', (text: string) => text.replace(/00$/, '')],
  ['multiplied by 100', (text: string) => `${text}00`],
] as const;

function everyValue(
  parameters: readonly FormParameter[],
  change: (value: string) => string,
): FormParameter[] {
  return parameters.map((parameter) => ({ ...parameter, value: change(parameter.value) }));
}

function valueMistake(
  id: string,
  text: string,
  mend: string,
  change: (value: string) => string,
): SigningMistake {
  return simpleMistake(id, text, mend, ({ parameters }) => ({ parameters: everyValue(parameters, change) }));
}

function oneValue(parameters: readonly FormParameter[], name: string, value: string): FormParameter[] {
  return parameters.map((parameter) => (parameter.name === name ? { ...parameter, value } : parameter));
}

/** Form encoding as the URL standard has it: blanks as `+`. */
function formEncoded(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}

/** A text that cannot be decoded stays as it is. */
function decodedAgain(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** How languages write a number that is too long for them: JavaScript, and PHP with its 14 digits. */
function roundedForms(digits: string): readonly string[] {
  const number = Number(digits);
  return [String(number), number.toExponential(13).replace('e', 'E'), BigInt(number).toString()];
}

type NameChange = (name: string) => string;

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
}

function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel.slice(0, 1).toUpperCase() + camel.slice(1);
}

function nameMistake(id: string, text: string, change: NameChange): SigningMistake {
  const renamed = (parameters: readonly FormParameter[]): FormParameter[] =>
    parameters.map((one) => ({ ...one, name: change(one.name) }));
  return manifoldMistake(id, text, 'Sign each name as it is sent.', ({ parameters }) => [
    ['', { parameters: renamed(parameters) }],
    [
      'sorted by those names',
      { parameters: renamed(parameters).sort((left, right) => (left.name < right.name ? -1 : 1)) },
    ],
  ]);
}

/** Mistakes in the values that are signed. */
export const VALUE_MISTAKES: readonly SigningMistake[] = [
  valueMistake('values_encoded', 'The values were percent-encoded before signing', PLAIN, encodeURIComponent),
  valueMistake('values_form_encoded', 'The values were form-encoded before signing', PLAIN, formEncoded),
  valueMistake(
    'values_encoded_lightly',
    'The values were encoded as a whole address is (encodeURI)',
    PLAIN,
    encodeURI,
  ),
  valueMistake(
    'values_encoded_lower_case',
    'The values were percent-encoded with lower-case hex digits before signing',
    PLAIN,
    (value) => encodeURIComponent(value).replaceAll(/%../g, (percent) => percent.toLowerCase()),
  ),
  valueMistake(
    'values_encoded_twice',
    'The values were percent-encoded twice before signing',
    PLAIN,
    (value) => encodeURIComponent(encodeURIComponent(value)),
  ),
  valueMistake('blanks_as_plus', 'Blanks were signed as +', 'Sign blanks as blanks, as in txdtm.', (value) =>
    value.replaceAll(' ', '+'),
  ),
  valueMistake(
    'blanks_left_out',
    'Blanks inside values were left out',
    'Sign values with their blanks.',
    (value) => value.replaceAll(' ', ''),
  ),
  valueMistake(
    'blanks_trimmed',
    'Blanks around values were cut before signing',
    'Sign each value as it is sent.',
    (value) => value.trim(),
  ),
  valueMistake(
    'values_lower_case',
    'The values were turned to lower case',
    'Sign each value as it is sent.',
    (value) => value.toLowerCase(),
  ),
  valueMistake(
    'values_upper_case',
    'The values were turned to upper case',
    'Sign each value as it is sent.',
    (value) => value.toUpperCase(),
  ),
  valueMistake(
    'values_quoted',
    'The values were signed in quotes',
    'Sign each value without quotes.',
    (value) => JSON.stringify(value),
  ),
  valueMistake(
    'values_html_escaped',
    'The values were escaped for HTML before signing, &amp; for &',
    'Sign each value as it is sent; escape for a page only.',
    (value) => value.replaceAll(/[&<>"']/g, (character) => HTML_ESCAPES[character] ?? character),
  ),
  valueMistake(
    'values_slashes_escaped',
    'Slashes and quotes were signed with backslashes before them, as JSON writers put them',
    'Sign each value as it is sent.',
    (value) => value.replaceAll(/[/"\\]/g, '\\$&'),
  ),
  valueMistake(
    'line_ends_windows',
    'Line ends inside a value were signed as CR LF and sent as LF',
    'Sign each value as it is sent.',
    (value) => value.replaceAll(/\r?\n/g, '\r\n'),
  ),
  valueMistake(
    'line_ends_unix',
    'Line ends inside a value were signed as LF and sent as CR LF',
    'Sign each value as it is sent.',
    (value) => value.replaceAll('\r\n', '\n'),
  ),
  valueMistake(
    'blanks_joined',
    'Several blanks in a row were signed as one',
    'Sign values with their blanks.',
    (value) => value.replaceAll(/\s+/g, ' '),
  ),
  valueMistake(
    'values_decoded_again',
    'The values were decoded once more than they were encoded',
    'Sign the plain values that the body carries.',
    decodedAgain,
  ),
  manifoldMistake(
    'values_partly_raw',
    'A + or % that stands in the body without being encoded was signed as it is',
    'Encode every value for the body: + becomes %2B, % becomes %25.',
    ({ parameters }) =>
      parameters.flatMap(({ name, value, raw }) =>
        value === raw ? [] : [[name, { parameters: oneValue(parameters, name, raw) }] as const],
      ),
  ),
  manifoldMistake(
    'long_number_rounded',
    'A long number was signed after it had lost its last digits',
    'Keep codes and order numbers as text; they are no numbers.',
    ({ parameters }) =>
      parameters.flatMap(({ name, value }) =>
        LONG_NUMBER.test(value)
          ? roundedForms(value).map(
              (text) => [name, { parameters: oneValue(parameters, name, text) }] as const,
            )
          : [],
      ),
  ),
  manifoldMistake(
    'leading_zeros_dropped',
    'A number was signed without the zeros in front of it',
    'Keep codes and order numbers as text; they are no numbers.',
    ({ parameters }) =>
      parameters.flatMap(({ name, value }) =>
        /^0\d+$/.test(value)
          ? [[name, { parameters: oneValue(parameters, name, value.replace(/^0+(?=\d)/, '')) }] as const]
          : [],
      ),
  ),
  ...[
    ['names_lower_case', 'The names were turned to lower case', (name: string) => name.toLowerCase()],
    ['names_upper_case', 'The names were turned to upper case', (name: string) => name.toUpperCase()],
    ['names_camel_case', 'The names were signed as a program spells them (outTradeNo)', camelCase],
    ['names_pascal_case', 'The names were signed with capitals (OutTradeNo)', pascalCase],
  ].map(([id, text, change]) => nameMistake(id as string, text as string, change as NameChange)),
  {
    id: 'another_txdtm',
    text: 'Another txdtm was signed than was sent',
    mend: 'Read the clock once, and use that text both for the signature and for the body.',
    plans: (plan) =>
      plan.parameters.flatMap(({ name, value }) => {
        const instantMs = name === 'txdtm' ? parseWireTime(value) : undefined;
        if (instantMs === undefined) return [];
        const texts = [
          ...CLOCK_SHIFTS_MS.map((shiftMs) => formatWireTime(instantMs + shiftMs)),
          value.replace(' ', 'T'),
        ];
        return texts.map((text) => ({
          plan: { ...plan, parameters: oneValue(plan.parameters, name, text) },
          particular: text,
        }));
      }),
  },
  {
    id: 'another_txamt',
    text: 'Another form of txamt was signed than was sent',
    mend: 'Use one text in minor units both for the signature and for the body.',
    plans: (plan) =>
      plan.parameters.flatMap(({ name, value }) =>
        name === 'txamt'
          ? DECIMALS.map(([particular, change]) => ({
              plan: { ...plan, parameters: oneValue(plan.parameters, name, change(value)) },
              particular,
            }))
          : [],
      ),
  },
];

/** A blank around one value. At the end of the text it looks like a blank between text and key, which comes first. */
export const STRAY_BLANK: SigningMistake = alone(
  manifoldMistake(
    'value_signed_with_blank',
    'A value was signed with a blank or a line end around it that was not sent',
    'Trim the value once, before both the signature and the body.',
    ({ parameters }) =>
      parameters.flatMap(({ name, value }) =>
        STRAY.map(
          ([what, before, behind]) =>
            [`${what} ${name}`, { parameters: oneValue(parameters, name, before + value + behind) }] as const,
        ),
      ),
  ),
);
