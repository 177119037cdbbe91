import type { PaymentCodeRule } from './rules.ts';

const REST = { digits: /^[0-9]*$/, alphanumeric: /^[0-9A-Za-z]*$/ } as const;

/** Whether a rule lets `rest` stand behind its prefix. */
export function allowsRest(rule: PaymentCodeRule, rest: string): boolean {
  return REST[rule.characters].test(rest);
}

/** Whether a rule accepts a cleaned code, enabled or not. */
export function matchesRule(rule: PaymentCodeRule, code: string): boolean {
  if (code.length < rule.minLength || code.length > rule.maxLength) return false;
  return rule.prefixes.some(
    (prefix) => code.startsWith(prefix) && allowsRest(rule, code.slice(prefix.length)),
  );
}

/**
 * A code that both rules accept, or undefined when there is none. The answer is exact: two rules share a code only when
 * a prefix of one continues a prefix of the other with characters the other allows, and `0`, which every rule allows,
 * can fill both to a common length.
 */
export function commonCode(one: PaymentCodeRule, other: PaymentCodeRule): string | undefined {
  const least = Math.max(one.minLength, other.minLength);
  const most = Math.min(one.maxLength, other.maxLength);
  for (const mine of one.prefixes) {
    for (const theirs of other.prefixes) {
      const [start, continues] =
        mine.length >= theirs.length
          ? [mine, mine.startsWith(theirs) && allowsRest(other, mine.slice(theirs.length))]
          : [theirs, theirs.startsWith(mine) && allowsRest(one, theirs.slice(mine.length))];
      const length = Math.max(least, start.length);
      if (continues && length <= most) return start.padEnd(length, '0');
    }
  }
  return undefined;
}
