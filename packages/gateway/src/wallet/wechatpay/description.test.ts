import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ManualTime } from '../../clock/test-time.ts';
import type { ConfiguredConnector } from '../connector-description.ts';
import { SettingProblem } from '../settings/setting.ts';
import { description } from './description.ts';
import { VECTORS } from './vectors/test-vectors.ts';

const SHORT_KEY = generateKeyPairSync('rsa', {
  modulusLength: 1_024,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;

const ENVIRONMENT = {
  KEY: VECTORS.merchant.privateKey,
  SHORT_KEY,
  API_V3: VECTORS.sealed.key,
  PLATFORM: VECTORS.platform.publicKey,
};

const GOOD = {
  sp_mchid: VECTORS.merchant.mchid,
  sp_appid: VECTORS.merchant.appid,
  sub_mchid: VECTORS.merchant.subMchid,
  merchant_category_code: '5411',
  private_key_env: 'KEY',
  certificate_serial: VECTORS.merchant.serial.toLowerCase(),
  api_v3_key_env: 'API_V3',
};

function configure(values: Readonly<Record<string, unknown>>): {
  readonly configured: ConfiguredConnector | undefined;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const files = {
    read(): string {
      throw new SettingProblem('there are no files');
    },
  };
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  const place = { values: given, environment: ENVIRONMENT, files };
  return { configured: description.configure(place, (problem) => problems.push(problem)), problems };
}

describe('settings', () => {
  it.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ['an institution', GOOD],
    ['an institution whose shop has a public id', { ...GOOD, sub_appid: 'wx9' }],
    [
      'a merchant with a contract of its own',
      {
        ...GOOD,
        mode: 'direct',
        mchid: '1',
        appid: 'wx1',
        sp_mchid: undefined,
        sp_appid: undefined,
        sub_mchid: undefined,
      },
    ],
    [
      'a key of the platform',
      { ...GOOD, api_v3_key_env: undefined, platform_key_env: 'PLATFORM', platform_key_id: 'PUB_KEY_ID_01' },
    ],
  ])('of %s are taken', (_, values) => {
    const { configured, problems } = configure(values);
    expect(problems).toEqual([]);
    expect(configured?.host.href).toBe('https://apihk.mch.weixin.qq.com/');
  });

  it.each<readonly [Readonly<Record<string, unknown>>, readonly string[]]>([
    [{ sub_mchid: undefined }, ['sub_mchid: is missing; mode institution needs it']],
    [{ mchid: '1' }, ['mchid: leave it out; mode institution does not have it']],
    [
      {
        mode: 'direct',
        mchid: '1',
        appid: 'wx1',
        sp_mchid: undefined,
        sp_appid: undefined,
        sub_appid: 'wx9',
      },
      [
        'sub_mchid: leave it out; mode direct does not have it',
        'sub_appid: leave it out; mode direct does not have it',
      ],
    ],
    [
      { api_v3_key_env: undefined },
      ['api_v3_key: is missing; give api_v3_key_file, or platform_key_file with platform_key_id'],
    ],
    [
      { platform_key_env: 'PLATFORM' },
      ['platform_key_id: goes with platform_key_file; give both or neither'],
    ],
    [
      {
        api_v3_key_env: undefined,
        platform_key_env: 'PLATFORM',
        platform_key_id: 'PUB_KEY_ID_01',
        notify_url: 'https://gw.example/wallets/wechatpay/notify',
      },
      ['api_v3_key: is missing; notifications are sealed with it, and notify_url asks for them'],
    ],
    [
      { notify_url: 'https://gw.example/notify?x=1' },
      ['notify_url: must be an https address of at most 256 characters without a query'],
    ],
    [{ merchant_category_code: '54' }, ['merchant_category_code: must be four digits']],
    [
      { api_v3_key_env: 'PLATFORM' },
      ['api_v3_key_env: must hold the 32 letters and digits of the APIv3 key'],
    ],
    [{ private_key_env: 'SHORT_KEY' }, ['private_key: must have 2048 bits at least']],
    [{ certificate_serial: 'serial' }, ['certificate_serial: must be 8 to 40 hex digits']],
  ])('%j are not', (changes, expected) => {
    expect(configure({ ...GOOD, ...changes }).problems).toEqual(expected);
  });
});

describe('for the operator', () => {
  const time = new ManualTime();

  it('the keys are shown by what they are, never themselves', () => {
    const facts = configure({ ...GOOD, platform_key_env: 'PLATFORM', platform_key_id: 'PUB_KEY_ID_01' });
    const keys = facts.configured?.keys() ?? [];
    expect(keys).toEqual([
      { setting: 'private_key', what: 'RSA private key, 2048 bits', fingerprint: expect.any(String) },
      { setting: 'api_v3_key', what: 'APIv3 key', fingerprint: '' },
      { setting: 'platform_key', what: 'RSA public key, 2048 bits', fingerprint: expect.any(String) },
    ]);
    expect(JSON.stringify(keys)).not.toContain(VECTORS.sealed.key);
  });

  it('what would be signed is shown without the whole signature', () => {
    const sample = configure(GOOD).configured?.sample({ clock: time, randomBytes: (n) => new Uint8Array(n) });
    expect(sample).toMatchObject({
      method: 'POST',
      url: 'https://apihk.mch.weixin.qq.com/v3/global/micropay/transactions/pay',
      headers: {
        authorization: expect.stringMatching(
          /^WECHATPAY2-SHA256-RSA2048 mchid="1900000100",nonce_str="0{32}",signature=".{8}…",timestamp="1772337600",serial_no="3775B6A45ACD588826D15E583A95F5DD00000001"$/,
        ),
      },
    });
    expect(sample?.textToSign.split('\n')).toEqual([
      'POST',
      '/v3/global/micropay/transactions/pay',
      '1772337600',
      '0'.repeat(32),
      sample?.body,
      '',
    ]);
  });
});

it('asks every five seconds for 45 s and reverses from 15 s on', () => {
  const profile = configure(GOOD).configured?.profileOf('wechatpay_hk');
  expect(profile).toMatchObject({ firstAskAfterMs: 5_000, reverseNotBeforeMs: 15_000 });
});
