import { createPrivateKey, createPublicKey } from 'node:crypto';
import { AlipayProtocol, startWalletServer, USUAL_CHOICES } from '@opencpm/sandbox';
import { localNotifyUrl } from './gateway-post.ts';
import type { LocalWallet } from './local-wallet.ts';

const CLIENT_ID = 'SANDBOX_OPENCPM';
const KEY_VERSION = '1';

/** Alipay and AlipayHK as a merchant of Antom reaches them. */
export const ALIPAY_WALLET: LocalWallet = {
  connector: 'alipay',
  payTypes: ['800108'],
  async start({ door, clock, timers, keys, post }) {
    const merchant = await keys.rsa('alipay-merchant');
    const wallet = await keys.rsa('alipay-wallet');
    const client = {
      clientId: CLIENT_ID,
      dialect: 'ams',
      keys: new Map([[KEY_VERSION, createPublicKey(merchant.publicKey)]]),
    } as const;
    const privateKey = createPrivateKey(wallet.privateKey);
    const settings = { ...USUAL_CHOICES, clients: [client], privateKey };
    const protocol = new AlipayProtocol({ door, settings, clock, timers, post });
    const server = await startWalletServer({ protocol, clock, timers });
    return {
      server,
      values: {
        host: server.url,
        client_id: CLIENT_ID,
        key_version: Number(KEY_VERSION),
        private_key_env: 'MERCHANT_KEY',
        wallet_public_key_env: 'WALLET_KEY',
        bill_files: `${server.url}/v1/settlements/OPENCPM`,
        notify_url: localNotifyUrl('alipay'),
        merchant_id: 'OPENCPM',
        merchant_mcc: '5812',
        store_id: 'STORE',
      },
      environment: { MERCHANT_KEY: merchant.privateKey, WALLET_KEY: wallet.publicKey },
    };
  },
};
