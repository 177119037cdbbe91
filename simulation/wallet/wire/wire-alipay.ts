import { description } from '../../../packages/gateway/src/wallet/alipay/description.ts';
import { AlipayProtocol, USUAL_CHOICES } from '../../../packages/sandbox/src/index.ts';
import { wireKeys } from './wire-keys.ts';
import { WIRE_HOST, type WireWallet } from './wire-wallet.ts';

const CLIENT_ID = 'CLIENT0001';

/** Alipay in one of its three dialects. */
export const WIRE_ALIPAY: WireWallet = {
  name: 'alipay',
  description,
  open({ door, clock, timers, random }) {
    const { merchant, wallet } = wireKeys();
    const dialect = random.pick(['ams', 'ams', 'acqp', 'alipayhk'] as const);
    const settings = {
      ...USUAL_CHOICES,
      clients: [{ clientId: CLIENT_ID, dialect, keys: new Map([['1', merchant.publicKey]]) }],
      privateKey: wallet.privateKey,
      cancelOfUnknown: random.pick(['absent', 'barred'] as const),
      expiredAs: random.pick(['FAIL', 'CANCELLED'] as const),
    };
    return {
      protocol: new AlipayProtocol({ door, settings, clock, timers }),
      values: {
        dialect,
        host: WIRE_HOST,
        client_id: CLIENT_ID,
        private_key_env: 'MERCHANT_KEY',
        wallet_public_key_env: 'WALLET_KEY',
        notify_url: 'https://gateway.example/wallets/alipay/notify',
        merchant_id: 'M1',
        merchant_mcc: '5814',
        store_id: 'S1',
        ...(dialect === 'alipayhk' ? { acquirer_id: 'A1', psp_id: 'P1' } : {}),
      },
      forgery:
        dialect === 'ams'
          ? { paid: '"paymentStatus":"SUCCESS"', refused: '"paymentStatus":"FAIL"' }
          : {
              paid: '"paymentResult":{"resultCode":"SUCCESS","resultStatus":"S"',
              refused: '"paymentResult":{"resultCode":"PROCESS_FAIL","resultStatus":"F"',
            },
      environment: { MERCHANT_KEY: merchant.privatePem, WALLET_KEY: wallet.publicPem },
    };
  },
};
