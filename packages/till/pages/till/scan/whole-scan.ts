import { classify } from '@opencpm/protocol';

/** A scan as it is charged, and how many characters before it were typed by the scanner as well. */
export interface WholeScan {
  readonly text: string;
  readonly takenBack: number;
}

/** How much the shape of a text says of it: nothing, that it is no payment code, or whose payment code it is. */
function certainty(text: string): number {
  const { kind } = classify(text);
  if (kind === 'recognised') return 2;
  return kind === 'unknown' || kind === 'empty' || kind === 'too_long' ? 0 : 1;
}

/**
 * Puts a scan together that was held up after its first characters, when only the whole has a shape that is known. Where
 * neither has one, as with PayMe, nobody can tell a scanner from a person who typed the last digits of the amount fast:
 * then the amount stays as it is shown.
 *
 * @param before what was taken for typed just before; it became digits of the amount.
 */
export function wholeScan(text: string, before: string): WholeScan {
  const whole = before + text;
  // One digit more makes a product code of many a number; only a payment code proves anything then.
  const least = before.length > 1 ? 0 : 1;
  if (certainty(whole) <= Math.max(least, certainty(text))) return { text, takenBack: 0 };
  return { text: whole, takenBack: before.replace(/\D/g, '').length };
}
