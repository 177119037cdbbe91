import { qfpayProtocol, startWalletServer } from '@opencpm/sandbox';
import type { LocalWallet } from './local-wallet.ts';

/** PayMe the way its merchants reach it: through a service that speaks QFPay's wire. */
export const UPSTREAM_WALLET: LocalWallet = {
  connector: 'upstream',
  payTypes: ['805808'],
  async start({ door, clock, timers, keys }) {
    const [appCode, clientKey] = [keys.secret('upstream-app-code'), keys.secret('upstream-client-key')];
    const server = await startWalletServer({
      protocol: qfpayProtocol(door, { appCode, clientKey, merchantName: 'Sandbox shop' }),
      clock,
      timers,
    });
    return {
      server,
      values: { host: server.url, app_code: appCode, client_key_env: 'CLIENT_KEY' },
      environment: { CLIENT_KEY: clientKey },
    };
  },
};
