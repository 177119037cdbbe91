import { classify } from '@opencpm/protocol';

/** A scan as it is charged, and how many characters before it were typed by the scanner as well. */
export interface WholeScan {
  readonly text: string;
  readonly takenBack: number;
}

function isPaymentCode(text: string): boolean {
  return classify(text).kind === 'recognised';
}

/**
 * Puts a scan together that was held up after its first characters. A person who typed the last digits of the amount just
 * before a scan keeps them: then the scan is a payment code without them.
 *
 * @param before what was taken for typed just before; it became digits of the amount.
 */
export function wholeScan(text: string, before: string): WholeScan {
  const whole = before + text;
  // Two keys in one burst are faster than people type.
  const isScanners = isPaymentCode(whole) || before.length > 1;
  if (before === '' || isPaymentCode(text) || !isScanners) return { text, takenBack: 0 };
  return { text: whole, takenBack: before.replace(/\D/g, '').length };
}
