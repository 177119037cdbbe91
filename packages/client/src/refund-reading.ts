import type { Answered } from './exchange.ts';
import { reasonOf, saysNotStarted } from './reading.ts';
import type { RefundOrder, RefundResult } from './refund.ts';
import { stateOf } from './transaction.ts';
import type { Fields } from './wire-fields.ts';

type Refused = Extract<RefundResult, { outcome: 'refused' }>;

/** What an answer says about a refund; see `Reading`. */
export type RefundReading =
  | { readonly kind: 'final'; readonly result: RefundResult }
  | { readonly kind: 'pending'; readonly syssn: string }
  | { readonly kind: 'not_found' }
  | {
      readonly kind: 'not_started';
      readonly waitMs: number | undefined;
      readonly reason: string;
      readonly proven: boolean;
    }
  /** Refused, perhaps only because an earlier try of the same refund was taken. */
  | { readonly kind: 'refused_repeat'; readonly refusal: Refused }
  | { readonly kind: 'unclear'; readonly reason: string };

/** Codes of hosts that have seen the order number before. */
const NUMBER_USED: ReadonlySet<string> = new Set(['1102', '2011', '1251', '1155']);

/** @param repeated whether an earlier try may have arrived. */
export function readRefundAnswer(order: RefundOrder, answer: Answered, repeated: boolean): RefundReading {
  const { respcd, fields, retryAfterMs, proven } = answer;
  if (saysNotStarted(answer)) {
    return { kind: 'not_started', waitMs: retryAfterMs, reason: reasonOf(respcd, fields), proven };
  }
  const reading = readState(order, respcd, fields, proven, 'orig_syssn');
  const refused = reading.kind === 'final' && reading.result.outcome === 'refused';
  if (!refused || !(repeated || NUMBER_USED.has(respcd))) return reading;
  return {
    kind: 'refused_repeat',
    refusal: { outcome: 'refused', respcd, reason: reasonOf(respcd, fields) },
  };
}

/** Reads an enquiry by the order number of the refund. */
export function readRefundEnquiry(order: RefundOrder, { respcd, fields, proven }: Answered): RefundReading {
  const rows = respcd === '0000' && proven ? fields.rows() : undefined;
  if (rows === undefined) return { kind: 'unclear', reason: reasonOf(respcd, fields) };
  const row = rows.find((each) => each.text('out_trade_no') === order.orderNumber);
  if (row === undefined) return { kind: 'not_found' };
  if (row.text('order_type') !== 'refund') {
    const reason = `order number ${order.orderNumber} belongs to a payment; give the refund one of its own`;
    return { kind: 'final', result: { outcome: 'refused', respcd: '2011', reason } };
  }
  return readState(order, row.text('respcd'), row, proven, 'origssn');
}

function readState(
  order: RefundOrder,
  respcd: string,
  fields: Fields,
  proven: boolean,
  originalName: string,
): RefundReading {
  if (!proven) return { kind: 'unclear', reason: 'the answer carries no signature' };
  const state = stateOf(respcd);
  const reason = reasonOf(respcd, fields);
  if (state === 'unclear') return { kind: 'unclear', reason };
  if (state === 'failed' || state === 'reversed') {
    return { kind: 'final', result: { outcome: 'refused', respcd, reason } };
  }
  const strange = contradiction(order, fields, originalName, state === 'succeeded');
  if (strange !== undefined) return { kind: 'unclear', reason: strange };
  const syssn = fields.text('syssn');
  return state === 'pending'
    ? { kind: 'pending', syssn }
    : { kind: 'final', result: { outcome: 'refunded', syssn, returnedAt: fields.text('paydtm') } };
}

/** An answer about another refund says nothing here. A success has to name number and amount. */
function contradiction(
  order: RefundOrder,
  fields: Fields,
  originalName: string,
  complete: boolean,
): string | undefined {
  const expected = [
    ['out_trade_no', order.orderNumber, complete],
    ['txamt', String(order.amountMinor), complete],
    [originalName, order.syssn, false],
  ] as const;
  for (const [name, value, needed] of expected) {
    const answered = fields.text(name);
    if (answered === value || (answered === '' && !needed)) continue;
    return `the answer names ${name} ${answered === '' ? 'not at all' : answered} instead of ${value}`;
  }
  return undefined;
}
