/** Beginning of an EMVCo merchant-presented text (FPS, HK Common QR, PayNow and the like). */
export const MERCHANT_TEXT_START = '000201';

/** Addresses and the wallet schemes that are written with and without `//`; Caps Lock may have changed their case. */
const ADDRESS = /^(?:(?:https?|weixin|wxp):|[a-z][a-z0-9+.-]*:\/\/)/i;

/** Whether a text is the content of a payee's or shop's QR, which a customer shows by mistake. */
export function isMerchantText(text: string): boolean {
  return text.startsWith(MERCHANT_TEXT_START) || ADDRESS.test(text);
}
