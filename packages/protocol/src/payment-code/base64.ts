const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const STRICT_BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Decodes standard base64 (RFC 4648, `+ / =`) strictly. Missing padding is tolerated, because some scanners strip it;
 * nothing else is: no blanks, no URL-safe letters, no surplus padding, no bits set beyond the last byte.
 *
 * @returns the bytes, or undefined when the text is not base64.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (!STRICT_BASE64.test(text)) return undefined;
  const body = text.replace(/=+$/, '');
  const missing = (4 - (body.length % 4)) % 4;
  if (missing === 3 || text.length - body.length > missing) return undefined;

  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let bits = 0;
  let bitCount = 0;
  let filled = 0;
  for (const letter of body) {
    bits = ((bits << 6) | ALPHABET.indexOf(letter)) & 0xffff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      bytes[filled++] = bits >> bitCount;
    }
  }
  // Every byte string has one spelling only: the bits left over from the last letter must be zero.
  return (bits & ((1 << bitCount) - 1)) === 0 ? bytes : undefined;
}
