import type { CurrencyCode } from './currency.ts';

/** The six pay types of consumer-presented payments (contract section 5.1). */
export const PAY_TYPES = ['800008', '800108', '800208', '801008', '805808', '800708'] as const;

/** A consumer-presented pay type as it stands in `pay_type`. */
export type PayType = (typeof PAY_TYPES)[number];

/** What a pay type means to a merchant. */
export interface PayTypeDescription {
  readonly payType: PayType;
  readonly name: string;
  /** Currencies the pay type settles in; `'any'` stands for every currency of the contract. */
  readonly currencies: 'any' | readonly CurrencyCode[];
}

const DESCRIPTIONS: Record<PayType, PayTypeDescription> = {
  '800008': { payType: '800008', name: 'Any wallet (found by the scanned code)', currencies: 'any' },
  '800108': { payType: '800108', name: 'Alipay', currencies: 'any' },
  '800208': { payType: '800208', name: 'WeChat Pay', currencies: 'any' },
  '801008': { payType: '801008', name: 'WeChat Pay HK', currencies: ['HKD'] },
  '805808': { payType: '805808', name: 'PayMe', currencies: ['HKD'] },
  '800708': { payType: '800708', name: 'UnionPay QuickPass', currencies: 'any' },
};

/** Whether a text is one of the six consumer-presented pay types. */
export function isPayType(text: string): text is PayType {
  return (PAY_TYPES as readonly string[]).includes(text);
}

/** Name and currencies of a pay type. */
export function describePayType(payType: PayType): PayTypeDescription {
  return DESCRIPTIONS[payType];
}

/** Whether a pay type settles in a currency. Hong Kong wallets take HKD only (contract section 4). */
export function payTypeTakesCurrency(payType: PayType, currency: CurrencyCode): boolean {
  const { currencies } = DESCRIPTIONS[payType];
  return currencies === 'any' || currencies.includes(currency);
}
