import type { Store } from '../store/store.ts';
import type { KeyVault } from './key-vault.ts';
import type { Merchant } from './merchant.ts';

/** A key of a merchant, ready for use. */
export interface ClientKey {
  readonly keyId: string;
  readonly secret: string;
  readonly expiresAtMs: number | undefined;
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

  constructor(store: Store, vault: KeyVault) {
    this.#store = store;
    this.#vault = vault;
  }

  /** @throws KeyVaultProblem when a key of the merchant cannot be opened. */
  async find(appCode: string): Promise<MerchantAccess | undefined> {
    const known = this.#known.get(appCode);
    if (known !== undefined) return known;
    const merchant = await this.#store.findMerchant(appCode);
    if (merchant === undefined) return undefined;
    const access = { merchant, keys: await this.#openKeys(appCode) };
    this.#known.set(appCode, access);
    return access;
  }

  /** Reads the merchant anew at its next request. Called after every change. */
  forget(appCode: string): void {
    this.#known.delete(appCode);
  }

  async #openKeys(appCode: string): Promise<readonly ClientKey[]> {
    const stored = await this.#store.listKeys(appCode);
    return stored.map(({ keyId, sealed, expiresAtMs }) => ({
      keyId,
      secret: this.#vault.open(appCode, keyId, sealed),
      expiresAtMs,
    }));
  }
}
