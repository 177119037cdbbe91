/** A notification as the merchant's endpoint heard it. */
export interface HeardNotification {
  readonly notifyId: string;
  /** `X-QF-SIGN`. */
  readonly signature: string;
  /** The exact body. */
  readonly body: string;
  /** Whether the endpoint meant to acknowledge this try. */
  readonly acknowledged: boolean;
}
