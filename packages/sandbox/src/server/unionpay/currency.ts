import { CURRENCIES, type CurrencyCode, isCurrencyCode } from '@opencpm/protocol';

/** ISO 4217 numbers in the alphabetical order of the codes of the wire. */
const NUMBERS = ['784', '036', '124', '156', '978', '344', '360', '392', '104', '458', '702', '764', '840'];

const BY_NUMBER: ReadonlyMap<string, CurrencyCode> = new Map(
  [...CURRENCIES.keys()].flatMap((code, index) =>
    isCurrencyCode(code) ? [[NUMBERS[index] ?? '', code] as const] : [],
  ),
);

/** The currency of a number; undefined when the sandbox has none. */
export function currencyOf(number: string): CurrencyCode | undefined {
  return BY_NUMBER.get(number);
}

/** The number of a currency. */
export function numberOf(code: CurrencyCode): string {
  return [...BY_NUMBER].find(([, each]) => each === code)?.[0] ?? '';
}
