import type { Refusal } from '../payment/refusal.ts';
import type { Merchant } from './merchant.ts';

/** The store a request acts for, or why it may not. */
export type StoreAuthority =
  | { readonly ok: true /** Empty when the request names none. */; readonly storeId: string }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Decides whether a merchant may act for the store a request names (contract section 2). A store of somebody else
 * looks exactly like one that does not exist.
 */
export function authorizeStore(merchant: Merchant, storeId: string | undefined): StoreAuthority {
  if (merchant.status === 'disabled') return refuse('1243', 'this app code is disabled');
  if (storeId === undefined) {
    return merchant.kind === 'partner'
      ? refuse('1104', 'mchid: is missing; a partner names the store in every call')
      : { ok: true, storeId: '' };
  }
  const store = merchant.stores.find((candidate) => candidate.storeId === storeId);
  if (store === undefined) return refuse('1241', 'mchid: no such store under this app code');
  return store.status === 'disabled'
    ? refuse('1243', 'mchid: this store is disabled')
    : { ok: true, storeId };
}

function refuse(respcd: Refusal['respcd'], message: string): StoreAuthority {
  return { ok: false, refusal: { respcd, message } };
}
