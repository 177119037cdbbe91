import { type FormParameter, formatWireTime, parseWireTime } from '@opencpm/protocol';
import { type SigningMistake, simpleMistake } from './signing-mistake.ts';

const PLAIN = 'Sign the plain values; encode them afterwards, for the body only.';
const HOUR_MS = 3_600_000;
const CLOCK_SHIFTS_MS = [
  ...[1, -1, 2, -2, 3, -3, 4, -4, 5, -5].map((seconds) => seconds * 1000),
  ...[8, -8, 1, -1, 9, -9].map((hours) => hours * HOUR_MS),
];
const DECIMALS = [
  ['with two decimals', (text: string) => `${text}.00`],
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
  simpleMistake(
    'names_lower_case',
    'The names were turned to lower case',
    'Sign each name as it is sent.',
    ({ parameters }) => ({ parameters: parameters.map((one) => ({ ...one, name: one.name.toLowerCase() })) }),
  ),
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
