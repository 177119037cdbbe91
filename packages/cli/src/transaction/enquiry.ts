import type { SignType } from '@opencpm/protocol';
import type { GatewayAccess } from '../access/gateway-access.ts';
import type { Surroundings } from '../context.ts';
import { callGateway, type GatewayResult } from '../gateway-call.ts';
import { isRecord, type JsonRecord, textOf } from '../json-record.ts';
import { readTransaction, type Transaction } from './transaction.ts';

/** Parameters of an enquiry by their wire names. */
export type EnquiryParameters = readonly (readonly [name: string, value: string])[];

/** The rows found, or the reason why the question was not answered. Rows may be empty: that is an answer. */
export type EnquiryResult =
  | {
      readonly kind: 'rows';
      readonly transactions: readonly Transaction[];
      /** The rows as they came. */
      readonly rows: readonly JsonRecord[];
      readonly page: string;
      readonly pageSize: string;
    }
  | { readonly kind: 'refused'; readonly respcd: string; readonly text: string }
  | Exclude<GatewayResult, { readonly kind: 'answered' }>;

/** Asks for transactions. An enquiry changes nothing, so it may be repeated freely. */
export async function enquire(
  surroundings: Pick<Surroundings, 'fetch' | 'clock' | 'randomBytes'>,
  access: GatewayAccess,
  parameters: EnquiryParameters,
  signType: SignType,
  interruption?: AbortSignal,
): Promise<EnquiryResult> {
  const call = { path: '/trade/v1/query', parameters, signType } as const;
  const result = await callGateway(surroundings, access, call, interruption);
  if (result.kind !== 'answered') return result;
  const { fields, respcd } = result;
  if (respcd !== '0000') {
    const text = [textOf(fields, 'resperr'), textOf(fields, 'respmsg')].filter((part) => part !== '');
    return { kind: 'refused', respcd, text: text.join(': ') };
  }
  const data = fields['data'];
  if (!Array.isArray(data) || !data.every(isRecord)) {
    return {
      kind: 'unknown',
      reason: 'unreadable',
      detail: 'the answer of the enquiry holds no list of rows',
    };
  }
  const rows: readonly JsonRecord[] = data;
  return {
    kind: 'rows',
    rows,
    transactions: rows.map(readTransaction),
    page: textOf(fields, 'page'),
    pageSize: textOf(fields, 'page_size'),
  };
}
