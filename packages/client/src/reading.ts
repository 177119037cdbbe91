import { HMAC_SIGN_TYPE, isResponseCode } from '@opencpm/protocol';
import type { Attempt, Verdict } from './attempt.ts';
import { type Answered, CREDENTIALS_REFUSED } from './exchange.ts';
import { kindOf, stateOf, transactionOf } from './transaction.ts';
import type { Fields } from './wire-fields.ts';

/**
 * What an answer says about an attempt.
 *
 * - `verdict`: final.
 * - `pending`: the gateway has the payment and waits.
 * - `not_found`: the gateway knows no such order; it may still be on its way.
 * - `not_started`: the gateway refused to begin; the same request may be sent again.
 * - `unclear`: says nothing that can be believed.
 */
export type Reading =
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly syssn: string }
  | { readonly kind: 'pending'; readonly respcd: string; readonly syssn: string }
  | { readonly kind: 'not_found' }
  | {
      readonly kind: 'not_started';
      readonly waitMs: number | undefined;
      readonly reason: string;
      /** Whether it is proven that the gateway itself says so. */
      readonly proven: boolean;
    }
  | { readonly kind: 'unclear'; readonly reason: string };

/** Codes of a gateway that could not begin: too many requests, or a disk that takes nothing. */
const NOT_STARTED: ReadonlySet<string> = new Set(['1297', '1100']);
/** Whether the gateway began nothing. With a number it is a transaction that its wallet was too busy for. */
export function saysNotStarted({ httpStatus, respcd, fields }: Answered): boolean {
  return httpStatus === 429 || (NOT_STARTED.has(respcd) && fields.text('syssn') === '');
}

/**
 * Reads the answer to the payment call itself.
 *
 * @param repeated whether an earlier try of the same request may have arrived. A refusal then says nothing about that
 *   try: hosts answer a repeat with "order number used", and wallets a used code with "code used". Only an enquiry
 *   tells.
 */
export function readPayment(attempt: Attempt, answer: Answered, repeated: boolean): Reading {
  const { respcd, fields, retryAfterMs, proven } = answer;
  if (saysNotStarted(answer)) {
    return { kind: 'not_started', waitMs: retryAfterMs, reason: reasonOf(respcd, fields), proven };
  }
  const reading = readState(attempt, answer.respcd, fields, proven);
  const refused = reading.kind === 'verdict' && reading.verdict.kind === 'declined';
  // A proxy that sends a request twice hands on "nonce used" for the copy, while the first is being charged.
  const isOfCopy = respcd === CREDENTIALS_REFUSED && attempt.signType === HMAC_SIGN_TYPE;
  // Nobody can tell what a code in no document means for the money; what the books say, an enquiry tells.
  const mustAsk = repeated || isOfCopy || !isResponseCode(respcd);
  return refused && mustAsk ? { kind: 'unclear', reason: reasonOf(respcd, fields) } : reading;
}

/** Reads an enquiry by order number. */
export function readEnquiry(attempt: Attempt, { respcd, fields, proven }: Answered): Reading {
  if (respcd !== '0000') return { kind: 'unclear', reason: reasonOf(respcd, fields) };
  if (!proven) return UNSIGNED;
  const rows = fields.rows();
  if (rows === undefined) return { kind: 'unclear', reason: 'the answer has no list of transactions' };
  const own = rows.filter((each) => each.text('out_trade_no') === attempt.orderNumber);
  const row = own.find((each) => kindOf(each.text('order_type')) === 'payment');
  // A reversal that is listed without its payment: the order is known, its state is not.
  if (row === undefined && own.some((each) => kindOf(each.text('order_type')) === 'other')) {
    return { kind: 'unclear', reason: 'the answer lists the order without its payment' };
  }
  return row === undefined ? { kind: 'not_found' } : readState(attempt, row.text('respcd'), row, proven);
}

const UNSIGNED: Reading = { kind: 'unclear', reason: 'the answer carries no signature' };

function readState(attempt: Attempt, respcd: string, fields: Fields, proven: boolean): Reading {
  // Whatever cannot be proved is asked about; an enquiry whose answer is signed decides.
  if (!proven) return UNSIGNED;
  const strange = contradiction(attempt, fields);
  if (strange !== undefined) return { kind: 'unclear', reason: strange };
  const syssn = fields.text('syssn');
  const reason = reasonOf(respcd, fields);
  switch (stateOf(respcd)) {
    case 'succeeded':
      return readSuccess(fields, syssn);
    case 'pending':
      return { kind: 'pending', respcd, syssn };
    case 'reversed':
      return { kind: 'verdict', verdict: { kind: 'reversed', respcd, reason }, syssn };
    case 'failed':
      return { kind: 'verdict', verdict: { kind: 'declined', respcd, reason }, syssn };
    case 'unclear':
      return { kind: 'unclear', reason };
  }
}

function readSuccess(fields: Fields, syssn: string): Reading {
  const missing = ['out_trade_no', 'txamt'].find((name) => fields.text(name) === '');
  if (missing !== undefined) return { kind: 'unclear', reason: `the success does not name its ${missing}` };
  const verdict: Verdict =
    transactionOf(fields).returned === 'all'
      ? { kind: 'reversed', respcd: '0000', reason: 'the whole amount went back' }
      : { kind: 'paid', paidAt: fields.text('paydtm'), walletNumber: fields.text('chnlsn') };
  return { kind: 'verdict', verdict, syssn };
}

/** An answer about something else says nothing here; members that are absent contradict nothing. */
function contradiction(attempt: Attempt, fields: Fields): string | undefined {
  const expected = [
    ['out_trade_no', attempt.orderNumber],
    ['txamt', String(attempt.amountMinor)],
    ['txcurrcd', attempt.currency],
  ] as const;
  for (const [name, value] of expected) {
    const answered = fields.text(name);
    if (answered !== '' && answered !== value) {
      return `the answer names ${name} ${answered} instead of ${value}`;
    }
  }
  return undefined;
}

/** Code and text of an answer, for a log or a screen. */
export function reasonOf(respcd: string, fields: Fields): string {
  const texts = ['respmsg', 'errmsg', 'resperr'].map((name) => fields.text(name));
  return `${respcd} ${texts.find((text) => text !== '' && text !== 'OK') ?? ''}`.trim();
}
