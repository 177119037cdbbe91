import type { SignType } from '@opencpm/protocol';

/**
 * What is asked of the signature of an answer before it is believed.
 *
 * - `required`: a right one. What is not signed says nothing about money.
 * - `if_present`: a right one, or none at all; for hosts that do not sign their answers.
 * - `ignored`: nothing; for hosts that sign in a way of their own. TLS alone then vouches for the answers.
 */
export type AnswerSignatures = 'required' | 'if_present' | 'ignored';

/** Who a client speaks for, and to whom. */
export interface Credentials {
  /** Such as `https://openapi-hk.qfapi.com`; a path before `/trade` is kept. */
  readonly baseUrl: string;
  /** Sent as `X-QF-APPCODE`. */
  readonly appCode: string;
  /** Signs requests and proves answers. Secret: belongs on servers and tills, never into a page. */
  readonly clientKey: string;
  /** `mchid`, when one was issued. */
  readonly storeId?: string | undefined;
  /**
   * How requests are signed. `auto`, the usual, signs as `HMAC-SHA256` when the host offers it at `/healthz`, and as
   * `SHA256` otherwise. `MD5` is for hosts that know nothing else.
   */
  readonly signType?: SignType | 'auto' | undefined;
  /** `required` when left out. */
  readonly answerSignatures?: AnswerSignatures | undefined;
}
