/** What the digits of an Alipay-family code tell; hints only, Alipay itself decides which wallet pays. */
export interface AlipayHints {
  /**
   * Alipay+ shape: `mainstream` (24 digits: issuer, `02`, 16 digits), `legacy` (19 digits, 289 and a 6 sixth from the
   * end) or `cgcp` (24 digits with agreement digit 1 and a routing number).
   */
  readonly alipayPlus?: 'mainstream' | 'legacy' | 'cgcp';
  /** The six-digit code issuer id of a mainstream code. */
  readonly alipayPlusIssuer?: string;
  /** The routing number of the wallet (digits 4 to 6) of a `cgcp` code. */
  readonly alipayRouting?: string;
}

const LEGACY = /^289\d{10}6\d{5}$/;

/** Reads the Alipay+ hints out of a code of digits already known to belong to the Alipay family. */
export function alipayHints(code: string): AlipayHints {
  if (LEGACY.test(code)) return { alipayPlus: 'legacy' };
  if (code.length !== 24) return {};
  if (code.startsWith('02', 6)) return { alipayPlus: 'mainstream', alipayPlusIssuer: code.slice(0, 6) };
  return code[2] === '1' ? { alipayPlus: 'cgcp', alipayRouting: code.slice(3, 6) } : {};
}
