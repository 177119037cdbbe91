import type { AnswerManner, ProtocolFault } from '../answer-manner.ts';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query exactly as received; several wallets sign them. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** By the clock of the sandbox, milliseconds since 1970-01-01 UTC. */
  readonly receivedAtMs: number;
}

/** An answer before it goes out. */
export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An answer, and how it goes out: the manner that came with what the wallet had to say, else `at_once`. */
export interface SpokenReply {
  readonly reply: WireReply;
  readonly manner: AnswerManner;
}

/** One wallet's own protocol: what a request means, and how an answer is written and signed. */
export interface WalletProtocol {
  /** Such as `alipay`; names its notes in the book. */
  readonly name: string;
  /** Rejects only when the sandbox itself failed; the caller then gets an HTTP 500 without a signature. */
  handle(request: WireRequest): Promise<SpokenReply>;
  /** The same answer, damaged as only somebody can who knows the protocol. */
  damage(reply: WireReply, fault: ProtocolFault): WireReply;
  /** Takes up what was open when the process before this one ended; called once, when the book can be used. */
  begin?(): Promise<void>;
  /** Lets go of what it waits for by itself; called when its server ends. */
  close?(): void;
}
