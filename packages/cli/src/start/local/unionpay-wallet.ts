import { createPrivateKey, createPublicKey } from 'node:crypto';
import { CURRENCIES, type CurrencyCode } from '@opencpm/protocol';
import { AcpProtocol, selfSignedCertificate, startWalletServer } from '@opencpm/sandbox';
import { localNotifyUrl } from './gateway-post.ts';
import type { LocalWallet } from './local-wallet.ts';

const MERCHANT_ID = '777290058110048';
const CERTIFICATE_NUMBER = '68759663125';
/** The name UnionPay's certificates carry. */
const OWNER = '中国银联股份有限公司 (sandbox)';

/** UnionPay QuickPass as a platform with a contract of ACP 5.1.0 reaches it for its shops. */
export const UNIONPAY_WALLET: LocalWallet = {
  connector: 'unionpay',
  payTypes: ['800708'],
  async start({ door, clock, timers, keys, post }) {
    const [merchant, wallet] = await Promise.all([
      keys.rsa('unionpay-merchant'),
      keys.rsa('unionpay-wallet'),
    ]);
    const privateKey = createPrivateKey(wallet.privateKey);
    // The clock of the sandbox can be moved by years; the certificate is in force all the same.
    const certificate = selfSignedCertificate(privateKey, {
      serial: '4f70656e43504d01',
      commonName: OWNER,
      fromMs: Date.UTC(2020, 0, 1),
      toMs: Date.UTC(2120, 0, 1),
    });
    const protocol = new AcpProtocol({
      door,
      timers,
      post,
      identity: { privateKey, certificate },
      merchants: [
        {
          merchantId: MERCHANT_ID,
          name: 'Sandbox platform',
          publicKey: createPublicKey(merchant.publicKey),
          certificateNumber: CERTIFICATE_NUMBER,
          serviceProviderId: 'SP00000001',
          currencies: [...CURRENCIES.keys()] as CurrencyCode[],
        },
      ],
      // A developer tries one thing after the other.
      habits: { asksAMinute: undefined },
    });
    const server = await startWalletServer({ protocol, clock, timers });
    return {
      server,
      values: {
        host: server.url,
        file_host: server.url,
        merchant_id: MERCHANT_ID,
        access_type: '2',
        sub_merchant_id: 'SHOP001',
        private_key_env: 'MERCHANT_KEY',
        certificate_number: CERTIFICATE_NUMBER,
        wallet_authorities_env: 'AUTHORITIES',
        notify_url: localNotifyUrl('unionpay'),
        emv_texts: 'sent',
        asks_per_minute: 10_000,
      },
      environment: { MERCHANT_KEY: merchant.privateKey, AUTHORITIES: certificate },
    };
  },
};
