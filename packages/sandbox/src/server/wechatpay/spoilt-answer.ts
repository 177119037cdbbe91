import { type Misbehaviour, refusalIn, type SpoiltCall, stateIn } from '../../misbehaviour.ts';
import type { WireError } from './wire-refusal.ts';

/** A fault in the seal of an answer, or a body that it does not fit; the answer is otherwise whole. */
export type SealFault = 'altered-body' | 'stale-time' | 'future-time' | 'other-key' | 'probe';

/** What a misbehaviour does to one answer. */
export interface SpoiltAnswer {
  /** Whether the call is done before it is answered so. */
  readonly done: boolean;
  readonly seal?: SealFault;
  /** Answered in place of what there was to say. */
  readonly error?: WireError;
  /** Fields put over those of the answer. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Told in the oddest form there is. */
  readonly odd?: true;
  /** The list of certificates is sealed with a key that is not the merchant's. */
  readonly garbled?: true;
}

/** HTTP status of errors that are not 400. */
const STATUS_OF: Readonly<Record<string, number>> = {
  NOT_ENOUGH: 403,
  NO_AUTH: 403,
  TRADE_ERROR: 403,
  RULE_LIMIT: 403,
  ACCOUNT_ERROR: 403,
  ORDER_NOT_EXIST: 404,
  REFUND_NOT_EXIST: 404,
  RATELIMIT_EXCEEDED: 429,
  FREQUENCY_LIMITED: 429,
  SYSTEM_ERROR: 500,
  BANK_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
};

function failing(done: boolean, code: string): SpoiltAnswer {
  const error = { status: STATUS_OF[code] ?? 400, code, message: 'Please try again later.', cause: 0 };
  return { done, error };
}

function saying(state: string): SpoiltAnswer {
  return { done: true, fields: { trade_state: state } };
}

const ANSWERS: Readonly<Partial<Record<Misbehaviour, SpoiltAnswer>>> = {
  'altered-body': { done: true, seal: 'altered-body' },
  'stale-time': { done: true, seal: 'stale-time' },
  'future-time': { done: true, seal: 'future-time' },
  'other-key': { done: true, seal: 'other-key' },
  probe: { done: true, seal: 'probe' },
  unknown: failing(true, 'BANK_ERROR'),
  'unknown-early': failing(false, 'BANK_ERROR'),
  'system-error': failing(true, 'SYSTEM_ERROR'),
  'system-error-early': failing(false, 'SYSTEM_ERROR'),
  throttled: failing(false, 'RATELIMIT_EXCEEDED'),
  unavailable: failing(false, 'SERVICE_UNAVAILABLE'),
  'not-there': failing(false, 'ORDER_NOT_EXIST'),
  'says-not-paid': saying('NOTPAY'),
  'says-paying': saying('USERPAYING'),
  'says-paid': saying('SUCCESS'),
  'says-accepted': saying('ACCEPT'),
  'new-state': saying('HIBERNATING'),
  'refund-abnormal': { done: true, fields: { status: 'ABNORMAL' } },
  'other-shop': { done: true, fields: { sub_mchid: '1999999999', mchid: '1999999999' } },
  'odd-form': { done: true, odd: true },
  'garbled-certificates': { done: true, garbled: true },
};

/** Where refunds have words of their own. */
const OF_REFUNDS: typeof ANSWERS = {
  'not-there': failing(false, 'REFUND_NOT_EXIST'),
  'new-state': { done: true, fields: { status: 'HIBERNATING' } },
};

/** What WeChat Pay does when it misbehaves; undefined for what it has no way to do. */
export function spoiltAnswer(name: Misbehaviour | undefined, call: SpoiltCall): SpoiltAnswer | undefined {
  if (name === undefined) return undefined;
  const code = refusalIn(name);
  if (code !== undefined) return failing(false, code);
  const ofRefund = call === 'refund' || call === 'queryRefund';
  const state = stateIn(name);
  if (state !== undefined) return ofRefund ? { done: true, fields: { status: state } } : saying(state);
  return (ofRefund ? OF_REFUNDS[name] : undefined) ?? ANSWERS[name];
}
