const LENGTH = 10;
/** Letters and digits that are not mistaken for each other when read aloud or typed. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
const FAIR_BYTES = 256 - (256 % LETTERS.length);

/** Makes up an `mchid` of ten letters and digits. */
export function freshStoreId(randomBytes: (count: number) => Uint8Array): string {
  let id = '';
  while (id.length < LENGTH) {
    const [byte = 255] = randomBytes(1);
    // Bytes beyond the last whole round would favour the first letters.
    if (byte < FAIR_BYTES) id += LETTERS[byte % LETTERS.length];
  }
  return id;
}
