import type { CurrencyCode } from '@opencpm/protocol';
import type { SignerCertificate } from './authorization.ts';

/** Which wallets a shop may charge: the mainland's, Hong Kong's, or both. */
export type ShopKind = 'mainland' | 'hk' | 'fusion';

/** A shop as the wallet knows it. */
export interface Shop {
  /** Number the shop is charged under: `sub_mchid`, or `mchid` of a direct merchant. */
  readonly number: string;
  /** Who signs for it: an institution, or the shop itself. */
  readonly signer: string;
  /** The registered name: what the payer sees of a payment that names no store. */
  readonly name: string;
  readonly kind: ShopKind;
  readonly currencies: readonly CurrencyCode[];
  /** Merchant category codes that are open for it. */
  readonly categoryCodes: readonly string[];
}

/** Whoever holds keys at the wallet: an institution, or a direct merchant. */
export interface Contract {
  readonly mchid: string;
  readonly mode: 'institution' | 'direct';
  /** Public ids that belong to it. */
  readonly appids: readonly string[];
  /** 32 characters. */
  readonly apiV3Key: string;
  readonly certificates: readonly SignerCertificate[];
  readonly shops: readonly Shop[];
}

/** The contracts of the wallet, by number. */
export class ContractBook {
  readonly #contracts = new Map<string, Contract>();

  /** Adds a contract or puts another in its place. */
  put(contract: Contract): void {
    this.#contracts.set(contract.mchid, contract);
  }

  find(mchid: string): Contract | undefined {
    return this.#contracts.get(mchid);
  }

  certificatesOf(mchid: string): readonly SignerCertificate[] {
    return this.#contracts.get(mchid)?.certificates ?? [];
  }
}
