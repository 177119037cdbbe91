/** Leading and trailing bytes of the two-byte characters of GBK. */
const GBK_LEADS = { from: 0x81, to: 0xfe } as const;
const GBK_TRAILS = { from: 0x40, to: 0xfe } as const;

const QUESTION_MARK = 0x3f;

let gbkTable: ReadonlyMap<string, number> | undefined;

/** A text in Latin-1, with a question mark for every character that has no place in it. */
export function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(Array.from(text, (character) => byteOf(character, 0xff)));
}

/** A text in GBK, with a question mark for every character that has no place in it. */
export function gbkBytes(text: string): Uint8Array {
  gbkTable ??= readGbkTable();
  const table = gbkTable;
  return Uint8Array.from(
    Array.from(text).flatMap((character) => {
      const pair = table.get(character);
      return pair === undefined ? [byteOf(character, 0x7f)] : [pair >> 8, pair & 0xff];
    }),
  );
}

/** A text in UTF-16, two bytes a unit, the low one first. */
export function utf16Bytes(text: string): Uint8Array {
  const units = Array.from({ length: text.length }, (_unused, index) => text.charCodeAt(index));
  return Uint8Array.from(units.flatMap((unit) => [unit & 0xff, unit >> 8]));
}

/** What stands on a screen when the UTF-8 bytes of a text are taken for Latin-1. */
export function misreadAsLatin1(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

function byteOf(character: string, last: number): number {
  const codePoint = character.codePointAt(0) ?? QUESTION_MARK;
  return codePoint <= last ? codePoint : QUESTION_MARK;
}

/** Platforms read GBK but do not write it, so the table is what reading every pair of bytes gives. */
function readGbkTable(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gbk');
  const table = new Map<string, number>();
  for (let lead: number = GBK_LEADS.from; lead <= GBK_LEADS.to; lead += 1) {
    for (let trail: number = GBK_TRAILS.from; trail <= GBK_TRAILS.to; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (Array.from(character).length === 1 && character !== '\ufffd' && !table.has(character)) {
        table.set(character, (lead << 8) | trail);
      }
    }
  }
  return table;
}
