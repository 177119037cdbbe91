import type { WalletFamily } from '@opencpm/protocol';
import type { Book } from './book/book.ts';
import type { StoredCode } from './book/codes.ts';
import { readPaymentCode } from './payment-code/read-code.ts';

/** Whose a payment code is. */
export type FoundCode =
  /** It has not the shape of this family's codes. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'issued'; readonly code: StoredCode }
  /** Not as a phone shows it: an EMV text with other bytes, or the number of the card alone. */
  | { readonly kind: 'altered'; readonly like: StoredCode }
  /** An issued code without its last digits. */
  | { readonly kind: 'cut'; readonly like: StoredCode }
  /** No phone has issued it; its digits choose the outcome. */
  | { readonly kind: 'test'; readonly digits: string };

/**
 * Finds out whose a code is, inside a group's transaction. An EMV text that a phone has issued is known by all of its
 * bytes: one that was taken apart and written again is another, whatever it says.
 */
export function lookUpCode(book: Book, family: WalletFamily, authCode: string): FoundCode {
  const read = readPaymentCode(family, authCode);
  if (read === undefined) return { kind: 'foreign' };
  const { digits, emvText } = read;
  const code = emvText !== undefined ? book.codes.findByEmvText(emvText) : book.codes.find(digits);
  if (code !== undefined) return { kind: 'issued', code };
  // The number of a card is no code by itself, taken out of a text or within another.
  const ofCard = book.codes.findOfToken(digits);
  if (ofCard !== undefined) return { kind: 'altered', like: ofCard };
  const longer = emvText !== undefined ? undefined : book.codes.findLonger(digits);
  return longer === undefined ? { kind: 'test', digits } : { kind: 'cut', like: longer };
}
