import type { FormParameter } from '@opencpm/protocol';
import type { Merchant } from '../merchant/merchant.ts';
import type { LogFields } from '../log/log.ts';
import type { Answer } from './answer.ts';
import type { AnswerKey } from './authenticate.ts';

/** A request whose sender is proved and whose rate is in bounds. */
export interface AuthenticRequest {
  readonly merchant: Merchant;
  readonly parameters: readonly FormParameter[];
  readonly answerKey: AnswerKey;
}

/** An answer, and what the log says about it. */
export interface CallResult {
  readonly answer: Answer;
  readonly log: LogFields;
}

/** Kinds of writing calls that share their parameters. Reversal and close are one: they do the same. */
type PinnedCall = 'reversal' | 'refund' | 'note';

/** One call of the contract: its address, its methods, and what it does. */
export interface Call {
  readonly path: string;
  readonly methods: readonly ('GET' | 'POST')[];
  /** Word for the log. */
  readonly event: string;
  /** Set by the payment alone: every other call refuses `auth_code`, by which a payment is told from the rest. */
  readonly takesAuthCode?: boolean;
  /**
   * The kind of writing a signed text is kept to (see `pin-request.ts`). Left out by calls that change nothing, and by
   * the payment.
   */
  readonly pinned?: PinnedCall;
  handle(request: AuthenticRequest): Promise<CallResult>;
}
