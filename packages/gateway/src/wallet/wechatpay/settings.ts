import { certificate, privateKey, publicKey, secret } from '../settings/key-settings.ts';
import { host, oneOf, optional, table, text } from '../settings/plain-settings.ts';
import { rsaKeyProblems } from '../settings/rsa-keys.ts';
import type { SettingsOf } from '../settings/setting.ts';
import type { WechatPayIdentity } from './identity.ts';

const NUMBER = {
  pattern: /^[\w-]{1,32}$/,
  must: 'must be 1 to 32 letters, digits, - or _',
} as const;

/** What an operator sets to charge WeChat Pay. */
export const WECHATPAY_SETTINGS = {
  host: host({
    meaning: 'where WeChat Pay is reached: the access point of the region',
    example: 'https://apihk.mch.weixin.qq.com',
    fallback: 'https://apihk.mch.weixin.qq.com',
  }),
  pathProfile: oneOf(['global', 'hk'], {
    meaning: 'spelling of the paths: `global`, or `hk` for an older contract of a Hong Kong wallet',
    example: 'global',
    fallback: 'global',
  }),
  mode: oneOf(['institution', 'direct'], {
    meaning: 'whether an institution charges for its shops, or a merchant for itself',
    example: 'institution',
    fallback: 'institution',
  }),
  spMchid: optional(
    text({ ...NUMBER, meaning: 'number of the institution', example: '1900000100' }),
    'needed in mode institution',
  ),
  spAppid: optional(
    text({ ...NUMBER, meaning: 'public id of the institution', example: 'wx8888888888888888' }),
    'needed in mode institution',
  ),
  subMchid: optional(
    text({ ...NUMBER, meaning: 'number of the shop under the institution', example: '1900000109' }),
    'needed in mode institution',
  ),
  subAppid: optional(
    text({ ...NUMBER, meaning: "the shop's own public id", example: 'wx9999999999999999' }),
    'none',
  ),
  mchid: optional(
    text({ ...NUMBER, meaning: 'number of the merchant', example: '1900000200' }),
    'needed in mode direct',
  ),
  appid: optional(
    text({ ...NUMBER, meaning: 'public id of the merchant', example: 'wx7777777777777777' }),
    'needed in mode direct',
  ),
  merchantCategoryCode: text({
    meaning: 'merchant category code the shop was registered with, four digits',
    example: '5411',
    pattern: /^\d{4}$/,
    must: 'must be four digits',
  }),
  storeAddress: optional(
    text({
      meaning: 'address of the shop; with it a payment names the store (scene_info.store_info)',
      example: '1 Harbour Road, Hong Kong',
    }),
    'none; a payment names no store',
  ),
  storeNames: table({
    meaning: 'names of stores by their mchid; others go by the name of the merchant',
    example: '{"kp7": "Peak Mong Kok"}',
  }),
  privateKey: privateKey({
    meaning: 'private key of the API certificate; every request is signed with it',
    example: 'apiclient_key.pem',
  }),
  certificateSerial: text({
    meaning: 'serial number of the API certificate, hex as the merchant platform shows it',
    example: '3775B6A45ACD588826D15E583A95F5DD00000001',
    pattern: /^[0-9A-Fa-f]{8,40}$/,
    must: 'must be 8 to 40 hex digits',
  }),
  certificate: optional(
    certificate({
      meaning: 'the API certificate itself, so that `opencpm doctor` can tell when it ends',
      example: 'apiclient_cert.pem',
    }),
    'none',
  ),
  apiV3Key: optional(
    secret({
      meaning: 'the APIv3 key; opens the list of the platform’s certificates',
      example: 'api-v3.key',
      pattern: /^[0-9A-Za-z]{32}$/,
      must: 'must hold the 32 letters and digits of the APIv3 key',
    }),
    'needed unless a platform key is given',
  ),
  platformKey: optional(
    publicKey({
      meaning: 'public key of the platform, for contracts that got one; certificates are not fetched then',
      example: 'wechatpay_public_key.pem',
    }),
    'the keys of the certificate list',
  ),
  platformKeyId: optional(
    text({
      meaning: 'id of that key, as answers name it',
      example: 'PUB_KEY_ID_0119000001002025100900000000000000',
      pattern: /^\w{8,64}$/,
      must: 'must be 8 to 64 letters, digits or _',
    }),
    'needed with a platform key',
  ),
  notifyUrl: optional(
    text({
      meaning:
        'where WeChat Pay tells of the end of refunds: https://<gateway>/wallets/<name of this connector>/notify',
      example: 'https://gateway.example/wallets/wechatpay/notify',
      pattern: /^(?:https:\/\/|http:\/\/127\.0\.0\.1(?::\d+)?\/)[^?#\s]{1,230}$/,
      must: 'must be an https address of at most 256 characters without a query',
    }),
    'none; the end of a refund is found by enquiries alone',
  ),
  unsignedErrors: oneOf(['doubted', 'believed'], {
    meaning:
      'whether an error without a signature decides anything: `doubted` leaves such a payment open and asks, `believed` trusts TLS alone',
    example: 'doubted',
    fallback: 'doubted',
  }),
};

/** The settings of one connector. */
export type WechatPaySettings = SettingsOf<typeof WECHATPAY_SETTINGS>;

/** What is wrong with settings that are each right. */
export function contradictionsIn(settings: WechatPaySettings): readonly string[] {
  const { mode, spMchid, spAppid, subMchid, subAppid, mchid, appid, apiV3Key, platformKey } = settings;
  const institution = { sp_mchid: spMchid, sp_appid: spAppid, sub_mchid: subMchid };
  const direct = { mchid, appid };
  const [needed, barred] =
    mode === 'institution' ? [institution, direct] : [direct, { ...institution, sub_appid: subAppid }];
  const names = (fields: Readonly<Record<string, string | undefined>>, given: boolean): readonly string[] =>
    Object.keys(fields).filter((name) => (fields[name] !== undefined) === given);
  return [
    ...names(needed, false).map((name) => `${name}: is missing; mode ${mode} needs it`),
    ...names(barred, true).map((name) => `${name}: leave it out; mode ${mode} does not have it`),
    ...(apiV3Key === undefined && platformKey === undefined
      ? ['api_v3_key: is missing; give api_v3_key_file, or platform_key_file with platform_key_id']
      : []),
    ...(settings.notifyUrl !== undefined && apiV3Key === undefined
      ? ['api_v3_key: is missing; notifications are sealed with it, and notify_url asks for them']
      : []),
    ...((platformKey === undefined) !== (settings.platformKeyId === undefined)
      ? ['platform_key_id: goes with platform_key_file; give both or neither']
      : []),
    ...rsaKeyProblems(['private_key', settings.privateKey], ['platform_key', platformKey]),
    ...certificateProblems(settings),
  ];
}

function certificateProblems({ certificate: own, certificateSerial, privateKey: key }: WechatPaySettings) {
  if (own === undefined) return [];
  return [
    ...(own.serialNumber.toUpperCase() === certificateSerial.toUpperCase()
      ? []
      : [`certificate_serial: the certificate has the serial number ${own.serialNumber}`]),
    ...(own.checkPrivateKey(key) ? [] : ['certificate_file: does not belong to the private key']),
  ];
}

/**
 * Who charges, by settings without contradictions.
 *
 * @throws RangeError when a number that the mode needs is missing.
 */
export function identityOf(settings: WechatPaySettings): WechatPayIdentity {
  const { mode, spMchid, spAppid, subMchid, subAppid, mchid, appid } = settings;
  if (mode === 'institution' && spMchid !== undefined && spAppid !== undefined && subMchid !== undefined) {
    return { mode, spMchid, spAppid, subMchid, ...(subAppid === undefined ? {} : { subAppid }) };
  }
  if (mode === 'direct' && mchid !== undefined && appid !== undefined) return { mode, mchid, appid };
  throw new RangeError(`numbers are missing that mode ${mode} needs`);
}
