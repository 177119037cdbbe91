import type { Fields } from './message.ts';
import { readWireTime } from './wire-time.ts';
import { type Word, WORDS } from './words.ts';

/** How far `txnTime` of a purchase may be from the wallet's clock. */
const TIME_APART_MAX_MS = 10 * 60_000;

type Rule = readonly [pattern: RegExp, needed: boolean];

const TEXT = /^[^\r\n]{1,256}$/;

const COMMON: Readonly<Record<string, Rule>> = {
  version: [/^5\.1\.0$/, true],
  encoding: [/^UTF-8$/, true],
  certId: [/^\d{1,128}$/, false],
  signMethod: [/^01$/, true],
  signature: [/^[A-Za-z0-9+/=]{1,1024}$/, true],
  txnType: [/^\d{2}$/, true],
  txnSubType: [/^\d{2}$/, true],
  bizType: [/^000(?:000|201)$/, true],
  accessType: [/^[012]$/, true],
  merId: [/^[A-Za-z0-9]{15}$/, true],
  orderId: [/^[A-Za-z0-9]{8,40}$/, true],
  txnTime: [/^\d{14}$/, true],
  reqReserved: [/^[^\r\n]{0,1024}$/, false],
};
const CHANNEL: Readonly<Record<string, Rule>> = { channelType: [/^0[78]$/, true] };
const MONEY: Readonly<Record<string, Rule>> = {
  txnAmt: [/^[1-9]\d{0,11}$/, true],
  currencyCode: [/^\d{3}$/, true],
  backUrl: [/^https?:\/\/[!-~]{1,247}$/, true],
};

/** The shop behind an acquirer or a platform. Lengths are counted in bytes, the strictest reading. */
const SUB_MERCHANT = {
  subMerId: /^[A-Za-z0-9]{5,15}$/,
  subMerName: bytes(40),
  subMerAbbr: bytes(16),
} as const;

function bytes(most: number): Pick<RegExp, 'test'> {
  return {
    test: (text) => /^[^\p{Cc}\u{10000}-\u{10ffff}]+$/u.test(text) && Buffer.byteLength(text) <= most,
  };
}

/** Fields of each message, by its two types. Others than these may be there and mean nothing. */
const MESSAGES: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  '01 06': {
    ...COMMON,
    ...CHANNEL,
    ...MONEY,
    qrNo: [/^[A-Za-z0-9+/=]{1,512}$/, true],
    termId: [/^\d{8}$/, false],
  },
  '00 00': COMMON,
  '99 01': { ...COMMON, ...CHANNEL },
  '31 00': { ...COMMON, ...CHANNEL, ...MONEY, origQryId: [/^\d{21,32}$/, false], origOrderId: [TEXT, false] },
  '04 00': { ...COMMON, ...CHANNEL, ...MONEY, origQryId: [/^\d{21,32}$/, false], origOrderId: [TEXT, false] },
};

/** What is wrong with the form of a message; undefined for one that may be worked on. */
export function faultOf(fields: Fields, nowMs: number): Word | undefined {
  const rules = MESSAGES[`${fields['txnType'] ?? ''} ${fields['txnSubType'] ?? ''}`];
  if (rules === undefined) return WORDS.malformed;
  for (const [name, [pattern, needed]] of Object.entries(rules)) {
    const value = fields[name];
    if (value === undefined || (value === '' && needed)) {
      if (needed) return WORDS.missing;
    } else if (!pattern.test(value)) return WORDS.malformed;
  }
  const subMerchantFault = fields['txnType'] === '01' ? faultOfSubMerchant(fields) : undefined;
  if (subMerchantFault !== undefined) return subMerchantFault;
  const madeAtMs = readWireTime(fields['txnTime'] ?? '');
  if (madeAtMs === undefined) return WORDS.malformed;
  const isNew = fields['txnType'] === '01' || fields['txnType'] === '04';
  return isNew && Math.abs(nowMs - madeAtMs) > TIME_APART_MAX_MS ? WORDS.malformed : undefined;
}

/** All of the shop behind a platform, nothing of one behind a merchant of its own, either behind an acquirer. */
function faultOfSubMerchant(fields: Fields): Word | undefined {
  const names = Object.keys(SUB_MERCHANT) as readonly (keyof typeof SUB_MERCHANT)[];
  const given = names.filter((name) => fields[name] !== undefined);
  const { accessType } = fields;
  if (accessType === '0') return given.length === 0 ? undefined : WORDS.malformed;
  if (given.length === 0 && accessType === '1') return undefined;
  if (given.length < names.length) return WORDS.missing;
  return names.every((name) => SUB_MERCHANT[name].test(fields[name] ?? '')) ? undefined : WORDS.malformed;
}
