/** A request to a wallet. */
export interface WalletRequest {
  readonly method: 'GET' | 'POST';
  /** Absolute address; `https:`, or `http:` on loopback. */
  readonly url: string;
  /** Sent as they stand. Length, encoding and connection are set by the client. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent byte for byte; a text goes out as UTF-8. Empty when left out. */
  readonly body?: Uint8Array | string;
  /** Longest answer that is read; {@link ANSWER_BYTES_MAX} when left out. */
  readonly answerBytesMax?: number;
}

/** A whole answer, whatever its status. Redirects are answers too: they are never followed. */
export interface WalletReply {
  readonly kind: 'answer';
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as they came. */
  readonly body: Buffer;
}

/**
 * How a request ended.
 *
 * - `answer`: the wallet answered, and the answer is whole.
 * - `not_sent`: it failed before the first byte of the request left: no address, no connection, no TLS, no proxy.
 * - `unknown`: everything later: time ran out, the connection broke, the answer is cut off, too long or packed.
 *
 * `reason` is one short line without anything of the request or the answer.
 */
export type WalletExchange =
  | WalletReply
  | { readonly kind: 'not_sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Longest answer that is read unless a request allows more. */
export const ANSWER_BYTES_MAX = 1_048_576;

/** The network towards one wallet. */
export interface WalletHttp {
  /** Sends a request once; never again by itself. Never rejects; ends at the latest when the signal fires. */
  send(request: WalletRequest, signal: AbortSignal): Promise<WalletExchange>;
  /** Lets go of connections that are kept. */
  close(): void;
}
