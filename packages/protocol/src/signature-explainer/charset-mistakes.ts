import { gbkBytes, latin1Bytes, misreadAsLatin1, utf16Bytes } from './charsets.ts';
import { type SigningMistake, simpleMistake } from './signing-mistake.ts';

const UTF8 = 'Turn the text into bytes as UTF-8: getBytes(UTF_8), encode("utf-8").';
const NOT_ASCII = /[^\x00-\x7f]/u;

function charsetMistake(
  id: string,
  text: string,
  encode: (text: string) => Uint8Array,
  always: boolean,
): SigningMistake {
  return simpleMistake(id, text, UTF8, ({ parameters }) =>
    always || parameters.some(({ value }) => NOT_ASCII.test(value)) ? { encode } : undefined,
  );
}

function valuesMistake(
  id: string,
  text: string,
  mend: string,
  change: (value: string) => string,
): SigningMistake {
  return simpleMistake(id, text, mend, ({ parameters }) =>
    parameters.some(({ value }) => change(value) !== value)
      ? { parameters: parameters.map((one) => ({ ...one, value: change(one.value) })) }
      : undefined,
  );
}

/** Mistakes that show with characters beyond ASCII only. */
export const CHARSET_MISTAKES: readonly SigningMistake[] = [
  charsetMistake('charset_gbk', 'The text was hashed in GBK instead of UTF-8', gbkBytes, false),
  charsetMistake(
    'charset_latin1',
    'The text was hashed in Latin-1 or ASCII instead of UTF-8',
    latin1Bytes,
    false,
  ),
  charsetMistake('charset_utf16', 'The text was hashed in UTF-16 instead of UTF-8', utf16Bytes, true),
  valuesMistake(
    'charset_misread',
    'UTF-8 was read as Latin-1 and turned into UTF-8 a second time',
    'Read the values as UTF-8 before they are signed.',
    misreadAsLatin1,
  ),
  valuesMistake(
    'unicode_composed',
    'Accents and letters were joined (Unicode NFC) before signing, and sent apart',
    'Sign exactly the characters that are sent; normalise before both or not at all.',
    (value) => value.normalize('NFC'),
  ),
  valuesMistake(
    'unicode_decomposed',
    'Letters were split from their accents (Unicode NFD) before signing, and sent joined',
    'Sign exactly the characters that are sent; normalise before both or not at all.',
    (value) => value.normalize('NFD'),
  ),
  valuesMistake(
    'unicode_compatibility',
    'Characters were replaced by similar ones (Unicode NFKC) before signing',
    'Sign exactly the characters that are sent; normalise before both or not at all.',
    (value) => value.normalize('NFKC'),
  ),
  valuesMistake(
    'values_unicode_escaped',
    'Characters beyond ASCII were signed as \\u escapes, as JSON writers put them',
    'Sign the characters themselves.',
    unicodeEscaped,
  ),
  valuesMistake(
    'characters_beyond_ascii_lost',
    'Characters beyond ASCII were left out of the signed text',
    'Sign each value as it is sent.',
    (value) => value.replaceAll(/[^\x00-\x7f]/gu, ''),
  ),
];

/** A text with everything beyond ASCII as `\uXXXX`, as JSON writers of Python and PHP put it. */
export function unicodeEscaped(text: string): string {
  return text.replaceAll(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
