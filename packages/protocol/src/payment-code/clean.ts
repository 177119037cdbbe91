import { EMV_CPM_PREFIX } from './emv-cpm.ts';

/** How a store's scanners are set up. */
export interface CleanOptions {
  /**
   * Fixed text the scanner puts in front of each code (outside or inside the AIM identifier). It is cut whenever a scan
   * begins with it, so a prefix that a code could begin with, such as a digit, also cuts codes typed by hand.
   */
  readonly vendorPrefix?: string;
  /** Fixed text the scanner puts behind each code; the same caution applies. */
  readonly vendorSuffix?: string;
}

/** What cleaning found out about a scan. */
export interface ScanHints {
  /** AIM symbology identifier the scanner sent, for example `]Q1`. */
  readonly aim?: string;
  /** Blanks of an EMV text were turned back into `+`: the sender did not URL-encode its form. */
  readonly plusRestored?: true;
}

/** A scan without scanner noise. */
export interface CleanedScan {
  /** The payment code, of any length; nothing is cut off to make it fit. */
  readonly code: string;
  readonly hints: ScanHints;
}

const CONTROL_OR_BYTE_ORDER_MARK = /[\p{Cc}\uFEFF]/gu;
const AIM_IDENTIFIER = /^\][A-Za-z][0-9]/;
const FULL_WIDTH_DIGIT = /[\uFF10-\uFF19]/g;
const FULL_WIDTH_OFFSET = 0xff10 - 0x30;
/** Digits with the blanks and hyphens people type between groups, also as input methods produce them. */
const GROUPED_DIGITS = /^[0-9 \u00A0\u3000\uFF0D-]*$/;

/** Whether a text consists of ASCII digits only; true for the empty text. */
export function hasOnlyDigits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return true;
}

function cutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

/** Cuts a suffix; blanks behind it go with it. */
function cutSuffix(text: string, suffix: string): string {
  const end = text.trimEnd();
  return suffix !== '' && end.endsWith(suffix) ? end.slice(0, -suffix.length) : text;
}

/** An affix as it looks inside a scan, which has lost its control characters and outer blanks. */
function affix(text: string | undefined): string {
  return text?.replace(CONTROL_OR_BYTE_ORDER_MARK, '').trim() ?? '';
}

function tidy(body: string): { code: string; plusRestored: boolean } {
  if (body.startsWith(EMV_CPM_PREFIX)) {
    // Only blanks behind padding are certainly not a lost `+`.
    const text = body.replace(/= +$/, '=');
    return { code: text.replaceAll(' ', '+'), plusRestored: text.includes(' ') };
  }
  const text = body
    .trimEnd()
    .replace(FULL_WIDTH_DIGIT, (digit) => String.fromCharCode(digit.charCodeAt(0) - FULL_WIDTH_OFFSET));
  return { code: GROUPED_DIGITS.test(text) ? text.replace(/[^0-9]/g, '') : text, plusRestored: false };
}

/**
 * Takes scanner and keyboard noise off a scan: byte-order mark, control characters, AIM identifier, the store's own
 * prefix and suffix, full-width digits, blanks and hyphens between digits, outer blanks, and blanks that a form decoder
 * made of the `+` of an EMV text. Letter case is never changed, and no code is shortened.
 *
 * For classification and for the wallet only: a request signature covers the code exactly as received.
 */
export function cleanScan(raw: string, options: CleanOptions = {}): CleanedScan {
  const prefix = affix(options.vendorPrefix);
  const suffix = affix(options.vendorSuffix);
  if (prefix === '' && suffix === '' && hasOnlyDigits(raw)) return { code: raw, hints: {} };

  const scan = raw.replace(CONTROL_OR_BYTE_ORDER_MARK, '').trimStart();
  const withoutPrefix = cutPrefix(scan, prefix);
  const aim = AIM_IDENTIFIER.exec(withoutPrefix)?.[0];
  const afterAim = aim === undefined ? withoutPrefix : withoutPrefix.slice(aim.length);
  // One prefix at most is cut: a code may itself begin with the same letters.
  const inner = withoutPrefix === scan ? cutPrefix(afterAim, prefix) : afterAim;
  const { code, plusRestored } = tidy(cutSuffix(inner, suffix).trimStart());
  return {
    code,
    hints: { ...(aim === undefined ? {} : { aim }), ...(plusRestored ? { plusRestored } : {}) },
  };
}
