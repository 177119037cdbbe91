import type { ResponseCode } from '@opencpm/protocol';

/** A request that ends before a payment exists: its code, and a text that names the field and the rule it broke. */
export interface Refusal {
  readonly respcd: ResponseCode;
  /** For `respmsg`; holds no value of the request. */
  readonly message: string;
}
