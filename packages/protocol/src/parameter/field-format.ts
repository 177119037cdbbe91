import { AMOUNT_MINOR_MAX, parseAmountMinor } from '../money.ts';
import { parseWireTime } from '../wire-time.ts';

/** Checks of single values, each saying what is wrong or `undefined`; see `ParameterRule.problem`. */
type FieldFormat = (value: string) => string | undefined;

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const ORDER_NUMBER = /^(?!.*%[0-9A-Fa-f]{2})[ -+\--~]+$/;
const ORDER_NUMBER_LIST = /^[ -~]+$/;
const LETTERS_AND_DIGITS = /^[A-Za-z0-9]+$/;
const DIGITS = /^[0-9]+$/;
const DIGITS_AND_COMMAS = /^[0-9,]+$/;
// A form-decoded "+0800" that was sent unescaped arrives with a blank in front (contract section 3.2).
const ZONE = /^[+\- ][0-9]{4}$/;

function matches(pattern: RegExp, problem: string): FieldFormat {
  return (value) => (pattern.test(value) ? undefined : problem);
}

/** Any text without control characters or line separators. */
export const plainText: FieldFormat = (value) =>
  CONTROL.test(value) ? 'may not contain control characters' : undefined;

/** `txamt`. */
export const amount: FieldFormat = (value) =>
  parseAmountMinor(value) === undefined
    ? `must be a whole number of minor units from 1 to ${AMOUNT_MINOR_MAX}, digits only, no leading zero`
    : undefined;

/** `txdtm`, `start_time`, `end_time`. */
export const wireTime: FieldFormat = (value) =>
  parseWireTime(value) === undefined ? 'must be a real time written YYYY-MM-DD hh:mm:ss' : undefined;

/** `txzone`. */
export const timeZone = matches(ZONE, 'must be an offset written +0800');

/**
 * `out_trade_no` of one order. The comma is left out because it separates numbers in an enquiry, percent escapes because
 * the same signature would stand for the escape and for its character (see `signingVariants`).
 */
export const orderNumber = matches(
  ORDER_NUMBER,
  'must be printable ASCII without commas and percent escapes such as %20',
);

/** `out_trade_no` of an enquiry. */
export const orderNumberList = matches(
  ORDER_NUMBER_LIST,
  'must be printable ASCII, several separated by commas',
);

/** `syssn` of an enquiry. */
export const syssnList = matches(DIGITS_AND_COMMAS, 'must be digits, several numbers separated by commas');

/** `syssn` that names one transaction. */
export const oneSyssn = matches(DIGITS, 'must be one transaction number, digits only');

/** `mchid`. */
export const storeId = matches(LETTERS_AND_DIGITS, 'must be letters and digits');

/** A whole number from 1 up to and including a limit. */
export function countUpTo(limit: number): FieldFormat {
  return (value) => {
    const number = parseAmountMinor(value);
    return number === undefined || number > limit ? `must be a whole number from 1 to ${limit}` : undefined;
  };
}
