/** A currency of the contract: ISO 4217 code and the number of decimals of its minor unit. */
export interface Currency {
  readonly code: CurrencyCode;
  /** Decimals between the major unit and the unit of `txamt`: 2 for HKD, 0 for JPY. */
  readonly minorUnits: number;
  readonly name: string;
}

const CURRENCY_TABLE = {
  AED: ['United Arab Emirates dirham', 2],
  AUD: ['Australian dollar', 2],
  CAD: ['Canadian dollar', 2],
  CNY: ['Chinese yuan', 2],
  EUR: ['Euro', 2],
  HKD: ['Hong Kong dollar', 2],
  IDR: ['Indonesian rupiah', 2],
  JPY: ['Japanese yen', 0],
  MMK: ['Myanmar kyat', 2],
  MYR: ['Malaysian ringgit', 2],
  SGD: ['Singapore dollar', 2],
  THB: ['Thai baht', 2],
  USD: ['United States dollar', 2],
} as const;

/** The thirteen currencies the wire accepts in `txcurrcd`. */
export type CurrencyCode = keyof typeof CURRENCY_TABLE;

/** All currencies by code, in alphabetical order. */
export const CURRENCIES: ReadonlyMap<string, Currency> = new Map(
  (Object.entries(CURRENCY_TABLE) as [CurrencyCode, readonly [string, number]][]).map(
    ([code, [name, minorUnits]]) => [code, { code, name, minorUnits }],
  ),
);

/** Decimals between the major unit and the unit of `txamt`. */
export function minorUnitsOf(code: CurrencyCode): number {
  return CURRENCY_TABLE[code][1];
}

/** Whether a text is the code of a supported currency (upper case, exact). */
export function isCurrencyCode(text: string): text is CurrencyCode {
  return CURRENCIES.has(text);
}
