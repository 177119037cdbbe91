import type { DigestAlgorithm } from '@opencpm/protocol';

/** Who a client speaks for, and to whom. */
export interface Credentials {
  /** Such as `https://openapi-hk.qfapi.com`; a path before `/trade` is kept. */
  readonly baseUrl: string;
  /** Sent as `X-QF-APPCODE`. */
  readonly appCode: string;
  /** Signs requests and proves answers. Secret: belongs on servers and tills, never into a page. */
  readonly clientKey: string;
  /** `mchid`, when one was issued. */
  readonly storeId?: string | undefined;
  /** SHA256 when left out; MD5 for hosts that know nothing else. */
  readonly signType?: DigestAlgorithm | undefined;
}
