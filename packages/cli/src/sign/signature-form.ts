import type { HashName } from './signing-plan.ts';

/** A signature as hex digits, or what is wrong with its form. */
export type SignatureForm =
  | {
      readonly ok: true;
      /** Upper-case hex. */
      readonly hex: string;
      /** The hash whose digests have this length. */
      readonly hash: HashName;
      /** Whether it was base64 and had to be turned into hex. */
      readonly wasBase64: boolean;
    }
  | { readonly ok: false; readonly problem: string };

const HEX = /^[0-9A-Fa-f]+$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const HASH_OF_LENGTH: ReadonlyMap<number, HashName> = new Map([
  [32, 'MD5'],
  [40, 'SHA1'],
  [64, 'SHA256'],
  [128, 'SHA512'],
]);

/** Reads a signature; one in base64 is understood, because the mistake is common, and reported as such. */
export function readSignatureForm(signature: string): SignatureForm {
  const text = signature.trim();
  const hash = HEX.test(text) ? HASH_OF_LENGTH.get(text.length) : undefined;
  if (hash !== undefined) return { ok: true, hex: text.toUpperCase(), hash, wasBase64: false };
  const hex = BASE64.test(text) ? hexOfBase64(text) : '';
  const base64Hash = HASH_OF_LENGTH.get(hex.length);
  if (base64Hash !== undefined) return { ok: true, hex, hash: base64Hash, wasBase64: true };
  const found = HEX.test(text)
    ? `${text.length} hex digits`
    : `${text.length} characters that are not all hex digits`;
  return {
    ok: false,
    problem: `a signature is 32 hex digits (MD5) or 64 (SHA256), and this has ${found}`,
  };
}

function hexOfBase64(text: string): string {
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase();
  } catch {
    return '';
  }
}
