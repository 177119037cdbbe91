import { isCurrencyCode, WALLET_FAMILIES } from '@opencpm/protocol';
import { type RefundPause, type RefundPolicy, USUAL_REFUND_POLICY } from './payment/refund-policy.ts';

const USUAL_DAYS = WALLET_FAMILIES.map((family) => `${family}=${USUAL_REFUND_POLICY.daysByFamily[family]}`);

/** Settings of refunds; they feed the reference page together with the others. */
export const REFUND_SETTINGS = {
  refundDays: {
    variable: 'OPENCPM_REFUND_DAYS',
    flag: '',
    fallback: USUAL_DAYS.join(','),
    meaning: 'Days after the payment in which a wallet returns money. Wallets left out keep their default.',
  },
  refundPause: {
    variable: 'OPENCPM_REFUND_PAUSE',
    flag: '',
    fallback: 'off',
    meaning: 'Hours (UTC+8) in which no refund is taken, such as 23:30-00:30, or off.',
  },
  refundTakings: {
    variable: 'OPENCPM_REFUND_TAKINGS',
    flag: '',
    fallback: 'off',
    meaning: "on or off: whether a merchant's takings of the day in the currency must cover a refund.",
  },
  refundWholeCurrencies: {
    variable: 'OPENCPM_REFUND_WHOLE_CURRENCIES',
    flag: '',
    fallback: '',
    meaning: 'Currencies in which only the whole payment can go back, separated by commas.',
  },
  refundWholeWallets: {
    variable: 'OPENCPM_REFUND_WHOLE_WALLETS',
    flag: '',
    fallback: '',
    meaning: `Wallets that return whole payments only, separated by commas: ${WALLET_FAMILIES.join(', ')}.`,
  },
} as const;

type RefundSetting = (typeof REFUND_SETTINGS)[keyof typeof REFUND_SETTINGS];

/**
 * Reads the operator's rules of refunds.
 *
 * @param text the value of a setting, its default when it is not set.
 * @param onProblem called with every setting that is wrong, as a sentence.
 */
export function readRefundPolicy(
  text: (setting: RefundSetting) => string,
  onProblem: (problem: string) => void,
): RefundPolicy {
  const { refundDays, refundPause, refundTakings, refundWholeCurrencies, refundWholeWallets } =
    REFUND_SETTINGS;
  const read = <T>(setting: RefundSetting, value: T | undefined, takes: string, otherwise: T): T => {
    if (value === undefined) onProblem(`${setting.variable} must be ${takes}`);
    return value ?? otherwise;
  };
  const usual = USUAL_REFUND_POLICY;
  return {
    daysByFamily: read(
      refundDays,
      daysOf(text(refundDays)),
      'wallets with days from 1 to 9999 such as alipay=365,payme=90',
      usual.daysByFamily,
    ),
    pause: read(refundPause, pauseOf(text(refundPause)), 'off or two times such as 23:30-00:30', NO_PAUSE)
      .pause,
    takingsMustCover: read(refundTakings, ON_OFF.get(text(refundTakings)), 'one of on, off', false),
    wholeOnlyCurrencies: read(
      refundWholeCurrencies,
      listOf(text(refundWholeCurrencies), (word) => (isCurrencyCode(word) ? word : undefined)),
      'currencies such as JPY,THB',
      usual.wholeOnlyCurrencies,
    ),
    wholeOnlyFamilies: read(
      refundWholeWallets,
      listOf(text(refundWholeWallets), familyOf),
      `wallets out of ${WALLET_FAMILIES.join(', ')}`,
      usual.wholeOnlyFamilies,
    ),
  };
}

const NO_PAUSE: { readonly pause: RefundPause | undefined } = { pause: undefined };
const ON_OFF: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['off', false],
]);
const DAYS = /^([a-z_]+)=([1-9][0-9]{0,3})$/;
const PAUSE = /^([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])$/;

function familyOf(word: string): (typeof WALLET_FAMILIES)[number] | undefined {
  return WALLET_FAMILIES.find((family) => family === word);
}

function daysOf(text: string): RefundPolicy['daysByFamily'] | undefined {
  const days = { ...USUAL_REFUND_POLICY.daysByFamily };
  for (const part of text.split(',')) {
    const [, word = '', number] = DAYS.exec(part) ?? [];
    const family = familyOf(word);
    if (family === undefined) return undefined;
    days[family] = Number(number);
  }
  return days;
}

function pauseOf(text: string): typeof NO_PAUSE | undefined {
  if (text === 'off') return NO_PAUSE;
  const match = PAUSE.exec(text);
  if (match === null) return undefined;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number);
  return { pause: { fromMinute: fromHour * 60 + fromMinute, toMinute: toHour * 60 + toMinute } };
}

function listOf<T>(text: string, read: (word: string) => T | undefined): readonly T[] | undefined {
  if (text === '') return [];
  const items: T[] = [];
  for (const word of text.split(',')) {
    const item = read(word);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}
