/**
 * One BER-TLV object as hexadecimal. Lengths have their shortest form, as EMV has them: one byte below 0x80, else `81 LL`
 * or `82 LL LL`.
 *
 * @param tag hexadecimal.
 * @param valueHex hexadecimal, below 65,536 bytes.
 */
export function tlv(tag: string, valueHex: string): string {
  const length = valueHex.length / 2;
  const hex = length.toString(16);
  if (length < 0x80) return tag + hex.padStart(2, '0') + valueHex;
  return `${tag}${length < 0x100 ? `81${hex}` : `82${hex.padStart(4, '0')}`}${valueHex}`;
}

/** Hexadecimal of ASCII text. */
export function asciiHex(text: string): string {
  return Buffer.from(text, 'ascii').toString('hex');
}
