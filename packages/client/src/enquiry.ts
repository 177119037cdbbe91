import { type CallOptions, call, refuseUnless } from './call.ts';
import type { ClientParts } from './client-parts.ts';
import type { Parameters } from './exchange.ts';
import { type Transaction, transactionOf } from './transaction.ts';

/** What to ask for; without numbers the current month (UTC+8). */
export interface Enquiry {
  readonly syssns?: readonly string[];
  readonly orderNumbers?: readonly string[];
  readonly payTypes?: readonly string[];
  /** Only transactions with this result. */
  readonly respcd?: string;
  /** `YYYY-MM-DD hh:mm:ss` in UTC+8; both ends, at most 92 days apart, to leave the current month. */
  readonly from?: string;
  readonly to?: string;
}

/** One page of an enquiry. */
export interface EnquiryPage {
  /** From 1. */
  readonly page?: number;
  /** At most 100. */
  readonly pageSize?: number;
}

/** Rows of one page, the newest first. An empty page is no proof that nothing was charged. */
export async function enquire(
  parts: ClientParts,
  enquiry: Enquiry,
  { page = 1, pageSize = 100 }: EnquiryPage,
  options: CallOptions,
): Promise<readonly Transaction[]> {
  const parameters: Parameters = [
    ['syssn', enquiry.syssns?.join(',') ?? ''],
    ['out_trade_no', enquiry.orderNumbers?.join(',') ?? ''],
    ['pay_type', enquiry.payTypes?.join(',') ?? ''],
    ['respcd', enquiry.respcd ?? ''],
    ['start_time', enquiry.from ?? ''],
    ['end_time', enquiry.to ?? ''],
    ['page', String(page)],
    ['page_size', String(pageSize)],
  ];
  const answer = await call(
    parts,
    '/trade/v1/query',
    parameters.filter(([, value]) => value !== ''),
    options,
  );
  refuseUnless(answer, '0000');
  return answer.fields.rows().map(transactionOf);
}

/** Every transaction of an enquiry, page by page. One that is added meanwhile may show up twice or not at all. */
export async function* enquireAll(
  parts: ClientParts,
  enquiry: Enquiry,
  options: CallOptions,
): AsyncGenerator<Transaction> {
  const pageSize = 100;
  for (let page = 1; ; page += 1) {
    const rows = await enquire(parts, enquiry, { page, pageSize }, options);
    yield* rows;
    if (rows.length < pageSize) return;
  }
}
