import { type CurrencyCode, payTypeTakesCurrency, type PaymentRequest } from '@opencpm/protocol';
import type { Merchant } from '../merchant/merchant.ts';
import type { Refusal } from '../payment/refusal.ts';

/** What a request is charged in and where its notification goes, or why it cannot be. */
export type SaleTerms =
  | { readonly ok: true; readonly currency: CurrencyCode }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Settles the currency and checks the optional fields against what is registered for the merchant. An unsigned copy of
 * an optional field could be slipped into a careless client's text, so none of them reaches beyond the registration.
 */
export function agreeTerms(merchant: Merchant, request: PaymentRequest): SaleTerms {
  const [only, ...others] = merchant.currencies;
  const currency = request.currency ?? (others.length === 0 ? only : undefined);
  if (currency === undefined) {
    return refuse('txcurrcd: is missing; it may be left out only by merchants with one currency');
  }
  if (!merchant.currencies.includes(currency)) return refuse('txcurrcd: is not open for this merchant');
  if (!payTypeTakesCurrency(request.payType, currency)) {
    return refuse(`txcurrcd: is not taken by pay type ${request.payType}`);
  }
  const { notifyUrl } = request;
  const registered = merchant.notifyPrefixes;
  if (
    notifyUrl !== undefined &&
    registered.length > 0 &&
    !registered.some((prefix) => liesUnder(notifyUrl, prefix))
  ) {
    return refuse('notify_url: does not begin with an address registered for this merchant');
  }
  return { ok: true, currency };
}

/** Compares hosts as well as texts: `https://shop.example.evil.example/` begins with `https://shop.example`. */
function liesUnder(url: string, prefix: string): boolean {
  return url.startsWith(prefix) && URL.parse(url)?.origin === URL.parse(prefix)?.origin;
}

function refuse(message: string): SaleTerms {
  return { ok: false, refusal: { respcd: '1104', message } };
}
