import type { Merchant, MerchantChange, NewClientKey, StoredClientKey } from '../merchant/merchant.ts';
import type { Payment, PaymentIntent, PaymentProgress } from '../payment/payment.ts';

/** How the store received an intent. Decided by unique keys, once, whatever arrives at the same time. */
export type AcceptResult =
  /** Durable now: the wallet may be called. */
  | { readonly kind: 'accepted'; readonly payment: Payment }
  /** The order number exists; the payment found under it. Nothing was written. */
  | { readonly kind: 'order_exists'; readonly payment: Payment }
  /** The auth code was sent to a wallet for another order within the reuse window. Nothing was written. */
  | { readonly kind: 'code_used' };

/** Which transactions an enquiry asks for. */
export interface TransactionFilter {
  readonly merchantNumber: number;
  /** Only this store; `undefined` covers the whole merchant. */
  readonly storeId: string | undefined;
  readonly syssns: readonly string[] | undefined;
  readonly orderNumbers: readonly string[] | undefined;
  readonly payTypes: readonly string[] | undefined;
  readonly respcd: string | undefined;
  /** Both ends belong to the window; `undefined` when numbers are given, which find any month. */
  readonly window: { readonly fromMs: number; readonly toMs: number } | undefined;
  readonly limit: number;
  readonly offset: number;
}

/**
 * Storage of money. Every method that writes settles only after its change is durable (invariant I11) and rejects
 * with {@link StorageUnavailable} when nothing was written. One contract suite runs on every adapter.
 */
export interface Store {
  /** A running number nobody else gets; gaps are allowed. */
  nextTransactionNumber(): number;
  /** Latest `createdAtMs` ever stored, 0 in an empty store. */
  latestInstantMs(): number;

  /**
   * Writes an intent and the use of its auth code in one transaction.
   *
   * @param codeReuseFromMs uses of the same code before this instant no longer count.
   */
  acceptPayment(intent: PaymentIntent, codeReuseFromMs: number): Promise<AcceptResult>;
  /**
   * Replaces the progress of a payment if it still has the version that was seen.
   *
   * @returns the payment as it is stored now, or `undefined` when somebody else was faster.
   */
  recordProgress(seen: Payment, progress: PaymentProgress): Promise<Payment | undefined>;
  findPayment(id: number): Promise<Payment | undefined>;
  /** Newest `sysdtm` first, then `syssn` descending. */
  listTransactions(filter: TransactionFilter): Promise<readonly Payment[]>;
  /**
   * Forgets auth codes used before an instant, at most `limit` of them.
   *
   * @returns how many were forgotten.
   */
  forgetAuthCodes(usedBeforeMs: number, limit: number): Promise<number>;

  findMerchant(appCode: string): Promise<Merchant | undefined>;
  listMerchants(): Promise<readonly Merchant[]>;
  /** @returns `false` when the app code or one of the stores exists already; nothing was written then. */
  addMerchant(merchant: Merchant, key: NewClientKey): Promise<boolean>;
  /** @returns the changed merchant, or `undefined` when the app code is unknown. */
  changeMerchant(appCode: string, change: MerchantChange): Promise<Merchant | undefined>;
  /** Keys of an app code, the newest first. */
  listKeys(appCode: string): Promise<readonly StoredClientKey[]>;
  /**
   * Adds a key in one transaction: the newest before it lives until `olderExpireAtMs`, earlier ones end at once, so
   * that at most two keys are live.
   */
  rotateKey(appCode: string, key: NewClientKey, olderExpireAtMs: number): Promise<void>;

  /** Whether writes succeed; after one that failed this tries another. */
  isWritable(): Promise<boolean>;
  /** Lets go of the files or connections; queued writes are finished first. */
  close(): Promise<void>;
}

/** The change was not made and nothing was half-done; the same request may be sent again later. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
}
