import { description } from '../../../packages/gateway/src/wallet/upstream/description.ts';
import { qfpayProtocol } from '../../../packages/sandbox/src/index.ts';
import { WIRE_HOST, type WireWallet } from './wire-wallet.ts';

const APP_CODE = 'C'.repeat(32);
const CLIENT_KEY = 'K'.repeat(32);

/** Another service that speaks QFPay's wire, with every wallet behind it. */
export const WIRE_UPSTREAM: WireWallet = {
  name: 'upstream',
  description,
  open: ({ door, random }) => ({
    protocol: qfpayProtocol(door, { appCode: APP_CODE, clientKey: CLIENT_KEY, merchantName: 'Upstream' }),
    values: {
      host: WIRE_HOST,
      app_code: APP_CODE,
      client_key_env: 'CLIENT_KEY',
      sign_type: random.pick(['SHA256', 'MD5']),
    },
    // The last code of an enquiry is that of the payment.
    forgery: { paid: '"respcd": "0000", "errmsg"', refused: '"respcd": "1201", "errmsg"' },
    environment: { CLIENT_KEY },
  }),
};
