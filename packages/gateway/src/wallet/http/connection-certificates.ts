import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import type { KeyFact } from '../connector-description.ts';
import { describeKey, keyFingerprint } from '../key-fingerprint.ts';
import { certificateFact, certificatesOf } from '../pem-certificates.ts';
import type { ConnectionSettings } from './connection-settings.ts';

type TlsSettings = Pick<ConnectionSettings, 'tlsCertificate' | 'tlsKey' | 'tlsAuthorities'>;

/**
 * What is wrong with keys and certificates of TLS that can each be read as PEM; one line each, naming the setting. TLS itself
 * would say it only at the first call, and of authorities it cannot read not even then.
 */
export function connectionContradictions(settings: TlsSettings): readonly string[] {
  const { tlsCertificate, tlsKey, tlsAuthorities } = settings;
  return [
    ...(tlsCertificate === undefined && tlsKey !== undefined
      ? ['tls_certificate: is missing; tls_key goes with it']
      : []),
    ...(tlsCertificate === undefined ? [] : problemsOfCertificate(tlsCertificate, tlsKey)),
    ...(tlsAuthorities === undefined || readCertificates(tlsAuthorities).length > 0
      ? []
      : ['tls_authorities: must hold certificates, PEM']),
  ];
}

/** Keys and certificates of the way to a wallet, as `opencpm doctor` shows them. */
export function connectionKeys({ tlsCertificate, tlsKey, tlsAuthorities }: TlsSettings): readonly KeyFact[] {
  const key = tlsKey === undefined ? undefined : readKey(tlsKey);
  return [
    ...(tlsCertificate === undefined
      ? []
      : readCertificates(tlsCertificate).map(certificateFact('tls_certificate'))),
    ...(key === undefined
      ? []
      : [{ setting: 'tls_key', what: describeKey(key), fingerprint: keyFingerprint(key) }]),
    ...(tlsAuthorities === undefined
      ? []
      : readCertificates(tlsAuthorities).map(certificateFact('tls_authorities'))),
  ];
}

function problemsOfCertificate(pem: string, tlsKey: string | undefined): readonly string[] {
  const [own] = readCertificates(pem);
  if (own === undefined) return ['tls_certificate: must hold a certificate, PEM'];
  if (tlsKey === undefined) return ['tls_key: is missing; it goes with tls_certificate'];
  const key = readKey(tlsKey);
  if (key === undefined) return ['tls_key: must hold a private key without a pass phrase, PEM'];
  return own.checkPrivateKey(key)
    ? []
    : ['tls_key: does not belong to tls_certificate, whose own comes first'];
}

/** None when one of them cannot be read. */
function readCertificates(pem: string): readonly X509Certificate[] {
  try {
    return certificatesOf(pem);
  } catch {
    return [];
  }
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    // Node's own words about a key may quote it.
    return undefined;
  }
}
