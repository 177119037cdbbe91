import type { GatewayCore, GatewayParts } from '@opencpm/gateway';
import { loopbackOnly } from '@opencpm/sandbox';
import { sandboxCredentials } from './sandbox-credentials.ts';

type App = Parameters<NonNullable<GatewayParts['extraRoutes']>>[0];

/** `GET /sandbox/merchants`: the credentials a developer needs, for programs on the same machine only. */
export function credentialsRoute(app: App, core: GatewayCore): void {
  app.addHook('onRequest', loopbackOnly);
  app.get('/sandbox/merchants', async () => ({
    merchants: (await sandboxCredentials(core)).map(({ merchant, clientKey }) => ({
      app_code: merchant.appCode,
      client_key: clientKey,
      name: merchant.name,
      kind: merchant.kind,
      pay_types: merchant.payTypes,
      currencies: merchant.currencies,
      stores: merchant.stores
        .filter(({ status }) => status === 'active')
        .map(({ storeId, name }) => ({ mchid: storeId, name })),
    })),
  }));
}
