import { EMV_CPM_PREFIX, parseEmvCpm, type WalletFamily } from '@opencpm/protocol';

/** A payment code a wallet family can read. */
export interface ReadCode {
  /** The digits of the code; for an EMV text its card number. */
  readonly digits: string;
  /** The EMV text without padding, which some scanners strip; undefined for digits. */
  readonly emvText: string | undefined;
}

const DIGIT_SHAPES: Readonly<Record<WalletFamily, RegExp>> = {
  alipay: /^(?:2[5-9]|30)\d{14,22}$/,
  wechatpay: /^1[0-4]\d{16}$/,
  wechatpay_hk: /^1[56]\d{16}$/,
  unionpay: /^62\d{17,18}$/,
  payme: /^80\d{16}$/,
};

/** An EMV text without its base64 padding: the form in which two texts are compared. */
export function withoutPadding(emvText: string): string {
  return emvText.replace(/=+$/, '');
}

/**
 * Reads a payment code as the wallet would.
 *
 * @param code the cleaned code.
 * @returns undefined when it is no code of that family.
 */
export function readPaymentCode(family: WalletFamily, code: string): ReadCode | undefined {
  if (DIGIT_SHAPES[family].test(code)) return { digits: code, emvText: undefined };
  if (family !== 'unionpay' || !code.startsWith(EMV_CPM_PREFIX)) return undefined;
  const emv = parseEmvCpm(code);
  return emv.ok ? { digits: emv.pan, emvText: withoutPadding(code) } : undefined;
}
