import { EMV_CPM_PREFIX, MAX_AUTH_CODE_LENGTH } from '@opencpm/protocol';
import type { WalletAnswer } from '../connector.ts';

/** The digits under a bar code: nineteen or twenty that begin with 62 (contract, section D). */
const DIGITS = /^62\d{17,18}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** An EMV text as the gateway hands it on: Base64 of an object 85 (`CPV01`), as it was scanned. */
function isEmvText(authCode: string): boolean {
  const isCode = authCode.startsWith(EMV_CPM_PREFIX) && authCode.length <= MAX_AUTH_CODE_LENGTH;
  return isCode && BASE64.test(authCode);
}

/** Whether a code can be sent. */
export function isSendable(authCode: string, emvTexts: 'refused' | 'sent'): boolean {
  return DIGITS.test(authCode) || (emvTexts === 'sent' && isEmvText(authCode));
}

/** No byte has left: the contract takes the digits of the bar code alone. */
export const NOT_A_CODE: WalletAnswer = {
  kind: 'declined',
  respcd: '1202',
  mayStillCharge: false,
  reason:
    'auth_code: this contract of UnionPay takes the 19 or 20 digits of the bar code, beginning with 62; scan the bar code instead of the QR',
};
