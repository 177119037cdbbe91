import { CURRENCIES, type CurrencyCode } from '@opencpm/protocol';
import { description } from '../../../packages/gateway/src/wallet/unionpay/description.ts';
import { AcpProtocol, PartnerProtocol } from '../../../packages/sandbox/src/index.ts';
import { wireKeys } from './wire-keys.ts';
import { SILENT_TIMERS, WIRE_HOST, type WireWallet } from './wire-wallet.ts';

const MERCHANT_ID = '777290058110048';
const CERTIFICATE_NUMBER = '68759663125';
const SERVICE_PROVIDER_ID = 'SP00000001';

const VALUES = {
  host: WIRE_HOST,
  merchant_id: MERCHANT_ID,
  private_key_env: 'MERCHANT_KEY',
  notify_url: 'https://gateway.example/wallets/unionpay/notify',
} as const;

function merchantOf(): ConstructorParameters<typeof AcpProtocol>[0]['merchants'][number] {
  return {
    merchantId: MERCHANT_ID,
    name: 'Simulated shop',
    publicKey: wireKeys().merchant.publicKey,
    certificateNumber: CERTIFICATE_NUMBER,
    serviceProviderId: SERVICE_PROVIDER_ID,
    currencies: [...CURRENCIES.keys()] as CurrencyCode[],
  };
}

/** UnionPay QuickPass over ACP 5.1.0. */
export const WIRE_UNIONPAY: WireWallet = {
  name: 'unionpay',
  description,
  showsCorrections: false,
  open({ door, random, keepsItsWord }) {
    const { merchant, shortWallet: wallet, certificate } = wireKeys();
    // A wallet whose enquiries do not show a reversal has to be believed: what it takes against its word shows in no call.
    const afterReversal = keepsItsWord ? random.pick(['failed', 'unchanged'] as const) : 'failed';
    const protocol = new AcpProtocol({
      door,
      timers: SILENT_TIMERS,
      identity: { privateKey: wallet.privateKey, certificate },
      merchants: [merchantOf()],
      habits: {
        afterReversal,
        reversalOfNothing: random.pick(['34', '34', '00']),
        blindAsks: random.pick([0, 0, 1]),
        wrapped: random.chance(0.3),
      },
    });
    return {
      protocol,
      values: {
        ...VALUES,
        certificate_number: CERTIFICATE_NUMBER,
        wallet_authorities_env: 'AUTHORITIES',
        after_reversal: afterReversal,
      },
      forgery: { paid: 'origRespCode=00', refused: 'origRespCode=01' },
      environment: { MERCHANT_KEY: merchant.privatePem, AUTHORITIES: certificate },
    };
  },
};

/** UnionPay QuickPass over the partner platform. */
export const WIRE_UNIONPAY_PARTNER: WireWallet = {
  name: 'unionpay-partner',
  description,
  namesCurrency: false,
  open({ door }) {
    const { merchant, wallet } = wireKeys();
    const protocol = new PartnerProtocol({
      door,
      timers: SILENT_TIMERS,
      identity: wallet,
      merchants: [merchantOf()],
    });
    return {
      protocol,
      values: {
        ...VALUES,
        contract: 'partner',
        service_provider_id: SERVICE_PROVIDER_ID,
        wallet_public_key_env: 'WALLET_KEY',
      },
      forgery: { paid: '"origRespCode":"00"', refused: '"origRespCode":"06"' },
      environment: { MERCHANT_KEY: merchant.privatePem, WALLET_KEY: wallet.publicPem },
    };
  },
};
