/** A notification on its way to a merchant. */
export interface NotifyRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** ASCII. */
  readonly body: string;
}

/** What a merchant's endpoint did with a notification. */
export type NotifyAnswer =
  /** It answered; `body` holds at most {@link ANSWER_BYTES_MAX} bytes, as ASCII where it can be. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly complete: boolean }
  /** It was not reached, must not be reached, or did not answer; `why` is a sentence's end without secrets. */
  | { readonly kind: 'failure'; readonly why: string };

/** Most bytes of an answer that are read; the acknowledgement is seven letters. */
export const ANSWER_BYTES_MAX = 1_024;

/** The network towards merchants. */
export interface NotifyTransport {
  /**
   * Posts a notification once: no redirect is followed, nothing is unpacked. Never rejects; ends when the signal is
   * aborted.
   */
  post(request: NotifyRequest, signal: AbortSignal): Promise<NotifyAnswer>;
}

/** Whether an answer acknowledges: HTTP 200 and the word SUCCESS, trimmed and in any case (contract section 5.8). */
export function isAcknowledged(answer: NotifyAnswer): boolean {
  return (
    answer.kind === 'answer' &&
    answer.status === 200 &&
    answer.complete &&
    answer.body.trim().toUpperCase() === 'SUCCESS'
  );
}

/** Letters of an answer that are kept for people to read. */
const SHOWN_LENGTH_MAX = 60;

/** An answer in words, one short line, without anything of its text: good for logs and the history. */
export function describeAnswer(answer: NotifyAnswer): string {
  if (answer.kind === 'failure') return answer.why;
  const { status, complete } = answer;
  if (isAcknowledged(answer)) return 'SUCCESS';
  if (status >= 300 && status < 400) return `HTTP ${status}: redirects are not followed`;
  if (status !== 200) return `HTTP ${status}`;
  if (!complete) return `HTTP 200, but the answer is longer than ${ANSWER_BYTES_MAX} bytes or broke off`;
  return 'HTTP 200, but without SUCCESS';
}

/**
 * The same with the beginning of the text that came instead of the acknowledgement, for the operator's eyes. An endpoint
 * may send back what it was sent, so this stays beside the notification's own body.
 */
export function quoteAnswer(answer: NotifyAnswer): string {
  const words = describeAnswer(answer);
  if (answer.kind === 'failure' || answer.status !== 200 || isAcknowledged(answer)) return words;
  const shown = answer.body
    .trim()
    .replace(/[^ -~]/g, '?')
    .slice(0, SHOWN_LENGTH_MAX);
  return answer.complete && shown !== '' ? `HTTP 200, but instead of SUCCESS: ${shown}` : words;
}
