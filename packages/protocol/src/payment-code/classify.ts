import type { PayType } from '../pay-type.ts';
import { type AlipayHints, alipayHints } from './alipay-hints.ts';
import { type CleanOptions, cleanScan, hasOnlyDigits, type ScanHints } from './clean.ts';
import { MAX_AUTH_CODE_LENGTH } from './code-length.ts';
import { EMV_CPM_PREFIX, parseEmvCpm } from './emv-cpm.ts';
import { isMerchantText } from './merchant-text.ts';
import { matchesRule } from './rule-match.ts';
import { type CheckedRules, PAYMENT_CODE_RULES } from './rules.ts';
import type { WalletFamily } from './wallet-family.ts';

/** What is known about a code besides its family. */
export interface CodeHints extends ScanHints, AlipayHints {
  /** The code is an EMV text, not digits; not every connector can carry it. */
  readonly emv?: true;
  /** The code counts as recognised under this pay type only, as unknown under every other. */
  readonly onlyUnderPayType?: PayType;
}

/**
 * What a scan is. `detail` tells the cashier what to do, in at most 90 characters. `diagnosis` is for logs: it names
 * EMV tags and AIDs, never card data. The answer of the merchant interface is 1104 for `empty` and `too_long`, 1202 for
 * `damaged`, 2006 for all others that are not recognised.
 */
export type Classification =
  | {
      readonly kind: 'recognised';
      readonly family: WalletFamily;
      readonly code: string;
      readonly hints: CodeHints;
    }
  | { readonly kind: 'empty'; readonly detail: string }
  | { readonly kind: 'too_long'; readonly detail: string }
  | { readonly kind: 'damaged'; readonly detail: string; readonly diagnosis: string }
  | { readonly kind: 'merchant_code'; readonly detail: string }
  | { readonly kind: 'product_code'; readonly detail: string }
  | { readonly kind: 'foreign_scheme'; readonly detail: string; readonly diagnosis: string }
  | { readonly kind: 'unknown'; readonly code: string; readonly hints: ScanHints; readonly detail: string };

/** Settings of the store and the merchant that classification depends on. */
export interface ClassifyOptions extends CleanOptions {
  /** The shapes of digit and text codes; the documented ones when left out. */
  readonly rules?: CheckedRules;
}

const LOWER_CASE_EMV_PREFIX = EMV_CPM_PREFIX.toLowerCase();
const PRINTABLE_ASCII = /^[ -~]+$/;
/** `+`, `/` and `=` of an EMV text after one encoding too many. */
const URL_ENCODED = /%(?:2B|2F|3D)/i;
/** Characters of the shortest code there is: a shorter text may well repeat itself. */
const SHORTEST_CODE_LENGTH = 16;
/** Digits of EAN-8, UPC-A, EAN-13 and ITF-14. */
const PRODUCT_CODE_LENGTHS: readonly number[] = [8, 12, 13, 14];
/** AIM identifiers of GS1 labels and product symbologies. */
const PRODUCT_AIM_IDENTIFIERS: readonly string[] = [']C1', ']Q3', ']E0', ']E4', ']d1', ']d2'];

/** What a cashier reads about a code of no known shape. */
export const UNKNOWN_CODE_DETAIL =
  'This is no known pay code. Ask the customer to open the pay code of the wallet.';

const DETAIL = {
  empty: 'Nothing was scanned. Scan the pay code on the phone again.',
  tooLong: 'The scan is too long for a pay code. Scan one pay code, once.',
  letterCase: 'Turn Caps Lock off and scan again.',
  inputMethod: 'Switch the input method of the keyboard to English and scan again.',
  readTwice: 'The code was read twice at once. Scan it again, once.',
  urlEncoded: 'The code was URL-encoded twice on its way. Tell who maintains the till.',
  emv: 'The code was not read correctly. Let the customer refresh it, then scan again.',
  foreignScheme: 'This card scheme is not accepted. Ask for the pay code of another wallet or card.',
  merchant: 'This is the QR of a payee. Ask for the pay code, not the QR that receives money.',
  product: 'This is a product bar code. Scan the pay code on the phone.',
} as const;

/** Whether a scanner read one code twice and sent nothing between, but for its AIM identifier. */
function isReadTwice(code: string, { aim = '' }: ScanHints): boolean {
  const text = code.replace(aim, '');
  const half = text.slice(0, text.length / 2);
  return half.length >= SHORTEST_CODE_LENGTH && half + half === text;
}

function classifyEmv(code: string, hints: ScanHints): Classification {
  const emv = parseEmvCpm(code);
  if (emv.ok) return { kind: 'recognised', family: 'unionpay', code, hints: { ...hints, emv: true } };
  if (emv.reason === 'foreign_scheme') {
    return { kind: 'foreign_scheme', detail: DETAIL.foreignScheme, diagnosis: emv.detail };
  }
  if (isReadTwice(code, hints)) {
    return { kind: 'damaged', detail: DETAIL.readTwice, diagnosis: 'one text twice' };
  }
  return URL_ENCODED.test(code)
    ? { kind: 'damaged', detail: DETAIL.urlEncoded, diagnosis: 'URL-encoded once too often' }
    : { kind: 'damaged', detail: DETAIL.emv, diagnosis: emv.detail };
}

function classifyUnmatched(code: string, hints: ScanHints): Classification {
  if (hasOnlyDigits(code) && PRODUCT_CODE_LENGTHS.includes(code.length)) {
    return { kind: 'product_code', detail: DETAIL.product };
  }
  if (!PRINTABLE_ASCII.test(code)) {
    return { kind: 'damaged', detail: DETAIL.inputMethod, diagnosis: 'characters outside printable ASCII' };
  }
  if (isReadTwice(code, hints)) return { kind: 'unknown', code, hints, detail: DETAIL.readTwice };
  const label = hints.aim !== undefined && PRODUCT_AIM_IDENTIFIERS.includes(hints.aim);
  return { kind: 'unknown', code, hints, detail: label ? DETAIL.product : UNKNOWN_CODE_DETAIL };
}

/**
 * Finds the wallet family of a scanned payment code. The order is: EMV text, EMV text with its letter case changed,
 * payee's QR, the rules, product bar code, unknown. A family found here says nothing about whether the merchant may
 * use that wallet. Total: returns for every text, never throws.
 */
export function classify(rawScan: string, options: ClassifyOptions = {}): Classification {
  const { code, hints } = cleanScan(rawScan, options);
  if (code === '') return { kind: 'empty', detail: DETAIL.empty };
  if (code.length > MAX_AUTH_CODE_LENGTH) return { kind: 'too_long', detail: DETAIL.tooLong };
  if (code.startsWith(EMV_CPM_PREFIX)) return classifyEmv(code, hints);
  if (code.slice(0, LOWER_CASE_EMV_PREFIX.length).toLowerCase() === LOWER_CASE_EMV_PREFIX) {
    return { kind: 'damaged', detail: DETAIL.letterCase, diagnosis: 'EMV text with changed letter case' };
  }
  if (isMerchantText(code)) return { kind: 'merchant_code', detail: DETAIL.merchant };

  const rules = options.rules ?? PAYMENT_CODE_RULES;
  const rule = rules.find((candidate) => candidate.enabled && matchesRule(candidate, code));
  if (rule === undefined) return classifyUnmatched(code, hints);
  return {
    kind: 'recognised',
    family: rule.family,
    code,
    hints: {
      ...hints,
      ...(rule.family === 'alipay' ? alipayHints(code) : {}),
      ...(rule.explicitPayTypeOnly ? { onlyUnderPayType: rule.payType } : {}),
    },
  };
}
