import { type KeyObject, X509Certificate } from 'node:crypto';

/** Certificates between the one that signs and a trusted one at most. */
const CHAIN_MAX = 4;

/** Trust in the certificates that come with answers. */
export interface CertificateTrust {
  /** Roots and intermediates of UnionPay, as the operator got them. */
  readonly authorities: readonly X509Certificate[];
  /** Part of the owner's name that must be there. */
  readonly signerName: string;
}

/** The key of a certificate that came with an answer, or why it is not believed. Remembers what it has looked at. */
export class WalletCertificates {
  readonly #trust: CertificateTrust;
  /** The last one that was believed; UnionPay changes its certificate once in years. */
  #known: { readonly pem: string; readonly certificate: X509Certificate } | undefined;

  constructor(trust: CertificateTrust) {
    this.#trust = trust;
  }

  /** @param pem as it stands in `signPubKeyCert`. */
  keyOf(pem: string, nowMs: number): { readonly key: KeyObject } | { readonly flaw: string } {
    const certificate = this.#known?.pem === pem ? this.#known.certificate : readCertificate(pem);
    if (certificate === undefined) return { flaw: 'carries no certificate' };
    if (!isInForce(certificate, nowMs)) return { flaw: 'is signed with a certificate that is not in force' };
    if (this.#known?.pem !== pem) {
      const flaw = this.#flawOf(certificate, nowMs);
      if (flaw !== undefined) return { flaw };
      this.#known = { pem, certificate };
    }
    return { key: certificate.publicKey };
  }

  #flawOf(certificate: X509Certificate, nowMs: number): string | undefined {
    const { authorities, signerName } = this.#trust;
    if (!certificate.subject.includes(signerName)) {
      return 'is signed with a certificate of somebody else';
    }
    return isTrusted(certificate, authorities, nowMs)
      ? undefined
      : 'is signed with a certificate that no authority of ours vouches for';
  }
}

/** Whether a chain leads from a certificate to a trusted one that vouches for itself. */
function isTrusted(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
  nowMs: number,
): boolean {
  let current = certificate;
  for (let step = 0; step < CHAIN_MAX; step += 1) {
    const anchor = authorities.some(
      (authority) => authority.raw.equals(current.raw) && vouchesFor(authority, authority),
    );
    if (anchor) return true;
    const issuer = authorities.find(
      (authority) =>
        !authority.raw.equals(current.raw) && isInForce(authority, nowMs) && vouchesFor(authority, current),
    );
    if (issuer === undefined) return false;
    current = issuer;
  }
  return false;
}

function vouchesFor(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isInForce({ validFromDate, validToDate }: X509Certificate, nowMs: number): boolean {
  return validFromDate.getTime() <= nowMs && nowMs <= validToDate.getTime();
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
