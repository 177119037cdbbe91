/**
 * What kind of result a response code tells of.
 *
 * - `success`: done.
 * - `pending`: the outcome is open; it is never a refusal.
 * - `declined`: the wallet or its bank refused this payment.
 * - `risk`: refused by a risk or legal check.
 * - `conflict`: the request does not fit the state or the data of the order it names.
 * - `invalid-request`: the request itself is malformed or names something impossible.
 * - `auth`: the sender could not be verified.
 * - `config`: the merchant, store or device is not set up for the request.
 * - `refund`: a rule of refunds or cancellations forbids it.
 * - `system`: the service or a line behind it is in trouble; the outcome may be unknown.
 */
export type ResponseCodeClass =
  | 'success'
  | 'pending'
  | 'declined'
  | 'risk'
  | 'conflict'
  | 'invalid-request'
  | 'auth'
  | 'config'
  | 'refund'
  | 'system';

/**
 * What may follow a response code.
 *
 * - `never`: the same thing cannot succeed by trying again.
 * - `query`: the outcome, or the state of the order, must be enquired before anything else is done.
 * - `later`: try again after a pause.
 * - `new-code`: a final refusal; a new payment needs a new order number and a newly scanned payment code.
 */
export type ResponseCodeRetry = 'never' | 'query' | 'later' | 'new-code';

/** What a class file says about one code; the code is its key and the class is the file. */
export interface ResponseCodeText {
  readonly retry: ResponseCodeRetry;
  /**
   * True when the code is absent from the current public tables. Clients still meet such codes. OpenCPM sends one of
   * them, 2006, because no current code tells a foreign or unknown payment code from an expired one.
   */
  readonly legacy: boolean;
  /** True when OpenCPM itself answers with the code, as top-level `respcd` or inside a row of an enquiry. */
  readonly emitted: boolean;
  /** Meaning in English: ASCII without backslashes, at most 100 characters. */
  readonly textEn: string;
  /** Meaning in simplified Chinese, sent as `resperr` (String(128) on the wire): at most 60 characters. */
  readonly textZh: string;
}

/** The codes of one class, keyed by code. */
export type ResponseCodeTable = Readonly<Record<string, ResponseCodeText>>;
