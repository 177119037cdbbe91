import type { CurrencyCode } from '@opencpm/protocol';

/** ISO 4217 numbers of the currencies of the wire. */
const NUMBERS: Readonly<Record<CurrencyCode, string>> = {
  AED: '784',
  AUD: '036',
  CAD: '124',
  CNY: '156',
  EUR: '978',
  HKD: '344',
  IDR: '360',
  JPY: '392',
  MMK: '104',
  MYR: '458',
  SGD: '702',
  THB: '764',
  USD: '840',
};

const CODES: ReadonlyMap<string, string> = new Map(
  Object.entries(NUMBERS).map(([code, number]) => [number, code]),
);

/** The number of a currency, three digits. */
export function currencyNumber(code: CurrencyCode): string {
  return NUMBERS[code];
}

/** The code of a number; the number itself when the wire has no such currency, so that it compares as another one. */
export function currencyOfNumber(number: string): string {
  return CODES.get(number) ?? number;
}
