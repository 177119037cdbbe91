import type { Client, Transaction } from '@opencpm/client';
import { cleanScan } from '@opencpm/protocol';
import { notFound } from '../api-refusal.ts';
import type { LookUpRequest, LookUpResult, Words } from '../page-api/index.ts';
import type { Sale } from '../store/sale.ts';
import type { SaleRows } from '../store/sale-rows.ts';
import { summaryOf } from './describe.ts';
import type { Registers } from './registers.ts';
import { LOOK_UP_WORDS } from './words.ts';

/** What answering takes. */
export interface LookUpParts {
  readonly client: Client;
  readonly sales: SaleRows;
  readonly registers: Registers;
  readonly codeMark: (code: string) => string;
}

/**
 * "Did that one go through?": what this till knows, and what the gateway says now. Asking changes nothing.
 *
 * @throws ApiRefusal `not_found` for a code this till has not scanned: a code alone cannot be asked about.
 */
export async function lookUp(
  { client, sales, registers, codeMark }: LookUpParts,
  { number, code }: LookUpRequest,
): Promise<LookUpResult> {
  const find = (): Sale | undefined =>
    number === undefined
      ? sales.byCodeMark(codeMark(cleanScan(code ?? '').code))
      : sales.byAnyNumber(number.trim());
  const before = find();
  if (before === undefined && number === undefined) throw notFound('sale for this code');
  const asked = before?.attempt.orderNumber ?? number?.trim() ?? '';
  const { row, reached } = await ask(client, asked, before !== undefined);
  // The background may have brought it forward meanwhile.
  const sale = find();
  const verdict = verdictOf(sale, row, reached);
  return {
    sale: sale === undefined ? undefined : summaryOf(sale, registers.names),
    gateway:
      row === undefined
        ? undefined
        : {
            state: row.state,
            orderNumber: row.orderNumber,
            syssn: row.syssn,
            amountMinor: row.amountMinor,
            currency: row.currency,
            paidAt: row.paidAt,
            returned: row.returned,
          },
    gatewayReached: reached,
    verdict,
    words: wordsOf(verdict, row, reached),
  };
}

/** Asks by order number, then, for a number that was typed, by the gateway's own. */
async function ask(
  client: Client,
  number: string,
  isOrderNumber: boolean,
): Promise<{ readonly row: Transaction | undefined; readonly reached: boolean }> {
  const isSyssn = /^\d{20,40}$/.test(number);
  const enquiries = [
    ...(isSyssn && !isOrderNumber ? [{ syssns: [number] }] : []),
    { orderNumbers: [number] },
  ];
  try {
    for (const enquiry of enquiries) {
      const rows = await client.query(enquiry);
      const row = rows.find(({ kind }) => kind === 'payment');
      if (row !== undefined) return { row, reached: true };
    }
    return { row: undefined, reached: true };
  } catch {
    return { row: undefined, reached: false };
  }
}

function verdictOf(
  sale: Sale | undefined,
  row: Transaction | undefined,
  reached: boolean,
): LookUpResult['verdict'] {
  if (row?.state === 'succeeded') return 'yes';
  if (sale?.attempt.verdict?.kind === 'paid') return 'yes';
  if (sale?.attempt.verdict !== undefined) return 'no';
  if (sale !== undefined) return 'not_known_yet';
  if (row === undefined) return reached ? 'no_such_sale' : 'not_known_yet';
  return row.state === 'failed' || row.state === 'reversed' ? 'no' : 'not_known_yet';
}

function wordsOf(verdict: LookUpResult['verdict'], row: Transaction | undefined, reached: boolean): Words {
  if (verdict === 'yes' && row?.returned === 'all') return LOOK_UP_WORDS.returned;
  if (verdict === 'not_known_yet' && !reached) return LOOK_UP_WORDS.unreachable;
  return LOOK_UP_WORDS[verdict];
}
