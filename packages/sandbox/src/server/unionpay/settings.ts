import type { KeyObject } from 'node:crypto';
import type { CurrencyCode } from '@opencpm/protocol';
import type { CertificateIssuer } from '../certificate.ts';

/** A merchant that may sign messages. */
export interface UnionPayMerchant {
  /** `merId`, 15 letters and digits. */
  readonly merchantId: string;
  /** The registered name: what the payer sees of a payment that names no shop behind this one. */
  readonly name: string;
  readonly publicKey: KeyObject;
  /** `certId` of its certificate, decimal; for ACP. */
  readonly certificateNumber: string;
  /** `serProvId`; for the partner platform. */
  readonly serviceProviderId: string;
  readonly currencies: readonly CurrencyCode[];
}

/** What UnionPay signs its answers with. */
export interface UnionPayIdentity {
  readonly privateKey: KeyObject;
  /** Its certificate, PEM, sent along with every answer of ACP. */
  readonly certificate: string;
  /** Who vouches for the keys that follow; the key itself, by the name in its own certificate, when left out. */
  readonly authority?: CertificateIssuer;
}
