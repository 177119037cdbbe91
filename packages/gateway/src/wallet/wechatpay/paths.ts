/** Which spelling of the paths a contract uses. Nothing else differs between them. */
export type PathProfile = 'global' | 'hk';

interface Paths {
  readonly pay: string;
  readonly reverse: (orderNumber: string) => string;
  /** Everything else lies below this prefix, the same in both profiles. */
  readonly prefix: string;
}

const PATHS: Readonly<Record<PathProfile, Paths>> = {
  global: {
    pay: '/v3/global/micropay/transactions/pay',
    reverse: (orderNumber) => `/v3/global/micropay/transactions/out-trade-no/${orderNumber}/reverse`,
    prefix: '/v3/global',
  },
  hk: {
    pay: '/hk/v3/transactions/micropay',
    reverse: (orderNumber) => `/hk/v3/transactions/out-trade-no/${orderNumber}/reverse`,
    prefix: '/hk/v3',
  },
};

/** Where a payment is sent. */
export function payPath(profile: PathProfile): string {
  return PATHS[profile].pay;
}

/** Where a payment is asked about, by the number we gave it. */
export function orderPath(profile: PathProfile, orderNumber: string): string {
  return `${PATHS[profile].prefix}/transactions/out-trade-no/${encodeURIComponent(orderNumber)}`;
}

/** Where a payment is reversed, by the number we gave it. */
export function reversePath(profile: PathProfile, orderNumber: string): string {
  return PATHS[profile].reverse(encodeURIComponent(orderNumber));
}

/** Where a refund is sent. */
export function refundsPath(profile: PathProfile): string {
  return `${PATHS[profile].prefix}/refunds`;
}

/** Where a refund is asked about, by the number we gave it. */
export function refundPath(profile: PathProfile, refundNumber: string): string {
  return `${PATHS[profile].prefix}/refunds/out-refund-no/${encodeURIComponent(refundNumber)}`;
}

/** Where the platform's certificates are fetched. */
export function certificatesPath(profile: PathProfile): string {
  return `${PATHS[profile].prefix}/certificates`;
}

/** Where the statement of a day is fetched. */
export function statementsPath(profile: PathProfile): string {
  return `${PATHS[profile].prefix}/statements`;
}

/** A path with its query, encoded once: what is signed is what is sent. */
export function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}
