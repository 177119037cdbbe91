import type { WalletReceipt } from '../connector.ts';
import type { WechatPayAnswer } from './exchange.ts';
import { numberFields, type WechatPayIdentity } from './identity.ts';
import { asObject, type JsonObject, textOf, wholeNumberOf } from './json-object.ts';

/**
 * What an answer says that is not about the order or refund that was asked for: a merchant's number or one of ours.
 * Fields that are absent say nothing; before a payment is made most of them are.
 *
 * @param numbers our own numbers by the names they have in the answer.
 * @returns the name of the first field that differs; undefined when none does.
 */
export function strangeField(
  identity: WechatPayIdentity,
  body: JsonObject,
  numbers: Readonly<Record<string, string>>,
): string | undefined {
  const expected = { ...numberFields(identity), ...numbers };
  return Object.keys(expected).find((name) => body[name] !== undefined && body[name] !== expected[name]);
}

/**
 * The facts of a paid order.
 *
 * @returns undefined when the amount, the currency or our number is missing: "paid" counts only with them.
 */
export function receiptOf({ body, signedAtMs }: WechatPayAnswer): WalletReceipt | undefined {
  const amount = asObject(body['amount']);
  const total = wholeNumberOf(amount?.['total']);
  const currency = textOf(amount?.['currency']);
  if (amount === undefined || total === undefined || currency === '' || textOf(body['out_trade_no']) === '') {
    return undefined;
  }
  const payer = asObject(body['payer']) ?? {};
  const payerTotal = wholeNumberOf(amount['payer_total']);
  const payerCurrency = textOf(amount['payer_currency']);
  return {
    amountMinor: total,
    currency,
    walletNumber: textOf(body['id']) || textOf(body['transaction_id']),
    payerAccount: textOf(payer['sub_openid']) || textOf(payer['sp_openid']) || textOf(payer['openid']),
    paidAtMs: instantOf(body['success_time']) ?? signedAtMs ?? 0,
    ...(payerTotal === undefined || payerCurrency === ''
      ? {}
      : { debitedAmountMinor: payerTotal, debitedCurrency: payerCurrency }),
  };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** An RFC 3339 time, milliseconds since 1970-01-01 UTC; undefined for anything else. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant;
}
