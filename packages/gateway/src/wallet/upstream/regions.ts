/** Where a service that speaks this wire is reached. */
export interface Region {
  /** For production and live tests: real wallets, real money. */
  readonly host: string;
  readonly title: string;
  /** `live test` charges real wallets and never settles: everything has to be refunded at once. */
  readonly kind: 'production' | 'live test' | 'sandbox';
}

/** Hosts of QFPay's public documents, by a short name. None of them has been met by this connector. */
export const REGIONS = {
  hk: { host: 'https://openapi-hk.qfapi.com', title: 'Hong Kong', kind: 'production' },
  'hk-test': { host: 'https://test-openapi-hk.qfapi.com', title: 'Hong Kong', kind: 'live test' },
  cn: { host: 'https://openapi.qfpay.com', title: 'China mainland', kind: 'production' },
  'cn-test': { host: 'https://openapi-test.qfpay.com', title: 'China mainland', kind: 'live test' },
  jp: { host: 'https://openapi-jp.qfapi.com', title: 'Japan', kind: 'production' },
  th: { host: 'https://openapi-th.qfapi.com', title: 'Thailand', kind: 'production' },
  'th-test': { host: 'https://test-openapi-th.qfapi.com', title: 'Thailand', kind: 'live test' },
  ae: { host: 'https://openapi-db.qfapi.com', title: 'Dubai', kind: 'production' },
  'ae-test': { host: 'https://test-openapi-db.qfapi.com', title: 'Dubai', kind: 'live test' },
  sg: {
    host: 'https://openapi-sg.qfapi.com',
    title: 'Singapore, Malaysia, Canada, Philippines',
    kind: 'production',
  },
  'sg-test': {
    host: 'https://test-openapi-sg.qfapi.com',
    title: 'Singapore, Malaysia, Canada, Philippines',
    kind: 'live test',
  },
  id: { host: 'https://openapi-id.qfapi.com', title: 'Indonesia', kind: 'production' },
  'id-test': { host: 'https://test-openapi-id.qfapi.com', title: 'Indonesia', kind: 'live test' },
  eu: { host: 'https://openapi-eur.qfapi.com', title: 'Europe', kind: 'production' },
  'eu-test': { host: 'https://test-openapi-eur.qfapi.com', title: 'Europe', kind: 'live test' },
  sandbox: { host: 'https://openapi-int.qfapi.com', title: 'all', kind: 'sandbox' },
} as const satisfies Record<string, Region>;

/** Name of a preset. */
export type RegionName = keyof typeof REGIONS;
