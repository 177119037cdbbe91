import type { DigestAlgorithm } from '@opencpm/protocol';
import type { Store } from '../store/store.ts';
import type { KeyVault } from './key-vault.ts';
import type { Merchant } from './merchant.ts';

/** A key of a merchant, ready for use. */
export interface ClientKey {
  readonly keyId: string;
  readonly secret: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | undefined;
  /** Weakest algorithm it verifies with. */
  readonly minimumAlgorithm: DigestAlgorithm;
  /** When the first request signed with it was seen, as of the last time the store was read. */
  readonly firstUsedAtMs: number | undefined;
}

/** A merchant with its opened keys, the newest first. */
export interface MerchantAccess {
  readonly merchant: Merchant;
  readonly keys: readonly ClientKey[];
}

/**
 * Finds merchants by app code and keeps those that were found, with their keys opened, until they change. Unknown app
 * codes are not kept: they would let a stranger fill the memory.
 */
export class MerchantDirectory {
  readonly #store: Store;
  readonly #vault: KeyVault;
  readonly #known = new Map<string, MerchantAccess>();
  /** Every merchant whose number may stand in a transaction of this process. */
  readonly #byNumber = new Map<number, Pick<Merchant, 'appCode' | 'kind'>>();
  /** How often a change was told. */
  #changes = 0;

  constructor(store: Store, vault: KeyVault) {
    this.#store = store;
    this.#vault = vault;
  }

  /** @throws KeyVaultProblem when a key of the merchant cannot be opened. */
  async find(appCode: string): Promise<MerchantAccess | undefined> {
    const known = this.#known.get(appCode);
    if (known !== undefined) return known;
    const changes = this.#changes;
    const merchant = await this.#store.findMerchant(appCode);
    if (merchant === undefined) return undefined;
    this.learn(merchant);
    const access = { merchant, keys: await this.#openKeys(appCode) };
    // What was read around a change may be from before it: a key that was ended, a merchant that was disabled.
    if (this.#changes === changes) this.#known.set(appCode, access);
    return access;
  }

  /**
   * Keeps whose number it is. Called at a start for every merchant in the store; later ones are learned with their first
   * request, before anything is stored for them.
   */
  learn({ merchantNumber, appCode, kind }: Merchant): void {
    this.#byNumber.set(merchantNumber, { appCode, kind });
  }

  /** Whether a merchant is a partner, by its number in the store. */
  isPartner(merchantNumber: number): boolean {
    return this.#byNumber.get(merchantNumber)?.kind === 'partner';
  }

  /** @throws KeyVaultProblem when a key of the merchant cannot be opened. */
  async findByNumber(merchantNumber: number): Promise<MerchantAccess | undefined> {
    const known = this.#byNumber.get(merchantNumber);
    return known === undefined ? undefined : this.find(known.appCode);
  }

  /** Reads the merchant anew at its next request. Called after every change. */
  forget(appCode: string): void {
    this.#changes += 1;
    this.#known.delete(appCode);
  }

  async #openKeys(appCode: string): Promise<readonly ClientKey[]> {
    const stored = await this.#store.listKeys(appCode);
    return stored.map(({ keyId, sealed, createdAtMs, expiresAtMs, minimumAlgorithm, firstUsedAtMs }) => ({
      keyId,
      secret: this.#vault.open(appCode, keyId, sealed),
      createdAtMs,
      expiresAtMs,
      minimumAlgorithm,
      firstUsedAtMs,
    }));
  }
}
