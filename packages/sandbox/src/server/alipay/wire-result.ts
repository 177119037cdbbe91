import type { AnswerManner } from '../../answer-manner.ts';

/** `resultStatus`: done, failed, unknown. */
type ResultStatus = 'S' | 'F' | 'U';

/** What a call is answered: the envelope and the fields beside it. */
export interface WireResult {
  readonly status: ResultStatus;
  readonly code: string;
  readonly message: string;
  /** Beside `result`; written in alphabetical order, as the recordings have it. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A result, and how it goes out. */
export interface SpokenResult {
  readonly result: WireResult;
  readonly manner: AnswerManner;
}

/** Done. */
export function done(fields: Readonly<Record<string, unknown>> = {}): WireResult {
  return { status: 'S', code: 'SUCCESS', message: 'success.', fields };
}

/** Refused; such bodies hold nothing but the result. */
export function refused(code: string, message: string): WireResult {
  return { status: 'F', code, message, fields: {} };
}

/** Unknown, or not decided yet. */
export function undecided(
  code: string,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): WireResult {
  return { status: 'U', code, message, fields };
}

/** The bare answer that says nothing. */
export const UNKNOWN = undecided(
  'UNKNOWN_EXCEPTION',
  'An API calling is failed, which is caused by unknown reasons.',
);

/** The wallet takes nothing in at the moment. */
export const THROTTLED = undecided('REQUEST_TRAFFIC_EXCEED_LIMIT', 'The request traffic exceeds the limit.');

/** The number was used with other data. */
export const INCONSISTENT = refused('REPEAT_REQ_INCONSISTENT', 'Repeated requests are inconsistent.');

/** There is no such payment. */
export const ABSENT = refused('ORDER_NOT_EXIST', 'The order does not exist.');

/** Said at once. */
export function atOnce(result: WireResult): SpokenResult {
  return { result, manner: 'at_once' };
}

/** The bytes of an answer. */
export function bodyOf({ status, code, message, fields }: WireResult): Buffer {
  const result = { resultCode: code, resultMessage: message, resultStatus: status };
  const body = Object.entries({ ...fields, result })
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return Buffer.from(JSON.stringify(Object.fromEntries(body)));
}
