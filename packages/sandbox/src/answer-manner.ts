/**
 * How an answer goes out.
 *
 * - `at_once`, or after `delayMs`: what the wallet has to say.
 * - `lost`: the connection breaks at once.
 * - `never`: nothing, until the caller gives up.
 */
export type AnswerManner = 'at_once' | { readonly delayMs: number } | 'lost' | 'never';

/** What the wallet has to say, and how that goes out. */
export interface Spoken<Answer> {
  readonly answer: Answer;
  readonly manner: AnswerManner;
}
