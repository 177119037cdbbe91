import {
  isResponseCode,
  RESPONSE_CODE_ENTRIES,
  type ResponseCode,
  type ResponseCodeEntry,
} from '@opencpm/protocol';
import type { CodeResult, WalletCall, WalletCode } from '../wallet-codes.ts';

/** What a code of the other gateway means for one kind of call. */
export interface CodeMeaning<Result extends CodeResult> {
  readonly result: Result;
  /** What the merchant hears of a refusal. */
  readonly respcd: ResponseCode;
}

/** What a code can mean for a payment. */
export type PaymentResult =
  | 'paid'
  | 'waiting for payer'
  | 'processing'
  | 'unknown'
  | 'declined'
  | 'declined for now';

/** What a code can mean for a reversal. */
export type ReversalResult = 'reversed' | 'not found' | 'refused' | 'refused for now' | 'unknown';

/** What a code can mean for a refund. */
export type RefundResult = 'returned' | 'processing' | 'refused' | 'refused for now' | 'unknown';

const ENTRIES: ReadonlyMap<string, ResponseCodeEntry> = new Map(
  RESPONSE_CODE_ENTRIES.map((entry) => [entry.code, entry]),
);

/** Codes about us and not about the payer: the merchant behind this gateway could do nothing with them. */
const OUR_OWN_CLASSES: readonly ResponseCodeEntry['class'][] = ['auth', 'config', 'invalid-request'];

const OWN_TROUBLE: ResponseCode = '1144';
const OWN_REFUND_TROUBLE: ResponseCode = '1155';

/** The number was seen before, so an earlier arrival of the same request may have had its effect. */
const NUMBER_USED: readonly string[] = ['1102', '1251', '2011'];

/** Nothing is charged, and this is a fact about the payment and not about the request. */
const OVER: readonly string[] = ['1142', '1181'];

/** Reasons the wallet will never undo the payment. */
const NEVER_REVERSED: readonly string[] = ['1150', '1260', '1262'];

/** It is undone already. */
const REVERSED: readonly string[] = ['0000', '1142', '1263', '1264'];

const CANNOT_NOW: readonly string[] = ['1100', '1101', '1128', '1141', '1170', '1180', '1297', '2003'];

/** The meaning of a code in the answer to a payment. */
export function chargeMeaning(code: string): CodeMeaning<PaymentResult> {
  const entry = entryOf(code);
  if (entry === undefined) return meaning('unknown');
  if (code === '0000') return meaning('paid');
  if (code === '1143') return meaning('waiting for payer');
  if (entry.class === 'pending') return meaning('processing');
  if (NUMBER_USED.includes(code)) return meaning('unknown');
  if (OVER.includes(code)) return meaning('declined', entry.code);
  if (CANNOT_NOW.includes(code)) return meaning('declined for now', entry.code);
  if (OUR_OWN_CLASSES.includes(entry.class)) return meaning('declined', OWN_TROUBLE);
  if (entry.class === 'declined') {
    return meaning(entry.retry === 'query' ? 'declined for now' : 'declined', entry.code);
  }
  if (entry.class === 'risk') return meaning('declined', entry.code);
  return entry.class === 'system' && entry.retry === 'never'
    ? meaning('declined', OWN_TROUBLE)
    : meaning('unknown');
}

/**
 * The meaning of a code in the row of a payment: the state it is in. Whatever is no success and leaves nothing open is
 * a failure there (contract section 5.2).
 */
export function stateMeaning(code: string): CodeMeaning<PaymentResult> {
  const entry = entryOf(code);
  const { result, respcd } = chargeMeaning(code);
  if (entry === undefined) return meaning('unknown');
  if (result === 'declined for now') return meaning('declined', respcd);
  if (result !== 'unknown' || entry.class === 'system') return meaning(result, respcd);
  return meaning('declined', entry.class === 'refund' ? OWN_TROUBLE : entry.code);
}

/** The meaning of a code in the answer to a reversal. */
export function reversalMeaning(code: string): CodeMeaning<ReversalResult> {
  const entry = entryOf(code);
  if (entry === undefined) return meaning('unknown');
  if (REVERSED.includes(code)) return meaning('reversed');
  // It knows no such payment, and bars nothing: the request may still arrive.
  if (code === '1268' || code === '1136') return meaning('not found', entry.code);
  if (NEVER_REVERSED.includes(code)) return meaning('refused', entry.code);
  if (entry.class === 'pending' || (entry.class === 'system' && entry.retry === 'query' && code !== '1101')) {
    return meaning('unknown');
  }
  return meaning('refused for now', entry.code);
}

/** The meaning of a code in the answer to a refund, or in the row of a refund. */
export function refundMeaning(code: string): CodeMeaning<RefundResult> {
  const entry = entryOf(code);
  if (entry === undefined) return meaning('unknown');
  if (code === '0000') return meaning('returned');
  if (entry.class === 'pending') return meaning('processing');
  if (NUMBER_USED.includes(code) || code === '1155') return meaning('unknown');
  if (CANNOT_NOW.includes(code)) return meaning('refused for now', entry.code);
  if (OUR_OWN_CLASSES.includes(entry.class)) return meaning('refused', OWN_REFUND_TROUBLE);
  if (entry.class === 'system') {
    return entry.retry === 'never' ? meaning('refused', OWN_REFUND_TROUBLE) : meaning('unknown');
  }
  return meaning('refused', entry.code);
}

const TABLES: readonly (readonly [readonly WalletCall[], (code: string) => CodeMeaning<CodeResult>])[] = [
  [['charge'], chargeMeaning],
  [['query'], stateMeaning],
  [['reverse'], reversalMeaning],
  [['refund', 'queryRefund'], refundMeaning],
];

/** Every code of the wire, for payments, their rows, reversals and refunds. */
export const UPSTREAM_CODES: readonly WalletCode[] = TABLES.flatMap(([calls, read]) =>
  RESPONSE_CODE_ENTRIES.map(({ code, textEn }) => {
    const { result, respcd } = read(code);
    const refusal = /^(?:declined|refused)/.test(result);
    return { code, calls, result, meaning: textEn, ...(refusal ? { respcd } : {}) };
  }),
);

function entryOf(code: string): ResponseCodeEntry | undefined {
  return isResponseCode(code) ? ENTRIES.get(code) : undefined;
}

function meaning<Result extends CodeResult>(
  result: Result,
  respcd: ResponseCode = OWN_TROUBLE,
): CodeMeaning<Result> {
  return { result, respcd };
}
