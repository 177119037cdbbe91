import { X509Certificate } from 'node:crypto';
import type { KeyFact } from './connector-description.ts';
import { describeKey, keyFingerprint } from './key-fingerprint.ts';

/** The certificates of a PEM text, in their order. @throws Error when one of them cannot be read. */
export function certificatesOf(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

/** A certificate as `opencpm doctor` shows it. @param setting that holds it. */
export function certificateFact(setting: string): (certificate: X509Certificate) => KeyFact {
  return ({ publicKey, validToDate }) => ({
    setting,
    what: `certificate, ${describeKey(publicKey)}`,
    fingerprint: keyFingerprint(publicKey),
    expiresAtMs: validToDate.getTime(),
  });
}
