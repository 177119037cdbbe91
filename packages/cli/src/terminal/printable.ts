const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Makes a text from outside harmless on a terminal: control characters, escape sequences, line ends and characters
 * that turn the direction of writing become a replacement mark. Answers of a gateway may hold anything.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd');
}
