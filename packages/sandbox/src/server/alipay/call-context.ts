import type { WalletDoor } from '../../wallet-door.ts';
import type { AlipayClient, AlipaySettings } from './alipay-settings.ts';
import { type Fields, fieldOf } from './field-rules.ts';

/** Name of this protocol's notes in the book. */
export const PROTOCOL = 'alipay';

/** What every call works with. */
export interface CallContext {
  readonly door: WalletDoor;
  readonly settings: AlipaySettings;
  readonly client: AlipayClient;
  readonly nowMs: number;
  /** Offset of the times in the answer. */
  readonly offsetMinutes: number;
}

/** What is remembered of a `pay` beside the payment: what a repeat must equal, and where success is told. */
export interface PayNote {
  readonly currency: string;
  readonly value: string;
  readonly code: string;
  readonly notifyUrl: string;
  readonly clientId: string;
  /** The answer for ever, when the payment was refused without reaching the wallet. */
  readonly refusal?: { readonly code: string; readonly message: string };
}

/** What is remembered of a `refund`: what a repeat must equal. */
export interface RefundNote {
  readonly paymentRequestId: string;
  readonly currency: string;
  readonly value: string;
}

async function readNote<Note>(door: WalletDoor, key: string): Promise<Note | undefined> {
  const text = await door.readNote(PROTOCOL, key);
  // Only this program writes the notes.
  return text === undefined ? undefined : (JSON.parse(text) as Note);
}

/** The note of a `pay`. */
export function payNote(door: WalletDoor, paymentRequestId: string): Promise<PayNote | undefined> {
  return readNote<PayNote>(door, `pay:${paymentRequestId}`);
}

/** Remembers a `pay`. */
export function keepPayNote(door: WalletDoor, paymentRequestId: string, note: PayNote): Promise<void> {
  return door.writeNote(PROTOCOL, `pay:${paymentRequestId}`, JSON.stringify(note));
}

/** The note of a `refund`. */
export function refundNote(door: WalletDoor, refundRequestId: string): Promise<RefundNote | undefined> {
  return readNote<RefundNote>(door, `refund:${refundRequestId}`);
}

/** Remembers a `refund`. */
export function keepRefundNote(door: WalletDoor, refundRequestId: string, note: RefundNote): Promise<void> {
  return door.writeNote(PROTOCOL, `refund:${refundRequestId}`, JSON.stringify(note));
}

/** Remembers which of our numbers belongs to one the caller chose; before an answer names ours. */
export function keepNumber(door: WalletDoor, own: string, requestId: string): Promise<void> {
  return door.writeNote(PROTOCOL, `own:${own}`, requestId);
}

/**
 * The number a call names something by: ours wins when both are given, as the documents say. Undefined when it is one
 * this wallet has never told anybody.
 */
export async function requestIdIn(
  { door }: CallContext,
  body: Fields,
  ownField: 'paymentId' | 'refundId',
  requestField: 'paymentRequestId' | 'refundRequestId',
): Promise<string | undefined> {
  const own = fieldOf(body, ownField);
  return own === undefined ? fieldOf(body, requestField) : door.readNote(PROTOCOL, `own:${own}`);
}
