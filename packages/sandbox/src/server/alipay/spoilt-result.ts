import { type Misbehaviour, refusalIn, type SpoiltCall, stateIn } from '../../misbehaviour.ts';
import type { ServedCall } from '../../call-faults.ts';
import type { WireCall } from './field-rules.ts';
import { ABSENT, done, refused, THROTTLED, UNKNOWN, type WireResult } from './wire-result.ts';

/** Alipay's calls as the merchant side of every wallet names them. */
export const CALL_NAMES = {
  pay: 'charge',
  inquiryPayment: 'query',
  cancel: 'reverse',
  refund: 'refund',
  inquiryRefund: 'queryRefund',
} as const satisfies Record<WireCall, SpoiltCall>;

/** A call about a payment or refund, for what a developer wants to go wrong with it. */
export function served(call: SpoiltCall, number: string): ServedCall {
  return { server: 'alipay', call, number, families: ['alipay'] };
}

const SYSTEM_ERROR = refused('SYSTEM_ERROR', 'A system error occurred.');

const INSTEAD: Readonly<Partial<Record<Misbehaviour, WireResult>>> = {
  'unknown-early': UNKNOWN,
  'system-error-early': SYSTEM_ERROR,
  throttled: THROTTLED,
  'not-there': ABSENT,
};

/** What a call is answered when it is not done; undefined for a misbehaviour under which it is. */
export function refusalBefore(name: Misbehaviour | undefined): WireResult | undefined {
  const code = refusalIn(name);
  if (code !== undefined) return refused(code, 'Refused as a developer asked.');
  return name === undefined ? undefined : INSTEAD[name];
}

const AFTERWARDS: Readonly<Partial<Record<Misbehaviour, (result: WireResult) => WireResult>>> = {
  unknown: () => UNKNOWN,
  'system-error': () => SYSTEM_ERROR,
  'says-paying': (result) => inState(result, 'PROCESSING', { status: 'U', code: 'PAYMENT_IN_PROCESS' }),
  'says-paid': (result) => inState(result, 'SUCCESS', { status: 'S', code: 'SUCCESS' }),
  'new-state': (result) => inState(result, 'HIBERNATING', { status: 'U', code: 'HIBERNATING' }),
};

/** What a call that was done is answered. */
export function spoiltResult(name: Misbehaviour | undefined, result: WireResult): WireResult {
  const code = stateIn(name);
  if (code !== undefined) return told(result, code);
  return (name === undefined ? undefined : AFTERWARDS[name])?.(result) ?? result;
}

/** Fields that say how a payment or refund stands. */
const STATES = ['paymentStatus', 'refundStatus'] as const;

/** The same facts with another state: in the field of an enquiry, or as the result of a payment. */
function inState(result: WireResult, state: string, whole: Pick<WireResult, 'status' | 'code'>): WireResult {
  const named = STATES.filter((name) => name in result.fields);
  if (named.length === 0) return { ...result, ...whole };
  return done({ ...result.fields, ...Object.fromEntries(named.map((name) => [name, state])) });
}

const STATUS_WORDS: ReadonlySet<string> = new Set(['SUCCESS', 'FAIL', 'PROCESSING', 'PENDING', 'CANCELLED']);

/** Codes that Alipay sends beside `U`. */
const UNDECIDED_CODES: ReadonlySet<string> = new Set([
  'PAYMENT_IN_PROCESS',
  'REFUND_IN_PROCESS',
  'PROCESSING',
  UNKNOWN.code,
  THROTTLED.code,
]);

/** The same facts told by a word of a status, or as failed with a code; the answer to a payment has the code alone. */
function told(result: WireResult, code: string): WireResult {
  const { fields } = result;
  if ('paymentResult' in fields) {
    return done({
      ...fields,
      paymentResult: { resultCode: code, resultStatus: letterOf(code), resultMessage: '' },
    });
  }
  if (!STATES.some((name) => name in fields)) return { ...result, status: letterOf(code), code };
  if (STATUS_WORDS.has(code)) return inState(result, code, { status: 'S', code });
  const failed = inState(result, 'FAIL', { status: 'F', code });
  const reason = 'refundStatus' in fields ? 'refundResultCode' : 'paymentResultCode';
  return { ...failed, fields: { ...failed.fields, [reason]: code } };
}

function letterOf(code: string): WireResult['status'] {
  if (code === 'SUCCESS') return 'S';
  return UNDECIDED_CODES.has(code) ? 'U' : 'F';
}
