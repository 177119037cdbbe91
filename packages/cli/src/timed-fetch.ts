import type { Surroundings } from './context.ts';

/** Longest wait for an answer: the gateway answers a payment within 8 s at the latest. */
const ANSWER_WAIT_MS = 10_000;

/** An answer whose body was read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/**
 * Why there is no answer.
 *
 * - `not_connected`: no connection came about, so nothing was sent.
 * - `time_out`, `connection_lost`, `interrupted`: the request may have arrived and may have had its effect.
 */
type HttpFailureReason = 'not_connected' | 'time_out' | 'connection_lost' | 'interrupted';

/** An answer, or why there is none. `detail` is a short text for people. */
export type HttpResult =
  | { readonly kind: 'answer'; readonly answer: HttpAnswer }
  | { readonly kind: 'failure'; readonly reason: HttpFailureReason; readonly detail: string };

/** Codes of connections that never came about; all others may have carried the request. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * Sends a request once and reads the whole answer within ten seconds. Redirections are not followed: a
 * repeated request could be a second payment.
 *
 * @param waitMs how long to wait instead, for work that takes its time.
 */
export async function timedFetch(
  surroundings: Pick<Surroundings, 'fetch' | 'clock'>,
  url: string,
  request: RequestInit,
  interruption?: AbortSignal,
  waitMs = ANSWER_WAIT_MS,
): Promise<HttpResult> {
  const timeOut = new AbortController();
  const stopTimer = surroundings.clock.after(waitMs, () => timeOut.abort());
  const signals = interruption === undefined ? [timeOut.signal] : [timeOut.signal, interruption];
  try {
    const response = await surroundings.fetch(url, {
      ...request,
      redirect: 'manual',
      signal: AbortSignal.any(signals),
    });
    const body = new Uint8Array(await response.arrayBuffer());
    return { kind: 'answer', answer: { status: response.status, headers: response.headers, body } };
  } catch (error) {
    if (interruption?.aborted === true) return failure('interrupted', 'stopped by Ctrl-C');
    if (timeOut.signal.aborted) return failure('time_out', `no answer within ${waitMs / 1000} s`);
    return fromNetworkError(error);
  } finally {
    stopTimer();
  }
}

function fromNetworkError(error: unknown): HttpResult {
  const codes = errorCodes(error);
  const unconnected = codes.length > 0 && codes.every((code) => NOT_CONNECTED.has(code));
  const detail = errorDetail(error);
  return unconnected
    ? failure('not_connected', `no connection (${detail})`)
    : failure('connection_lost', `the connection broke (${detail})`);
}

/** A network error in a few words: its code, or else its message. */
export function errorDetail(error: unknown): string {
  return errorCodes(error)[0] ?? (error instanceof Error ? error.message : String(error));
}

/** Codes of the causes of a failed fetch; a host with several addresses gives one cause each. */
function errorCodes(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(errorCodes);
  if ('code' in error && typeof error.code === 'string') return [error.code];
  return errorCodes(error.cause);
}

function failure(reason: HttpFailureReason, detail: string): HttpResult {
  return { kind: 'failure', reason, detail };
}
