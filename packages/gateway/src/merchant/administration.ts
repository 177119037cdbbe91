import { createHash } from 'node:crypto';
import {
  CURRENCIES,
  type CurrencyCode,
  type DigestAlgorithm,
  PAY_TYPES,
  type PayType,
} from '@opencpm/protocol';
import type { Clock } from '../clock/clock.ts';
import type { Store } from '../store/store.ts';
import type { KeyUse } from './key-use.ts';
import type { KeyVault, RandomBytes } from './key-vault.ts';
import type { Merchant, MerchantChange, NewClientKey, SignaturePolicy } from './merchant.ts';
import type { MerchantDirectory } from './merchant-directory.ts';
import { type AddressProblem, checkNewMerchant, checkMerchantChange } from './merchant-format.ts';

/** A merchant as an administrator asks for it; whatever is left out gets the default named here. */
export interface NewMerchant {
  readonly name: string;
  readonly kind: Merchant['kind'];
  /** All six when left out. */
  readonly payTypes?: readonly PayType[];
  /** HKD alone when left out. */
  readonly currencies?: readonly CurrencyCode[];
  readonly notifyUrl?: string;
  readonly notifyPrefixes?: readonly string[];
  /** MD5 and SHA256, decoded and raw values when left out: what every existing client sends. */
  readonly signaturePolicy?: SignaturePolicy;
  /** 100 when left out (contract section 9). */
  readonly requestsPerSecondMax?: number;
  /** 400 when left out (contract section 9). */
  readonly requestsPerMinuteMax?: number;
  /** An id is made up for stores that bring none. */
  readonly stores?: readonly { readonly storeId?: string; readonly name: string }[];
}

/** A client key as an administrator sees it; the key itself is shown once, when it is made. */
export interface KeySummary {
  readonly keyId: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | undefined;
  /** Weakest algorithm it verifies with. */
  readonly minimumAlgorithm: DigestAlgorithm;
  /** When the first request signed with it was seen. */
  readonly firstUsedAtMs: number | undefined;
  /** Requests signed with it after a newer key existed. */
  readonly oldUses: number;
  readonly lastOldUseAtMs: number | undefined;
  /** First eight hex digits of the SHA-256 of the key: tells two keys apart and gives nothing away. */
  readonly fingerprint: string;
}

/** What an administrator can do with merchants. */
export interface MerchantAdministration {
  /** Creates a merchant with fresh credentials; the key is returned here and never again. */
  add(request: NewMerchant): Promise<{ readonly merchant: Merchant; readonly clientKey: string }>;
  list(): Promise<readonly Merchant[]>;
  change(appCode: string, change: MerchantChange): Promise<Merchant>;
  /**
   * Makes a new key; the newest before it goes on verifying for `overlapMs`, any older one ends at once.
   *
   * @param minimumAlgorithm weakest algorithm the new key verifies with, MD5 when left out.
   */
  rotateKey(
    appCode: string,
    overlapMs: number,
    minimumAlgorithm?: DigestAlgorithm,
  ): Promise<{ readonly clientKey: string; readonly olderExpireAtMs: number }>;
  keys(appCode: string): Promise<readonly KeySummary[]>;
}

/** An administrator's request that cannot be carried out; the message names the field and the mend. */
export class AdministrationError extends Error {
  override readonly name = 'AdministrationError';
  /** `unknown` when the thing named does not exist, `conflict` when it exists already. */
  readonly reason: 'invalid' | 'unknown' | 'conflict';

