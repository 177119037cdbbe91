const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LETTERS = 10;
const CHANCE_LETTERS = 16;

/**
 * A fresh order number: a prefix and a ULID, whose numbers grow with time, so that no two tills ever make the same one.
 *
 * @param prefix letters and digits of the till.
 */
export function freshOrderNumber(
  prefix: string,
  nowMs: number,
  randomBytes: (length: number) => Uint8Array,
): string {
  let time = '';
  let rest = nowMs;
  for (let place = 0; place < TIME_LETTERS; place += 1) {
    time = `${ALPHABET[rest % 32]}${time}`;
    rest = Math.floor(rest / 32);
  }
  const chance = Array.from(randomBytes(CHANCE_LETTERS), (byte) => ALPHABET[byte % 32]).join('');
  return `${prefix}${time}${chance}`;
}
