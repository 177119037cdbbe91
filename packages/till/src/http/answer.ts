import type { ApiRefusal } from '../api-refusal.ts';
import type { ApiFailure, FailureCode } from '../page-api/index.ts';

const STATUS: Readonly<Record<FailureCode, number>> = {
  invalid: 400,
  logged_out: 401,
  stale_page: 403,
  forbidden: 403,
  not_found: 404,
  wrong_pin: 403,
  too_many_tries: 429,
  locked: 403,
  code_used: 409,
  basket_open: 409,
  basket_paid: 409,
  same_amount_open: 409,
  code_refused: 422,
  conflict: 409,
  gateway_unreachable: 503,
  unavailable: 503,
};

/** What every answer of the API carries: it is for this page alone, and for now. */
export const API_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** Under TLS browsers do not come back without it. */
export const STRICT_TRANSPORT = 'max-age=63072000';

/** The answer to a call that is refused. */
export function failureAnswer({ code, message, facts }: ApiRefusal): {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ApiFailure;
} {
  const headers: Record<string, string> =
    facts.waitMs === undefined ? {} : { 'retry-after': String(Math.ceil(facts.waitMs / 1000)) };
  return { status: STATUS[code], headers, body: { error: { code, message, ...facts } } };
}
