import { MAX_AUTH_CODE_LENGTH } from './code-length.ts';
import { EMV_CPM_PREFIX } from './emv-cpm.ts';
import { isMerchantText, MERCHANT_TEXT_START } from './merchant-text.ts';
import { allowsRest, commonCode } from './rule-match.ts';
import type { PaymentCodeRule } from './rules.ts';

declare const checked: unique symbol;

/** Rules that passed {@link checkRules}: at most one enabled rule accepts any code. */
export type CheckedRules = readonly PaymentCodeRule[] & { readonly [checked]: true };

const PRINTABLE_ASCII = /^[!-~]+$/;
const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Whether a code accepted by the rule can begin with a lower-case text, letter case of the code set aside. */
function canBeginWith(rule: PaymentCodeRule, start: string): boolean {
  return rule.prefixes.some((prefix) => {
    const lower = prefix.toLowerCase();
    if (lower.startsWith(start)) return true;
    const rest = start.slice(lower.length);
    return start.startsWith(lower) && rule.maxLength >= start.length && allowsRest(rule, rest);
  });
}

/** What is wrong with one rule by itself, and how to mend it. */
function faultOf(rule: PaymentCodeRule): string | undefined {
  const { prefixes, minLength, maxLength } = rule;
  if (prefixes.length === 0 || !prefixes.every((prefix) => PRINTABLE_ASCII.test(prefix))) {
    return 'prefixes: give at least one, each of printable ASCII characters without blanks';
  }
  const longestPrefix = Math.max(...prefixes.map((prefix) => prefix.length));
  if (!Number.isInteger(minLength) || minLength < longestPrefix) {
    return `minLength: give a whole number of characters, at least ${longestPrefix} (its longest prefix)`;
  }
  if (!Number.isInteger(maxLength) || maxLength < minLength || maxLength > MAX_AUTH_CODE_LENGTH) {
    return `maxLength: give a whole number of characters from minLength to ${MAX_AUTH_CODE_LENGTH}`;
  }
  if (!DAY.test(rule.reviewedOn)) return 'reviewedOn: give a day as YYYY-MM-DD';
  if (canBeginWith(rule, EMV_CPM_PREFIX.toLowerCase())) {
    return `prefixes: codes beginning with ${EMV_CPM_PREFIX} are EMV codes and never reach the rules`;
  }
  // No rule allows ':' or '/' behind its prefix, so the prefix alone decides about addresses.
  if (canBeginWith(rule, MERCHANT_TEXT_START) || prefixes.some(isMerchantText)) {
    return `prefixes: addresses and texts beginning with ${MERCHANT_TEXT_START} are payees' QR codes and never reach the rules`;
  }
  return undefined;
}

/**
 * Checks a list of rules before it is used: each rule is well formed, names are unique, and no enabled rule accepts a
 * code that an earlier enabled one, the EMV test or the payee's-QR test accepts already.
 *
 * @returns the same rules, fit for `classify`.
 * @throws RangeError naming the rules, a code both accept, and what to change.
 */
export function checkRules(rules: readonly PaymentCodeRule[]): CheckedRules {
  const enabled: PaymentCodeRule[] = [];
  const names = new Set<string>();
  for (const rule of rules) {
    if (names.has(rule.name))
      throw new RangeError(`Two payment code rules are called "${rule.name}"; rename one.`);
    names.add(rule.name);
    const fault = faultOf(rule);
    if (fault !== undefined) throw new RangeError(`Payment code rule "${rule.name}": ${fault}.`);
    if (!rule.enabled) continue;
    for (const earlier of enabled) {
      const code = commonCode(earlier, rule);
      if (code === undefined) continue;
      throw new RangeError(
        `Payment code rules "${earlier.name}" and "${rule.name}" both accept codes such as ${code}; ` +
          'narrow the prefixes or lengths of one, or disable it.',
      );
    }
    enabled.push(rule);
  }
  // The brand exists in types only; this function is the one place that grants it.
  return Object.freeze([...rules]) as CheckedRules;
}
