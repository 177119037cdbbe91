import type { ResponseCode } from '../catalogue.ts';

/**
 * What the cashier says or does after each code, in one language: short imperative sentences. A language is a module of
 * its own, so that a page loads only those it shows. A code without words does not compile.
 *
 * `unlisted` stands for every code the catalogue does not know. Nobody can tell what such a code means for the money, so
 * it forbids another charge until somebody has looked.
 */
export type CashierWords = Readonly<Record<ResponseCode | 'unlisted', string>>;

/**
 * The words for a code as it came over the wire.
 *
 * @param words one language, such as `CASHIER_WORDS` of `cashier/en.ts`.
 * @param respcd any text; what is no code of the catalogue gets the words for unlisted codes.
 */
export function cashierWords(words: CashierWords, respcd: string): string {
  return isListed(words, respcd) ? words[respcd] : words.unlisted;
}

function isListed(words: CashierWords, respcd: string): respcd is keyof CashierWords {
  return Object.hasOwn(words, respcd);
}
