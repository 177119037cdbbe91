import { CURRENCIES, describePayType, PAY_TYPES, RESPONSE_CODE_ENTRIES } from '@opencpm/protocol';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  WireTime:
    '`YYYY-MM-DD hh:mm:ss`. Times of the gateway are UTC+8; times of the caller are as they were sent.',
  WireTimeOrEmpty: '`YYYY-MM-DD hh:mm:ss` in UTC+8, or empty before it has happened.',
  Syssn: 'Number of a transaction, 26 digits.',
  PayType: listOf(PAY_TYPES.map((payType) => [payType, describePayType(payType).name])),
  Currency: `ISO 4217. Digits behind the point: ${[...CURRENCIES.values()].map(({ code, minorUnits }) => `${code} ${minorUnits}`).join(', ')}.`,
  ResponseCode: listOf(RESPONSE_CODE_ENTRIES.map(({ code, textEn }) => [code, textEn])),
};

/**
 * What a value that stands in many shapes is.
 *
 * @throws Error for a name nobody has described.
 */
export function valueDescription(name: string): string {
  const description = DESCRIPTIONS[name];
  if (description === undefined) throw new Error(`value-descriptions.ts does not describe ${name}`);
  return description;
}

function listOf(entries: readonly (readonly [word: string, meaning: string])[]): string {
  return entries.map(([word, meaning]) => `- \`${word}\` ${meaning}`).join('\n');
}
