import type { FoundMistake } from './signing-mistake.ts';
import type { HashName } from './signing-plan.ts';

/** One way to read a signature: which hash made it, and how its digest was written down. */
export interface SignatureReading {
  readonly hash: HashName;
  /** What is wrong with the way it is written; `undefined` for hex digits. */
  readonly mistake: FoundMistake | undefined;
  /** Whether a digest, in upper-case hex, would be written like this. */
  matches(hex: string): boolean;
}

/** Every way to read a signature, or what is wrong with its form. */
export type SignatureForm =
  | { readonly ok: true; readonly readings: readonly SignatureReading[] }
  | { readonly ok: false; readonly problem: string };

const HEX = /^[0-9A-Fa-f]+$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const HASH_OF_LENGTH: ReadonlyMap<number, HashName> = new Map([
  [32, 'MD5'],
  [40, 'SHA1'],
  [64, 'SHA256'],
  [128, 'SHA512'],
]);
/** Fewer digits could be part of a digest by chance. */
const PART_MIN = 8;
const ZEROS_LOST_MAX = 4;

const HEX_MEND = 'Send the hex digits of the digest, all of them, and nothing else.';
const PAD_MEND = 'Write every byte of the digest with two hex digits.';

/** Reads a signature. The usual mistakes of writing a digest down are understood and reported as such. */
export function readSignatureForm(signature: string): SignatureForm {
  const text = signature.trim();
  const bare = text.replace(/^0x/i, '').replaceAll(/["'\s:-]/g, '');
  const readings = HEX.test(bare) ? hexReadings(bare.toUpperCase(), bare !== text) : [];
  const fromBase64 = BASE64.test(text) ? base64Readings(text) : [];
  const all = [...readings, ...fromBase64];
  return all.length > 0 ? { ok: true, readings: all } : { ok: false, problem: problemOf(text) };
}

function hexReadings(hex: string, decorated: boolean): readonly SignatureReading[] {
  const hash = HASH_OF_LENGTH.get(hex.length);
  const decoration = decorated
    ? mistake('decorated', 'The digest was written with separators, quotes or 0x', HEX_MEND)
    : undefined;
  const whole = hash === undefined ? [] : [reading(hash, decoration, (digest) => digest === hex)];
  return [...whole, ...(hex.length < PART_MIN ? [] : brokenReadings(hex))];
}

/** Readings of digits that are too few or too many for their hash. */
function brokenReadings(hex: string): readonly SignatureReading[] {
  return (['MD5', 'SHA256'] as const).flatMap((hash) => [
    reading(hash, mistake('zeros_lost', 'The digest lost the zeros in front of it', PAD_MEND), (digest) =>
      lostZeros(digest, hex),
    ),
    reading(
      hash,
      mistake('bytes_not_padded', 'Bytes below 16 were written with one hex digit', PAD_MEND),
      (digest) => digest !== hex && digest.replaceAll(/(?:0(.)|(..))/g, '$1$2') === hex,
    ),
    reading(
      hash,
      mistake('bytes_sign_extended', 'Bytes above 127 were written with eight hex digits', PAD_MEND),
      (digest) => hex.length > digest.length && signExtended(digest) === hex,
    ),
    reading(
      hash,
      mistake('digest_cut', 'Only a part of the digest was sent', HEX_MEND),
      (digest) => hex.length < digest.length && digest.includes(hex),
    ),
  ]);
}

function lostZeros(digest: string, hex: string): boolean {
  const lost = digest.length - hex.length;
  return lost > 0 && lost <= ZEROS_LOST_MAX && digest === '0'.repeat(lost) + hex;
}

/** What Java and C write for a signed byte without masking it. */
function signExtended(digest: string): string {
  return digest.replaceAll(/../g, (pair) => {
    const byte = Number.parseInt(pair, 16);
    return byte > 127 ? `FFFFFF${pair}` : byte.toString(16).toUpperCase();
  });
}

function base64Readings(text: string): readonly SignatureReading[] {
  const bytes = bytesOfBase64(text);
  const hex = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  const base64 = mistake('base64', 'The digest was written in base64', 'Write it in hex digits.');
  const twice = mistake('base64_of_hex', 'The hex digits were written in base64', HEX_MEND);
  return [
    ...ofLength(hex.toUpperCase(), base64),
    ...(HEX.test(bytes) ? ofLength(bytes.toUpperCase(), twice) : []),
  ];
}

function ofLength(hex: string, written: FoundMistake): readonly SignatureReading[] {
  const hash = HASH_OF_LENGTH.get(hex.length);
  return hash === undefined ? [] : [reading(hash, written, (digest) => digest === hex)];
}

function bytesOfBase64(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return '';
  }
}

function reading(
  hash: HashName,
  written: FoundMistake | undefined,
  matches: (hex: string) => boolean,
): SignatureReading {
  return { hash, mistake: written, matches };
}

function mistake(id: string, text: string, mend: string): FoundMistake {
  return { id, text, mend, particular: '' };
}

function problemOf(text: string): string {
  const found = HEX.test(text)
    ? `${text.length} hex digits`
    : `${text.length} characters that are not all hex digits`;
  return `a signature is 32 hex digits (MD5) or 64 (SHA256), and this has ${found}`;
}