  constructor(reason: 'invalid' | 'unknown' | 'conflict', message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Longest time an older key may live on beside a new one: seven days. */
export const KEY_OVERLAP_MS_MAX = 7 * 86_400_000;

const CREDENTIAL_BYTES = 16;
const STORE_ID_LENGTH = 10;
const STORE_ID_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Administration on the gateway's own store. */
export class StoreAdministration implements MerchantAdministration {
  readonly #store: Store;
  readonly #vault: KeyVault;
  readonly #directory: MerchantDirectory;
  readonly #clock: Clock;
  readonly #randomBytes: RandomBytes;
  readonly #addressProblem: AddressProblem | undefined;
  readonly #keyUse: KeyUse | undefined;

  /**
   * @param addressProblem which addresses notifications may go to; by default only their form is checked.
   * @param keyUse what is asked for the uses it has not written yet; absent while no gateway runs.
   */
  constructor(
    store: Store,
    vault: KeyVault,
    directory: MerchantDirectory,
    clock: Clock,
    randomBytes: RandomBytes,
    addressProblem?: AddressProblem,
    keyUse?: KeyUse,
  ) {
    this.#keyUse = keyUse;
    this.#addressProblem = addressProblem;
    this.#store = store;
    this.#vault = vault;
    this.#directory = directory;
    this.#clock = clock;
    this.#randomBytes = randomBytes;
  }

  async add(request: NewMerchant): Promise<{ merchant: Merchant; clientKey: string }> {
    reject(checkNewMerchant(request, this.#addressProblem));
    const appCode = this.#credential();
    const merchant: Merchant = {
      merchantNumber: 0,
      appCode,
      name: request.name,
      kind: request.kind,
      status: 'active',
      payTypes: request.payTypes ?? PAY_TYPES,
      routes: {},
      currencies: request.currencies ?? ['HKD'],
      notifyUrl: request.notifyUrl ?? '',
      notifyPrefixes: request.notifyPrefixes ?? [],
      signaturePolicy: request.signaturePolicy ?? { minimumAlgorithm: 'MD5', rawValuesAllowed: true },
      requestsPerSecondMax: request.requestsPerSecondMax ?? 100,
      requestsPerMinuteMax: request.requestsPerMinuteMax ?? 400,
      stores: (request.stores ?? []).map(({ storeId, name }) => ({
        storeId: storeId ?? this.#newStoreId(),
        name,
        status: 'active',
      })),
      createdAtMs: this.#clock.nowMs(),
    };
    const { clientKey, key } = this.#newKey(appCode);
    if (!(await this.#store.addMerchant(merchant, key))) {
      throw new AdministrationError('conflict', 'stores: a store id is taken already; choose another one');
    }
    return { merchant: await this.#mustFind(appCode), clientKey };
  }

  list(): Promise<readonly Merchant[]> {
    return this.#store.listMerchants();
  }

  async change(appCode: string, change: MerchantChange): Promise<Merchant> {
    reject(checkMerchantChange(change, this.#addressProblem));
    for (const { storeId } of change.stores ?? []) await this.#assertNotForeign(appCode, storeId);
    const merchant = await this.#store.changeMerchant(appCode, change, this.#clock.nowMs());
    if (merchant === undefined) throw unknownAppCode(appCode);
    this.#directory.forget(appCode);
    return merchant;
  }

  async rotateKey(
    appCode: string,
    overlapMs: number,
    minimumAlgorithm: DigestAlgorithm = 'MD5',
  ): Promise<{ clientKey: string; olderExpireAtMs: number }> {
    if (minimumAlgorithm !== 'MD5' && minimumAlgorithm !== 'SHA256') {
      throw new AdministrationError('invalid', 'minimum algorithm: must be MD5 or SHA256');
    }
    if (!Number.isSafeInteger(overlapMs) || overlapMs < 0 || overlapMs > KEY_OVERLAP_MS_MAX) {
      throw new AdministrationError('invalid', 'overlap: must be from 0 to 7 days');
    }
    await this.#mustFind(appCode);
    const { clientKey, key } = this.#newKey(appCode);
    const olderExpireAtMs = this.#clock.nowMs() + overlapMs;
    await this.#store.rotateKey(appCode, { ...key, minimumAlgorithm }, olderExpireAtMs);
    this.#directory.forget(appCode);
    return { clientKey, olderExpireAtMs };
  }

  async keys(appCode: string): Promise<readonly KeySummary[]> {
    await this.#mustFind(appCode);
    await this.#keyUse?.flush(appCode);
    const keys = await this.#store.listKeys(appCode);
    return keys.map((key) => ({
      keyId: key.keyId,
      createdAtMs: key.createdAtMs,
      expiresAtMs: key.expiresAtMs,
      minimumAlgorithm: key.minimumAlgorithm,
      firstUsedAtMs: key.firstUsedAtMs,
      oldUses: key.oldUses,
      lastOldUseAtMs: key.lastOldUseAtMs,
      fingerprint: createHash('sha256')
        .update(this.#vault.open(appCode, key.keyId, key.sealed))
        .digest('hex')
        .slice(0, 8),
    }));
  }

  #newKey(appCode: string): { clientKey: string; key: NewClientKey } {
    const clientKey = this.#credential();
    const keyId = Buffer.from(this.#randomBytes(8)).toString('hex');
    const sealed = this.#vault.seal(appCode, keyId, clientKey);
    return { clientKey, key: { keyId, sealed, createdAtMs: this.#clock.nowMs() } };
  }

  #credential(): string {
    return Buffer.from(this.#randomBytes(CREDENTIAL_BYTES)).toString('hex').toUpperCase();
  }

  #newStoreId(): string {
    return Array.from(
      this.#randomBytes(STORE_ID_LENGTH),
      (byte) => STORE_ID_LETTERS[byte % STORE_ID_LETTERS.length],
    ).join('');
  }

  async #mustFind(appCode: string): Promise<Merchant> {
    const merchant = await this.#store.findMerchant(appCode);
    if (merchant === undefined) throw unknownAppCode(appCode);
    return merchant;
  }

  async #assertNotForeign(appCode: string, storeId: string): Promise<void> {
    const merchants = await this.#store.listMerchants();
    const owner = merchants.find(({ stores }) => stores.some((store) => store.storeId === storeId));
    if (owner !== undefined && owner.appCode !== appCode) {
      throw new AdministrationError(
        'conflict',
        `stores: ${storeId} belongs to another merchant; choose another id`,
      );
    }
  }
}

function unknownAppCode(appCode: string): AdministrationError {
  return new AdministrationError(
    'unknown',
    `app code: there is no merchant ${appCode}; see opencpm merchant list`,
  );
}

function reject(problem: string | undefined): void {
  if (problem !== undefined) throw new AdministrationError('invalid', problem);
}

/** All currencies, for merchants that take every one. */
export const ALL_CURRENCIES: readonly CurrencyCode[] = Array.from(CURRENCIES.values(), ({ code }) => code);
