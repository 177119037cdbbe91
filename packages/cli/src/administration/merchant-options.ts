import {
  CURRENCIES,
  type CurrencyCode,
  isCurrencyCode,
  isPayType,
  PAY_TYPES,
  type PayType,
} from '@opencpm/protocol';
import type { Merchant, MerchantChange } from '@opencpm/gateway';
import { wrongUsage } from '../command-failure.ts';
import type { OptionTable } from '../command.ts';
import type { CommandContext } from '../context.ts';

/** The options for what can be set when a merchant is added and changed later. */
export const MERCHANT_OPTIONS: OptionTable = {
  'pay-type': { type: 'text', value: 'TYPE', multiple: true, meaning: 'Pay type it may use, or all.' },
  currency: { type: 'text', value: 'CODE', multiple: true, meaning: 'Currency it may use, or all.' },
  'notify-url': {
    type: 'text',
    emptyAllowed: true,
    value: 'URL',
    meaning: 'Address for notifications of success, used when a request brings none.',
  },
  'notify-prefix': {
    type: 'text',
    emptyAllowed: true,
    value: 'URL',
    multiple: true,
    meaning: "What a notify_url of its requests must begin with; '' allows every address.",
  },
  signatures: {
    type: 'text',
    value: 'POLICY',
    meaning:
      'any (the default: MD5 and SHA-256, over plain or encoded values), decoded (over plain values only), sha256, sha256-decoded (both), or hmac (HMAC-SHA256 with time and nonce only).',
  },
  'per-second': { type: 'text', value: 'N', meaning: 'Most requests in a second.' },
  'per-minute': { type: 'text', value: 'N', meaning: 'Most requests in a minute.' },
};

/** What {@link MERCHANT_OPTIONS} set; options that were not given are not in it. */
export type MerchantSettings = Omit<MerchantChange, 'status' | 'name' | 'stores'>;

const POLICIES: Readonly<Record<string, Merchant['signaturePolicy']>> = {
  any: { minimumAlgorithm: 'MD5', rawValuesAllowed: true },
  decoded: { minimumAlgorithm: 'MD5', rawValuesAllowed: false },
  sha256: { minimumAlgorithm: 'SHA256', rawValuesAllowed: true },
  'sha256-decoded': { minimumAlgorithm: 'SHA256', rawValuesAllowed: false },
  hmac: { minimumAlgorithm: 'HMAC-SHA256', rawValuesAllowed: false },
};

/** Reads {@link MERCHANT_OPTIONS}. Addresses and ranges are checked by administration itself. */
export function readMerchantSettings(context: CommandContext): MerchantSettings {
  const { options } = context;
  const payTypes = payTypesOf(options.texts('pay-type'));
  const currencies = currenciesOf(options.texts('currency'));
  const notifyUrl = addressOf('notify-url', options.text('notify-url'));
  // An empty text takes every registered prefix away.
  const prefixes = options.texts('notify-prefix').map((prefix) => addressOf('notify-prefix', prefix));
  const signaturePolicy = policyOf(options.text('signatures'));
  const requestsPerSecondMax = wholeNumber('per-second', options.text('per-second'));
  const requestsPerMinuteMax = wholeNumber('per-minute', options.text('per-minute'));
  return {
    ...(payTypes === undefined ? {} : { payTypes }),
    ...(currencies === undefined ? {} : { currencies }),
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
    ...(prefixes.length === 0 ? {} : { notifyPrefixes: prefixes.filter((prefix) => prefix !== '') }),
    ...(signaturePolicy === undefined ? {} : { signaturePolicy }),
    ...(requestsPerSecondMax === undefined ? {} : { requestsPerSecondMax }),
    ...(requestsPerMinuteMax === undefined ? {} : { requestsPerMinuteMax }),
  };
}

/** An address or an empty text; what else an address must be is checked by administration. */
function addressOf<Text extends string | undefined>(option: string, text: Text): Text {
  if (text === undefined || text === '' || /^https?:\/\//.test(text)) return text;
  throw wrongUsage(`--${option} is no address: ${text}`, 'Write it like https://shop.example/');
}

function parts(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split(',')).filter((part) => part !== '');
}

function payTypesOf(texts: readonly string[]): readonly PayType[] | undefined {
  const words = parts(texts);
  if (words.length === 0) return undefined;
  if (words.includes('all')) return PAY_TYPES;
  return words.map((word) => {
    if (isPayType(word)) return word;
    throw wrongUsage(`--pay-type is not known: ${word}`, `Choose of ${PAY_TYPES.join(', ')}, or all.`);
  });
}

function currenciesOf(texts: readonly string[]): readonly CurrencyCode[] | undefined {
  const words = parts(texts);
  if (words.length === 0) return undefined;
  const all = Array.from(CURRENCIES.values(), ({ code }) => code);
  if (words.includes('all')) return all;
  return words.map((word) => {
    if (isCurrencyCode(word)) return word;
    throw wrongUsage(`--currency is not supported: ${word}`, `Choose of ${all.join(', ')}, or all.`);
  });
}

function policyOf(word: string | undefined): Merchant['signaturePolicy'] | undefined {
  if (word === undefined) return undefined;
  const policy = Object.hasOwn(POLICIES, word) ? POLICIES[word] : undefined;
  if (policy !== undefined) return policy;
  throw wrongUsage(
    `--signatures is not known: ${word}`,
    `Choose one of ${Object.keys(POLICIES).join(', ')}.`,
  );
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw wrongUsage(`--${option} is no whole number from 1: ${text}`, `Write it in digits: --${option} 100`);
}
