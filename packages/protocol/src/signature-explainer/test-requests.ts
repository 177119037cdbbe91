import { createHash } from 'node:crypto';
import type { SeededChoice } from './test-seeded-choice.ts';

/** Parameters of a request, in the order they are sent. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** What a developer would have: a request, and the secrets of its sender. */
export interface SampleRequest {
  readonly fields: Fields;
  readonly key: string;
  readonly appCode: string;
  readonly hash: 'md5' | 'sha256';
}

const GOODS = [
  'Tea & Cake',
  'Milk tea 50% less sugar',
  'a+b=c',
  'Fish/Chips "large"',
  "Rock'n'Roll <live>",
  'Book: Volume 2',
  'Set A; drink included',
];
const FOREIGN_GOODS = [
  '奶茶 凍',
  '雲吞麵 大',
  'Café crème',
  '茶餐廳 & 冰室',
  '鴛鴦 50%',
  'Crème brûlée',
  '饮料 两杯',
];

/** A request as shops send them, its parameters in any order. */
export function sampleRequest(choice: SeededChoice, foreign = false): SampleRequest {
  const payment: Fields = [
    ['txamt', String(100 + choice.below(90_000))],
    ['txcurrcd', choice.of(['HKD', 'CNY', 'JPY', 'THB'])],
    ['pay_type', choice.of(['800008', '800108', '800208', '801001'])],
    ['out_trade_no', `${choice.of(['Order-', 'A_', 'T7'])}${choice.digits(8)}`],
    ['txdtm', sampleTime(choice)],
    ['auth_code', `28${choice.digits(16)}`],
    ['goods_name', choice.of(foreign ? FOREIGN_GOODS : GOODS)],
  ];
  const optional: Fields = [
    ['mchid', `m${choice.hex(11)}`],
    ['udid', choice.of(['Till 4', 'POS_0000123', 'kasse-7'])],
    ['notify_url', `https://shop.example.com/pay?till=${choice.below(9)}`],
  ];
  const some = optional.filter(() => choice.below(2) === 0);
  return {
    fields: choice.shuffled([...payment, ...some]),
    key: choice.hex(32),
    appCode: choice.hex(32),
    hash: choice.of(['md5', 'sha256'] as const),
  };
}

function sampleTime(choice: SeededChoice): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `2026-${two(1 + choice.below(12))}-${two(1 + choice.below(28))}`;
  return `${day} ${two(choice.below(24))}:${two(choice.below(60))}:${two(choice.below(60))}`;
}

/** Fields in ASCII order of their names. */
export function sorted(fields: Fields): Fields {
  return fields.toSorted(([left], [right]) => (left < right ? -1 : 1));
}

/** `name=value&name=value`. */
export function joined(fields: Fields): string {
  return fields.map(([name, value]) => `${name}=${value}`).join('&');
}

/** A digest of text or bytes in upper-case hex. */
export function digestOf(hash: string, message: string | Uint8Array): string {
  return createHash(hash).update(message).digest('hex').toUpperCase();
}

/** Fields with other values. */
export function withValues(fields: Fields, change: (value: string, name: string) => string): Fields {
  return fields.map(([name, value]) => [name, change(value, name)] as const);
}

/** Fields with one value replaced. */
export function withValue(fields: Fields, name: string, value: string): Fields {
  return withValues(fields, (old, each) => (each === name ? value : old));
}

/** The value of a field, empty when it is not there. */
export function fieldValue(fields: Fields, name: string): string {
  return fields.find(([each]) => each === name)?.[1] ?? '';
}
