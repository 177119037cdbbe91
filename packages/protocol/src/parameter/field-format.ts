import { AMOUNT_MINOR_MAX, parseAmountMinor } from '../money.ts';
import { businessDayOf } from '../wire-date.ts';
import { parseWireTime } from '../wire-time.ts';
import type { ParameterRule } from './parameter-rule.ts';

/** The rule of a value, as a check and as data; spread into a `ParameterRule`. */
export type FieldFormat = Required<Pick<ParameterRule, 'problem' | 'form'>>;

const NO_CONTROL = '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$';
const ORDER_NUMBER = '^(?!.*%[0-9A-Fa-f]{2})[ -+\\--~]+$';
const ORDER_NUMBER_LIST = '^[ -~]+$';
const LETTERS_AND_DIGITS = '^[A-Za-z0-9]+$';
const DIGITS = '^[0-9]+$';
const DIGITS_AND_COMMAS = '^[0-9,]+$';
// A form-decoded "+0800" that was sent unescaped arrives with a blank in front (contract section 3.2).
const ZONE = '^[+\\- ][0-9]{4}$';
const DAY = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$';
const TIME = '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$';

/** Values that match a pattern. */
export function matching(pattern: string, words: string): FieldFormat {
  const whole = new RegExp(pattern, 'u');
  return {
    problem: (value) => (whole.test(value) ? undefined : words),
    form: { words, pattern },
  };
}

/** One of a few words. */
export function oneOf(words: readonly string[]): FieldFormat {
  const rule = `must be one of ${words.join(', ')}`;
  const taken = new Set(words);
  return {
    problem: (value) => (taken.has(value) ? undefined : rule),
    form: { words: rule, oneOf: words },
  };
}

/** A parameter that this call does not take; an empty one counts as absent. */
export function notTaken(words: string): FieldFormat {
  return { problem: () => words, form: { words, pattern: '^$' } };
}

/** Any text without control characters or line separators. */
export const plainText = matching(NO_CONTROL, 'may not contain control characters');

/** `txamt`. */
export const amount: FieldFormat = wholeNumber(
  AMOUNT_MINOR_MAX,
  `must be a whole number of minor units (1050, not 10.50) from 1 to ${AMOUNT_MINOR_MAX}, digits only, no leading zero`,
);

/** `txdtm`, `start_time`, `end_time`. */
export const wireTime = calendar(
  TIME,
  (value) => parseWireTime(value) !== undefined,
  'must be a real time written YYYY-MM-DD hh:mm:ss',
);

/** `trade_date`. */
export const wireDay = calendar(
  DAY,
  (value) => businessDayOf(value) !== undefined,
  'must be a real day written YYYY-MM-DD',
);

/** `txzone`. */
export const timeZone = matching(ZONE, 'must be an offset written +0800');

/**
 * `out_trade_no` of one order. The comma is left out because it separates numbers in an enquiry, percent escapes because
 * the same signature would stand for the escape and for its character (see `signingVariants`).
 */
export const orderNumber = matching(
  ORDER_NUMBER,
  'must be printable ASCII without commas and percent escapes such as %20',
);

/** `out_trade_no` of an enquiry. */
export const orderNumberList = matching(
  ORDER_NUMBER_LIST,
  'must be printable ASCII, several separated by commas',
);

/** `syssn` of an enquiry. */
export const syssnList = matching(DIGITS_AND_COMMAS, 'must be digits, several numbers separated by commas');

/** `syssn` that names one transaction. */
export const oneSyssn = matching(DIGITS, 'must be one transaction number, digits only');

/** `mchid`. */
export const storeId = matching(LETTERS_AND_DIGITS, 'must be letters and digits');

/** A whole number from 1 up to and including a limit. */
export function countUpTo(limit: number): FieldFormat {
  return wholeNumber(limit, `must be a whole number from 1 to ${limit}`);
}

function wholeNumber(limit: number, words: string): FieldFormat {
  return {
    problem: (value) => {
      const number = parseAmountMinor(value);
      return number === undefined || number > limit ? words : undefined;
    },
    form: { words, range: [1, limit] },
  };
}

/** A day or time of the calendar: the pattern says how it is written, not which ones exist. */
function calendar(pattern: string, exists: (value: string) => boolean, words: string): FieldFormat {
  return { problem: (value) => (exists(value) ? undefined : words), form: { words, pattern } };
}
