import { AUTH_CODES } from './auth.ts';
import { CONFIG_CODES } from './config.ts';
import { CONFLICT_CODES } from './conflict.ts';
import { DECLINED_CODES } from './declined.ts';
import { INVALID_REQUEST_CODES } from './invalid-request.ts';
import { PENDING_CODES } from './pending.ts';
import { REFUND_CODES } from './refund.ts';
import type { ResponseCodeClass, ResponseCodeTable, ResponseCodeText } from './response-code.ts';
import { RISK_CODES } from './risk.ts';
import { SUCCESS_CODES } from './success.ts';
import { SYSTEM_CODES } from './system.ts';

const TABLES = {
  success: SUCCESS_CODES,
  pending: PENDING_CODES,
  declined: DECLINED_CODES,
  risk: RISK_CODES,
  conflict: CONFLICT_CODES,
  'invalid-request': INVALID_REQUEST_CODES,
  auth: AUTH_CODES,
  config: CONFIG_CODES,
  refund: REFUND_CODES,
  system: SYSTEM_CODES,
} as const satisfies Record<ResponseCodeClass, ResponseCodeTable>;

type Tables = typeof TABLES;

/** A response code of the catalogue, four digits, the `respcd` of the wire. */
export type ResponseCode = { [C in keyof Tables]: keyof Tables[C] }[keyof Tables];

/** What one response code is; the words about it stand in one module for each audience and language. */
export interface ResponseCodeEntry extends ResponseCodeText {
  readonly code: ResponseCode;
  readonly class: ResponseCodeClass;
}

function entriesOfClass(codeClass: ResponseCodeClass): ResponseCodeEntry[] {
  const texts = Object.entries(TABLES[codeClass]) as [ResponseCode, ResponseCodeText][];
  return texts.map(([code, text]) => Object.freeze({ code, class: codeClass, ...text }));
}

/**
 * Every entry, frozen, in ascending order of its code. Iterate over this list: a JavaScript object cannot keep the keys
 * of `RESPONSE_CODES` in order, because '0000' is not an integer key and so comes last.
 */
export const RESPONSE_CODE_ENTRIES: readonly ResponseCodeEntry[] = Object.freeze(
  (Object.keys(TABLES) as ResponseCodeClass[])
    .flatMap(entriesOfClass)
    .sort((left, right) => Number(left.code) - Number(right.code)),
);

/** The catalogue of response codes: every code any gateway of this wire format is known to answer, keyed by code. */
export const RESPONSE_CODES = Object.freeze(
  Object.fromEntries(RESPONSE_CODE_ENTRIES.map((entry) => [entry.code, entry])),
) as Readonly<Record<ResponseCode, ResponseCodeEntry>>;

/** Tells whether a text from outside is a response code of the catalogue. Compares exactly; nothing is trimmed. */
export function isResponseCode(text: string): text is ResponseCode {
  return Object.hasOwn(RESPONSE_CODES, text);
}

/** The entry of a code. For a text from outside, ask `isResponseCode` first. */
export function responseCode(code: ResponseCode): ResponseCodeEntry {
  return RESPONSE_CODES[code];
}
