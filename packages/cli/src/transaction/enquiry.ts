import type { Exchange, Fields, Parameters } from '@opencpm/client/calls';
import type { SignType } from '@opencpm/protocol';
import type { GatewayAccess } from '../access/gateway-access.ts';
import type { Surroundings } from '../context.ts';
import { callGateway, textOfAnswer } from '../gateway-call.ts';
import { readTransaction, type Transaction } from './transaction.ts';

/** The rows found, or the reason why the question was not answered. Rows may be empty: that is an answer. */
export type EnquiryResult =
  | {
      readonly kind: 'rows';
      readonly transactions: readonly Transaction[];
      /** The rows as they came. */
      readonly rows: readonly Fields['members'][];
      readonly page: string;
      readonly pageSize: string;
    }
  | { readonly kind: 'refused'; readonly respcd: string; readonly text: string }
  | Exclude<Exchange, { readonly kind: 'answered' }>;

/** Asks for transactions. An enquiry changes nothing, so it may be repeated freely. */
export async function enquire(
  surroundings: Pick<Surroundings, 'fetch' | 'clock' | 'randomBytes'>,
  access: GatewayAccess,
  parameters: Parameters,
  signType: SignType,
  interruption?: AbortSignal,
): Promise<EnquiryResult> {
  const call = { path: '/trade/v1/query', parameters, signType } as const;
  const result = await callGateway(surroundings, access, call, interruption);
  if (result.kind !== 'answered') return result;
  const { fields, respcd } = result;
  if (respcd !== '0000') return { kind: 'refused', respcd, text: textOfAnswer(result) };
  const rows = fields.rows();
  if (rows === undefined) {
    const reason = 'the answer of the enquiry holds no list of rows';
    return { kind: 'unknown', reason, credentialsRefused: false };
  }
  return {
    kind: 'rows',
    rows: rows.map(({ members }) => members),
    transactions: rows.map(readTransaction),
    page: fields.text('page'),
    pageSize: fields.text('page_size'),
  };
}
