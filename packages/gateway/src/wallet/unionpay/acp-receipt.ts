import type { RefundAnswer, WalletReceipt } from '../connector.ts';
import { readTraceTime } from './beijing-time.ts';
import { currencyOfNumber } from './currency-number.ts';
import type { Fields } from './fields.ts';

const AMOUNT = /^[1-9]\d{0,11}$/;
const NUMBER = /^[A-Za-z0-9]{1,64}$/;

/** What an enquiry says of a paid payment; `undefined` when amount, currency or number are missing. */
export function receiptOf(fields: Fields, createdAtMs: number, nowMs: number): WalletReceipt | undefined {
  const facts = moneyOf(fields);
  if (facts === undefined) return undefined;
  return {
    ...facts,
    payerAccount: (fields['accNo'] ?? '').slice(0, 64),
    paidAtMs: readTraceTime(fields['traceTime'] ?? '', createdAtMs) ?? nowMs,
  };
}

/** What an enquiry says of a refund that is done. */
export function returnedOf(fields: Fields, createdAtMs: number, nowMs: number): RefundAnswer {
  const facts = moneyOf(fields);
  if (facts === undefined) return { kind: 'unknown', reason: 'UnionPay says returned without saying what' };
  return {
    kind: 'returned',
    ...facts,
    payerAccount: (fields['accNo'] ?? '').slice(0, 64),
    returnedAtMs: readTraceTime(fields['traceTime'] ?? '', createdAtMs) ?? nowMs,
  };
}

function moneyOf(
  fields: Fields,
): Pick<WalletReceipt, 'amountMinor' | 'currency' | 'walletNumber'> | undefined {
  const { txnAmt = '', currencyCode = '', queryId = '' } = fields;
  if (!AMOUNT.test(txnAmt) || currencyCode === '' || !NUMBER.test(queryId)) return undefined;
  return { amountMinor: Number(txnAmt), currency: currencyOfNumber(currencyCode), walletNumber: queryId };
}
