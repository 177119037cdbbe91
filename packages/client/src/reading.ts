import type { Attempt, Verdict } from './attempt.ts';
import type { Exchange } from './exchange.ts';
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
  | { readonly kind: 'not_started'; readonly waitMs: number | undefined; readonly reason: string }
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * Codes whose outcome is not known although they are no success: the payment may have gone through (contract section
 * 10, row 47). Asked about, never believed.
 */
const OUTCOME_UNKNOWN: ReadonlySet<string> = new Set(['1295', '1296', '1298', '1252', '1254', '2999']);
/** Codes of a gateway that could not begin: too many requests, or a disk that takes nothing. */
const NOT_STARTED: ReadonlySet<string> = new Set(['1297', '1100']);
/** Code of a reversed payment in an enquiry. */
const REVERSED = '1142';

type Answered = Extract<Exchange, { kind: 'answered' }>;

/** Reads the answer to the payment call itself. */
export function readPayment(
  attempt: Attempt,
  { respcd, fields, httpStatus, signed, retryAfterMs }: Answered,
): Reading {
  const strange = contradiction(attempt, fields);
  if (strange !== undefined) return { kind: 'unclear', reason: strange };
  if (httpStatus === 429 || NOT_STARTED.has(respcd)) {
    return { kind: 'not_started', waitMs: retryAfterMs, reason: reasonOf(respcd, fields) };
  }
  return readState(respcd, fields, signed);
}

/** Reads an enquiry by order number. */
export function readEnquiry(attempt: Attempt, { respcd, fields, signed }: Answered): Reading {
  if (respcd !== '0000') return { kind: 'unclear', reason: reasonOf(respcd, fields) };
  if (!signed) return { kind: 'unclear', reason: 'the answer carries no signature' };
  const row = fields
    .rows()
    .find(
      (each) => each.text('out_trade_no') === attempt.orderNumber && each.text('order_type') !== 'refund',
    );
  if (row === undefined) return { kind: 'not_found' };
  const strange = contradiction(attempt, row);
  return strange === undefined
    ? readState(row.text('respcd'), row, signed)
    : { kind: 'unclear', reason: strange };
}

function readState(respcd: string, fields: Fields, signed: boolean): Reading {
  const syssn = fields.text('syssn');
  // Whatever cannot be proved is asked about; an enquiry whose answer is signed decides.
  if (!signed) return { kind: 'unclear', reason: 'the answer carries no signature' };
  switch (respcd) {
    case '0000':
      return {
        kind: 'verdict',
        verdict: { kind: 'paid', paidAt: fields.text('paydtm'), walletNumber: fields.text('chnlsn') },
        syssn,
      };
    case '1143':
    case '1145':
      return { kind: 'pending', respcd, syssn };
    case REVERSED:
      return {
        kind: 'verdict',
        verdict: { kind: 'reversed', respcd, reason: reasonOf(respcd, fields) },
        syssn,
      };
    default:
      return OUTCOME_UNKNOWN.has(respcd)
        ? { kind: 'unclear', reason: reasonOf(respcd, fields) }
        : {
            kind: 'verdict',
            verdict: { kind: 'declined', respcd, reason: reasonOf(respcd, fields) },
            syssn,
          };
  }
}

/** A success for something else is no success; members that are absent contradict nothing. */
function contradiction(attempt: Attempt, fields: Fields): string | undefined {
  const expected = [
    ['out_trade_no', attempt.orderNumber],
    ['txamt', String(attempt.amountMinor)],
    ['txcurrcd', attempt.currency],
  ] as const;
  for (const [name, value] of expected) {
    const answered = fields.text(name);
    if (answered !== '' && answered !== value)
      return `the answer names ${name} ${answered} instead of ${value}`;
  }
  return undefined;
}

function reasonOf(respcd: string, fields: Fields): string {
  const texts = ['respmsg', 'errmsg', 'resperr'].map((name) => fields.text(name));
  return `${respcd} ${texts.find((text) => text !== '' && text !== 'OK') ?? ''}`.trim();
}
