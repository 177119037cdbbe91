import { isNotSent, textOfError } from '@opencpm/client/calls';
import type { Surroundings } from './context.ts';

/** Longest wait for an answer of a sandbox, of a gateway's health, or of a merchant's own service. */
const ANSWER_WAIT_MS = 10_000;

/** An answer whose body was read to its end. */
interface HttpAnswer {
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
  const detail = textOfError(error);
  return isNotSent(error)
    ? failure('not_connected', `no connection: ${detail}`)
    : failure('connection_lost', `the connection broke: ${detail}`);
}

function failure(reason: HttpFailureReason, detail: string): HttpResult {
  return { kind: 'failure', reason, detail };
}
