/** A call of a wallet to the gateway, untouched. */
export interface WalletNotification {
  readonly method: string;
  /** Path and query exactly as received; several wallets sign them. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What a wallet is answered. */
export interface NotificationReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What a notification is about. It moves nothing by itself: the gateway asks the wallet about the payment and records
 * that answer, and then acknowledges.
 *
 * - `payment`, `refund`: verified; `number` is the channel order id or channel refund id.
 * - `refused`: not verified, or unreadable; the reply goes out and nothing else happens. `why` has no secrets.
 */
export type NotificationReading =
  | {
      readonly kind: 'payment' | 'refund';
      readonly number: string;
      /** Sent when what the wallet says now is on disk. */
      readonly acknowledged: NotificationReply;
      /** Sent when it could not be recorded; the wallet comes again. */
      readonly later: NotificationReply;
    }
  | { readonly kind: 'refused'; readonly why: string; readonly reply: NotificationReply };

/** Reads a wallet's notifications. Checks the signature over the bytes received; never rejects. */
export interface NotificationReceiver {
  read(notification: WalletNotification): Promise<NotificationReading>;
}
