import { CURRENCIES } from '../currency.ts';
import { AMOUNT_MINOR_MAX } from '../money.ts';
import { PAY_TYPES } from '../pay-type.ts';
import { RESPONSE_CODE_ENTRIES } from '../response-code/catalogue.ts';
import type { AnswerMember, MemberValue } from './answer-shape.ts';

const TIME = '[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}';

/** Any text up to a length. */
export function textUpTo(maxLength: number): MemberValue {
  return { type: 'text', maxLength };
}

/** A text that matches a pattern. */
export function textLike(pattern: string): MemberValue {
  return { type: 'text', pattern: `^${pattern}$` };
}

/** One of these texts. */
export function textOf(...oneOf: readonly string[]): MemberValue {
  return { type: 'text', oneOf };
}

/** A text that is always empty. */
export const EMPTY = textOf('');
/** A time in UTC+8. */
export const TIME_TEXT: MemberValue = { type: 'text', name: 'WireTime', pattern: `^${TIME}$` };
/** A time in UTC+8, or nothing yet. */
export const TIME_OR_EMPTY: MemberValue = {
  type: 'text',
  name: 'WireTimeOrEmpty',
  pattern: `^(?:${TIME})?$`,
};
/** The number of a transaction. */
export const SYSSN: MemberValue = { type: 'text', name: 'Syssn', pattern: '^[0-9]{26}$' };
/** An order number as a call takes it. */
export const ORDER_NUMBER: MemberValue = { type: 'text', pattern: '^[ -+\\--~]{1,128}$' };
/** A parameter of a refused request, however it was written. */
export const AS_SENT = textUpTo(128);
/** Number of a transaction at its wallet, empty before there is one. */
export const WALLET_NUMBER = textUpTo(128);
/** The payer as the wallet names it. */
export const PAYER = textUpTo(128);
/** `udid` as a call takes it. */
export const DEVICE = textUpTo(40);
/** Number of a store. */
export const STORE = textLike('[A-Za-z0-9]{1,32}');
/** One of the six pay types. */
export const PAY_TYPE: MemberValue = { type: 'text', name: 'PayType', oneOf: PAY_TYPES };
/** One of the currencies. */
export const CURRENCY: MemberValue = { type: 'text', name: 'Currency', oneOf: [...CURRENCIES.keys()] };
/** One of the currencies, or nothing yet. */
export const CURRENCY_OR_EMPTY: MemberValue = { type: 'text', oneOf: [...CURRENCIES.keys(), ''] };
/** Currency a customer was debited in: of the wallet's own country, perhaps none of the merchant's. */
export const DEBITED_CURRENCY_OR_EMPTY = textLike('(?:[A-Z]{3})?');
/** An amount in minor units as text. */
export const AMOUNT_TEXT = textLike('[1-9][0-9]{0,10}');
/** An amount in minor units as text, or nothing yet. */
export const AMOUNT_TEXT_OR_EMPTY = textLike('(?:[1-9][0-9]{0,10})?');
/** An amount in minor units as number. */
export const AMOUNT_NUMBER: MemberValue = { type: 'whole number', least: 1, greatest: AMOUNT_MINOR_MAX };
/** A response code of the catalogue. */
export const RESPONSE_CODE: MemberValue = {
  type: 'text',
  oneOf: RESPONSE_CODE_ENTRIES.map(({ code }) => code),
};

const RESULT_TEXT = textUpTo(128);

/** The three members every answer has. */
export const RESULT_MEMBERS = {
  respcd: { meaning: 'The result; see the response codes.', value: RESPONSE_CODE },
  resperr: { meaning: 'The result for people, in Chinese.', value: RESULT_TEXT },
  respmsg: { meaning: 'The result for developers, in English.', value: RESULT_TEXT },
} as const satisfies Readonly<Record<string, AnswerMember>>;

/** The three members of an answer that always has the same code. */
export function resultMembersOf(code: string): Readonly<Record<keyof typeof RESULT_MEMBERS, AnswerMember>> {
  const { respcd, ...rest } = RESULT_MEMBERS;
  return { respcd: { ...respcd, value: textOf(code) }, ...rest };
}
