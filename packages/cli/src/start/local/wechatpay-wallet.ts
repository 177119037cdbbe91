import { createPrivateKey, createPublicKey } from 'node:crypto';
import { CURRENCIES, type CurrencyCode } from '@opencpm/protocol';
import { Platform, startWalletServer, WechatPayProtocol } from '@opencpm/sandbox';
import { localNotifyUrl } from './gateway-post.ts';
import type { LocalWallet } from './local-wallet.ts';

/** Numbers of the made-up institution and its only shop. */
const MCHID = '1900000100';
const SUB_MCHID = '1900000109';
const APPID = 'wx0000000000000001';
const CATEGORY_CODE = '5411';

/** WeChat Pay and WeChat Pay HK as their institutions reach them. */
export const WECHATPAY_WALLET: LocalWallet = {
  connector: 'wechatpay',
  payTypes: ['800208', '801008'],
  async start({ door, clock, timers, randomBytes, keys, post }) {
    const [merchant, platform] = await Promise.all([
      keys.rsa('wechatpay-merchant'),
      keys.rsa('wechatpay-platform'),
    ]);
    const apiV3Key = keys.secret('wechatpay-api-v3-key');
    const serial = serialOf(keys.secret('wechatpay-merchant-serial'));
    const platformSerial = serialOf(keys.secret('wechatpay-platform-serial'));
    const protocol = new WechatPayProtocol({
      door,
      clock,
      timers,
      randomBytes,
      post,
      platform: new Platform(createPrivateKey(platform.privateKey), platformSerial, clock.nowMs()),
      contracts: [
        {
          mchid: MCHID,
          mode: 'institution',
          appids: [APPID],
          apiV3Key,
          certificates: [{ serial, publicKey: createPublicKey(merchant.publicKey) }],
          shops: [
            {
              number: SUB_MCHID,
              signer: MCHID,
              name: 'Sandbox shop',
              kind: 'fusion',
              currencies: [...CURRENCIES.keys()] as CurrencyCode[],
              categoryCodes: [CATEGORY_CODE],
            },
          ],
        },
      ],
      // A developer tries one thing after the other, and a load test all at once.
      habits: {
        callsPerSecond: undefined,
        wrongRefundsPerSecond: undefined,
        refundSpacingMs: 0,
        statementAfterMs: 0,
      },
    });
    const server = await startWalletServer({ protocol, clock, timers });
    return {
      server,
      values: {
        host: server.url,
        sp_mchid: MCHID,
        sp_appid: APPID,
        sub_mchid: SUB_MCHID,
        merchant_category_code: CATEGORY_CODE,
        notify_url: localNotifyUrl('wechatpay'),
        store_address: '1 Harbour Road, Hong Kong',
        certificate_serial: serial,
        private_key_env: 'PRIVATE_KEY',
        api_v3_key_env: 'API_V3_KEY',
      },
      environment: { PRIVATE_KEY: merchant.privateKey, API_V3_KEY: apiV3Key },
    };
  },
};

/** A serial number of a certificate from 32 hex digits: positive, so the first is made small. */
function serialOf(digits: string): string {
  return `4${digits.slice(1)}`;
}
