import type { CurrencyCode, DigestAlgorithm, PayType, SignType } from '@opencpm/protocol';
import type { Routes } from '../wallet/connectors.ts';

/** An owner of an app code: a direct merchant, or a partner that serves many stores. */
export interface Merchant {
  /** Number inside the store; 0 before it was stored. */
  readonly merchantNumber: number;
  /** 32 upper-case hex digits, sent as `X-QF-APPCODE`. */
  readonly appCode: string;
  readonly name: string;
  /** A partner must name a store (`mchid`) in every call; a direct merchant may have none. */
  readonly kind: 'direct' | 'partner';
  readonly status: 'active' | 'disabled';
  readonly payTypes: readonly PayType[];
  /** Connectors that charge pay types of this merchant in place of the gateway's own. */
  readonly routes: Routes;
  readonly currencies: readonly CurrencyCode[];
  /** Registered address for notifications, used when a request brings none. Empty when there is none. */
  readonly notifyUrl: string;
  /** What `notify_url` of a request must begin with; any address may be named while the list is empty. */
  readonly notifyPrefixes: readonly string[];
  /** Which signatures are accepted. */
  readonly signaturePolicy: SignaturePolicy;
  readonly requestsPerSecondMax: number;
  readonly requestsPerMinuteMax: number;
  readonly stores: readonly MerchantStore[];
  readonly createdAtMs: number;
}

/** How strictly requests of a merchant are verified. */
export interface SignaturePolicy {
  /** Weakest sign type accepted: `MD5` takes all, `HMAC-SHA256` only itself. */
  readonly minimumAlgorithm: SignType;
  /** `false` pins the merchant to signatures over decoded values. */
  readonly rawValuesAllowed: boolean;
}

/** A store under a merchant. */
export interface MerchantStore {
  /** `mchid`: letters and digits, at most 32, unique in the whole gateway. */
  readonly storeId: string;
  readonly name: string;
  readonly status: 'active' | 'disabled';
}

/** What an administrator may change of a merchant. */
export interface MerchantChange {
  readonly status?: Merchant['status'];
  readonly name?: string;
  readonly payTypes?: readonly PayType[];
  /** Routes that are added or replaced; an empty name takes one away. */
  readonly routes?: Routes;
  readonly currencies?: readonly CurrencyCode[];
  readonly notifyUrl?: string;
  readonly notifyPrefixes?: readonly string[];
  readonly signaturePolicy?: SignaturePolicy;
  readonly requestsPerSecondMax?: number;
  readonly requestsPerMinuteMax?: number;
  /** Stores that are added, or whose name or status is replaced. */
  readonly stores?: readonly MerchantStore[];
}

/** A client key as it is stored: encrypted, see `key-vault.ts`. */
export interface StoredClientKey {
  /** 16 hex digits; part of what the encryption authenticates. */
  readonly keyId: string;
  readonly appCode: string;
  /** Nonce, tag and ciphertext in one. */
  readonly sealed: Uint8Array;
  readonly createdAtMs: number;
  /** When the key stops verifying; absent for the newest one. */
  readonly expiresAtMs: number | undefined;
  /** Weakest algorithm this key verifies with, whatever its merchant may use otherwise. */
  readonly minimumAlgorithm: DigestAlgorithm;
  /** When the first request signed with this key was seen. */
  readonly firstUsedAtMs: number | undefined;
  /** Requests signed with this key after a newer one existed; the latest minute may be missing. */
  readonly oldUses: number;
  readonly lastOldUseAtMs: number | undefined;
}

/** A key about to be stored. */
export interface NewClientKey {
  readonly keyId: string;
  readonly sealed: Uint8Array;
  readonly createdAtMs: number;
  /** MD5 when left out. */
  readonly minimumAlgorithm?: DigestAlgorithm;
}
