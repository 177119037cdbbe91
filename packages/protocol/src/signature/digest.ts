/** The two digests of the wire; `X-QF-SIGNTYPE` names one, MD5 when the header is absent (contract section 3.1). */
export type DigestAlgorithm = 'MD5' | 'SHA256';

/**
 * Hashes the UTF-8 bytes of a text and returns upper-case hex. Handed in, because browsers, workers and Node bring
 * hash functions in different places and this package depends on none.
 */
export type DigestHex = (algorithm: DigestAlgorithm, text: string) => string;

const HEX_DIGITS: Record<DigestAlgorithm, RegExp> = {
  MD5: /^[0-9A-Fa-f]{32}$/,
  SHA256: /^[0-9A-Fa-f]{64}$/,
};

/**
 * Reads the value of `X-QF-SIGNTYPE`, without regard to letter case.
 *
 * @returns the algorithm, or `undefined` for a word the wire does not know.
 */
export function parseSignType(header: string | undefined): DigestAlgorithm | undefined {
  if (header === undefined) return 'MD5';
  const word = header.toUpperCase();
  return word === 'MD5' || word === 'SHA256' ? word : undefined;
}

/** Whether a text has the form of a digest of this algorithm: 32 or 64 hex digits in either case. */
export function isDigestHex(algorithm: DigestAlgorithm, text: string): boolean {
  return HEX_DIGITS[algorithm].test(text);
}

/**
 * Compares a hex digest with a received text without regard to case, in a time that depends on the lengths only.
 */
export function equalDigests(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) {
    difference |= foldCase(left.charCodeAt(index)) ^ foldCase(right.charCodeAt(index));
  }
  return difference === 0;
}

/**
 * Folds A-F onto a-f without a branch: bit 6, which letters have and digits lack, sets bit 5. Nothing but the other
 * case of the same letter is folded onto a hex digit.
 */
function foldCase(unit: number): number {
  return unit | ((unit & 0x40) >> 1);
}
