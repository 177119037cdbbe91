import type { CurrencyCode, PaymentRequest, WalletFamily } from '@opencpm/protocol';
import type { Merchant } from '../merchant/merchant.ts';
import { authorizeStore } from '../merchant/store-authority.ts';
import type { Refusal } from '../payment/refusal.ts';
import type { Connector } from '../wallet/connector.ts';
import type { Connectors } from '../wallet/connectors.ts';
import type { ContractPayType } from '../wallet/contract-pay-type.ts';
import { agreeTerms } from './sale-terms.ts';
import { routeToWallet } from './wallet-route.ts';

/** A sale that may be sent to a wallet. */
export interface AgreedSale {
  /** Empty when the request names no store. */
  readonly storeId: string;
  readonly currency: CurrencyCode;
  readonly family: WalletFamily;
  /** The contract it is charged under. */
  readonly contract: ContractPayType;
  readonly connector: Connector;
}

/** What becomes of a request under the merchant's settings. `code` is the cleaned auth code: secret. */
export type SalePlan =
  | ({ readonly ok: true; readonly code: string } & AgreedSale)
  | { readonly ok: false; readonly code: string; readonly refusal: Refusal };

/** Checks a request against everything that is set up for its merchant; the first rule broken decides. */
export function planSale(merchant: Merchant, request: PaymentRequest, connectors: Connectors): SalePlan {
  const route = routeToWallet(merchant, request.payType, request.authCode, connectors);
  const authority = authorizeStore(merchant, request.storeId);
  if (!authority.ok) return { ok: false, code: route.code, refusal: authority.refusal };
  const terms = agreeTerms(merchant, request);
  if (!terms.ok) return { ok: false, code: route.code, refusal: terms.refusal };
  if (!route.ok) return route;
  return {
    ok: true,
    code: route.code,
    storeId: authority.storeId,
    currency: terms.currency,
    family: route.family,
    contract: route.contract,
    connector: route.connector,
  };
}
