import { withStore } from './attempt-calls.ts';
import { type CallOptions, callOnce } from './call.ts';
import type { ClientParts } from './client-parts.ts';
import { CallError } from './errors.ts';
import { prepareCall } from './prepared-call.ts';
import { type Transaction, transactionOf } from './transaction.ts';

/** What to ask for; without numbers the current month (UTC+8). */
export interface Enquiry {
  readonly syssns?: readonly string[] | undefined;
  readonly orderNumbers?: readonly string[] | undefined;
  readonly payTypes?: readonly string[] | undefined;
  /** Only transactions with this result. */
  readonly respcd?: string | undefined;
  /** `YYYY-MM-DD hh:mm:ss` in UTC+8; both ends, at most 92 days apart, to leave the current month. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** One page of an enquiry. */
export interface EnquiryPage {
  /** From 1. */
  readonly page?: number | undefined;
  /** At most 100, which is also the usual. */
  readonly pageSize?: number | undefined;
}

const PAGE_SIZE = 100;

/**
 * Rows of one page, the newest first. An empty page is no proof that nothing was charged.
 *
 * @internal
 */
export async function enquire(
  parts: ClientParts,
  enquiry: Enquiry,
  { page = 1, pageSize = PAGE_SIZE }: EnquiryPage,
  options: CallOptions,
): Promise<readonly Transaction[]> {
  const call = prepareCall(
    '/trade/v1/query',
    withStore(
      [
        ['syssn', enquiry.syssns?.join(',') ?? ''],
        ['out_trade_no', enquiry.orderNumbers?.join(',') ?? ''],
        ['pay_type', enquiry.payTypes?.join(',') ?? ''],
        ['respcd', enquiry.respcd ?? ''],
        ['start_time', enquiry.from ?? ''],
        ['end_time', enquiry.to ?? ''],
        ['page', String(page)],
        ['page_size', String(pageSize)],
      ],
      parts.credentials.storeId,
    ),
  );
  const { fields } = await callOnce(parts, call, options);
  const rows = fields.rows();
  if (rows === undefined) throw new CallError('unknown', 'the answer has no list of transactions');
  return rows.map(transactionOf);
}

/**
 * Every transaction of an enquiry, page by page. One that is added meanwhile moves the others along: what was told
 * already is not told again.
 *
 * @internal
 */
export async function* enquireAll(
  parts: ClientParts,
  enquiry: Enquiry,
  options: CallOptions,
): AsyncGenerator<Transaction, void, undefined> {
  const told = new Set<string>();
  for (let page = 1; ; page += 1) {
    const rows = await enquire(parts, enquiry, { page }, options);
    for (const row of rows) {
      if (told.has(row.syssn)) continue;
      told.add(row.syssn);
      yield row;
    }
    if (rows.length < PAGE_SIZE) return;
  }
}
