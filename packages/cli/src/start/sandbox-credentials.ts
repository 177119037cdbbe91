import {
  ALL_CURRENCIES,
  type GatewayCore,
  type Merchant,
  type MerchantAdministration,
} from '@opencpm/gateway';

/** A merchant of the sandbox with its newest key, ready to be used by a client. */
export interface SandboxCredentials {
  readonly merchant: Merchant;
  readonly clientKey: string;
}

/** Makes the two merchants of a fresh sandbox: a direct one without `mchid`, and a partner with two stores. */
export async function seedMerchants(administration: MerchantAdministration): Promise<void> {
  if ((await administration.list()).length > 0) return;
  await administration.add({ name: 'Harbour Coffee', kind: 'direct', currencies: ALL_CURRENCIES });
  await administration.add({
    name: 'Peak Retail Group',
    kind: 'partner',
    currencies: ALL_CURRENCIES,
    stores: [{ name: 'Peak Central' }, { name: 'Peak Mong Kok' }],
  });
}

/** Credentials of every active merchant. The sandbox's keys are no secret; nothing but play money hangs on them. */
export async function sandboxCredentials(core: GatewayCore): Promise<readonly SandboxCredentials[]> {
  const merchants = await core.administration.list();
  const credentials = merchants
    .filter(({ status }) => status === 'active')
    .map(async ({ appCode }) => {
      const access = await core.merchants.find(appCode);
      const [newest] = access?.keys ?? [];
      return access === undefined || newest === undefined
        ? []
        : [{ merchant: access.merchant, clientKey: newest.secret }];
    });
  return (await Promise.all(credentials)).flat();
}
