import { secret } from '../settings/key-settings.ts';
import { host, oneOf, optional, text } from '../settings/plain-settings.ts';
import type { SettingsOf } from '../settings/setting.ts';
import { REGIONS, type RegionName } from './regions.ts';

const REGION_NAMES = Object.keys(REGIONS) as [RegionName, ...RegionName[]];

/** What an operator sets for a gateway to charge through. */
export const UPSTREAM_SETTINGS = {
  region: optional(
    oneOf(REGION_NAMES, {
      meaning: 'whose host of the public documents is charged; give this or host',
      example: 'hk',
    }),
    'none; then host must be given',
  ),
  host: optional(
    host({
      meaning: 'host of the other gateway; give this or region',
      example: 'https://openapi-hk.qfapi.com',
    }),
    'none; then region must be given',
  ),
  appCode: text({
    meaning: 'app code issued by the other gateway',
    example: 'A6A49A66B4C…',
    pattern: /^[0-9A-Za-z]{1,64}$/,
    must: 'must be 1 to 64 letters and digits',
  }),
  clientKey: secret({ meaning: 'client key issued with it', example: 'keys/upstream.txt' }),
  storeId: optional(
    text({
      meaning: 'mchid that goes with every call, when one was issued',
      example: 'ZaMVg12345',
      pattern: /^[0-9A-Za-z]{1,32}$/,
      must: 'must be 1 to 32 letters and digits',
    }),
    'no mchid is sent',
  ),
  signType: oneOf(['SHA256', 'MD5', 'HMAC-SHA256'], {
    meaning: 'how requests are signed; HMAC-SHA256 is understood by OpenCPM alone',
    example: 'SHA256',
    fallback: 'SHA256',
  }),
  answerSignatures: oneOf(['required', 'if_present'], {
    meaning: 'whether an answer without a signature is believed; with a wrong one it never is',
    example: 'required',
    fallback: 'required',
  }),
  undo: oneOf(['by pay type', 'reversal', 'close'], {
    meaning: 'which call undoes a payment; by pay type: close for WeChat Pay HK, reversal for all others',
    example: 'by pay type',
    fallback: 'by pay type',
  }),
  notifyUrl: optional(
    text({
      meaning: 'public address of this gateway for notifications: its own address and /wallets/NAME/notify',
      example: 'https://pay.example/wallets/qfpay/notify',
      pattern: /^https?:\/\/[^\s#]{1,400}$/,
      must: 'must be a web address',
    }),
    'none; outcomes are found by enquiries alone',
  ),
} as const;

/** Settings of a gateway to charge through. */
export type UpstreamSettings = SettingsOf<typeof UPSTREAM_SETTINGS>;

/** Where calls go. */
export function hostOf({ host: own, region }: Pick<UpstreamSettings, 'host' | 'region'>): URL {
  if (own !== undefined) return own;
  if (region === undefined)
    throw new TypeError('settings without host and region are refused before they get here');
  return new URL(REGIONS[region].host);
}

/** What is wrong with settings that are each right. */
export function contradictionsOf({ host: own, region }: UpstreamSettings): readonly string[] {
  return (own === undefined) === (region === undefined) ? ['host: give either host or region'] : [];
}
