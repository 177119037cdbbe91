import { CURRENCIES, type CurrencyCode } from '@opencpm/protocol';
import { description } from '../../../packages/gateway/src/wallet/wechatpay/description.ts';
import { Platform, WechatPayProtocol } from '../../../packages/sandbox/src/index.ts';
import { wireKeys } from './wire-keys.ts';
import { WIRE_HOST, type WireWallet } from './wire-wallet.ts';

const MCHID = '1900000100';
const SUB_MCHID = '1900000109';
const APPID = 'wx0000000000000001';
const CATEGORY_CODE = '5411';
const MERCHANT_SERIAL = '4000000000000000000000000000000000000001';
const PLATFORM_SERIAL = '4000000000000000000000000000000000000002';
const API_V3_KEY = 'S'.repeat(32);

/** WeChat Pay for an institution or for a merchant itself, with its keys from the list or from the settings. */
export const WIRE_WECHATPAY: WireWallet = {
  name: 'wechatpay',
  description,
  // Its guides call an attempt dead then (decision 0055).
  unknownIsFinalAfterMs: 30_000,
  open({ door, clock, timers, random }) {
    const { merchant, wallet } = wireKeys();
    const mode = random.pick(['institution', 'direct'] as const);
    const lists = random.chance(0.5);
    const errorsSigned = random.chance(0.8);
    const shop = mode === 'institution' ? SUB_MCHID : MCHID;
    const bytes = random.fork('bytes');
    const protocol = new WechatPayProtocol({
      door,
      clock,
      timers,
      randomBytes: (length) => Uint8Array.from({ length }, () => bytes.between(0, 255)),
      platform: new Platform(wallet.privateKey, PLATFORM_SERIAL, clock.nowMs()),
      contracts: [
        {
          mchid: MCHID,
          mode,
          appids: [APPID],
          apiV3Key: API_V3_KEY,
          certificates: [{ serial: MERCHANT_SERIAL, publicKey: merchant.publicKey }],
          shops: [
            {
              number: shop,
              signer: MCHID,
              name: 'Simulated shop',
              kind: 'fusion',
              currencies: [...CURRENCIES.keys()] as CurrencyCode[],
              categoryCodes: [CATEGORY_CODE],
            },
          ],
        },
      ],
      habits: {
        waitingAnswer: random.pick(['state', 'code']),
        codeSpelling: random.pick(['underscored', 'older']),
        errorsSigned,
        orderIdName: random.pick(['id', 'transaction_id']),
        extraFields: random.chance(0.3),
        unpaidReversedState: random.pick(['REVOKED', 'CLOSED']),
        closedRefundState: random.pick(['REFUNDCLOSE', 'CLOSED']),
        refundSpacingMs: random.pick([0, 60_000]),
      },
    });
    return {
      protocol,
      values: {
        host: WIRE_HOST,
        path_profile: random.pick(['global', 'hk']),
        mode,
        ...(mode === 'institution'
          ? { sp_mchid: MCHID, sp_appid: APPID, sub_mchid: SUB_MCHID }
          : { mchid: MCHID, appid: APPID }),
        merchant_category_code: CATEGORY_CODE,
        certificate_serial: MERCHANT_SERIAL,
        private_key_env: 'MERCHANT_KEY',
        unsigned_errors: errorsSigned ? 'doubted' : 'believed',
        ...(lists
          ? { api_v3_key_env: 'API_V3_KEY' }
          : { platform_key_env: 'WALLET_KEY', platform_key_id: PLATFORM_SERIAL }),
      },
      forgery: { paid: '"trade_state":"SUCCESS"', refused: '"trade_state":"PAYERROR"' },
      environment: { MERCHANT_KEY: merchant.privatePem, WALLET_KEY: wallet.publicPem, API_V3_KEY },
    };
  },
};
