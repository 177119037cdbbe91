import { createHash } from 'node:crypto';
import type { WalletDoor } from '../../wallet-door.ts';

/** Name of these protocols' notes in the book. */
export const UNIONPAY = 'unionpay';

/** What is remembered of a purchase beside the payment. */
export interface PurchaseNote {
  readonly txnTime: string;
  readonly notifyUrl: string;
  /** The number in the wallets' book: the order number, or one of its own when the same number came with another time. */
  readonly number: string;
  readonly codeDigest: string;
}

/** What is remembered of a refund. */
export interface RefundNote {
  readonly txnTime: string;
  /** Number of the payment in the wallets' book. */
  readonly payment: string;
  /** Number of the refund in the wallets' book; as for purchases. */
  readonly number: string;
  readonly notifyUrl: string;
}

async function read<Note>(door: WalletDoor, name: string): Promise<Note | undefined> {
  const text = await door.readNote(UNIONPAY, name);
  // Only this program writes the notes.
  return text === undefined ? undefined : (JSON.parse(text) as Note);
}

/** The purchase with a number of the merchant and the time it came with: both name it together. */
export function purchaseNote(
  door: WalletDoor,
  orderId: string,
  txnTime: string,
): Promise<PurchaseNote | undefined> {
  return read(door, `purchase ${orderId} ${txnTime}`);
}

/** Remembers a purchase before anything is charged. */
export async function keepPurchase(
  door: WalletDoor,
  orderId: string,
  facts: Omit<PurchaseNote, 'number'>,
): Promise<PurchaseNote> {
  const first = await door.readNote(UNIONPAY, `first ${orderId}`);
  const number = first === undefined ? orderId : `${orderId}T${facts.txnTime}`;
  const note = { ...facts, number };
  if (first === undefined) await door.writeNote(UNIONPAY, `first ${orderId}`, facts.txnTime);
  await door.writeNote(UNIONPAY, `purchase ${orderId} ${facts.txnTime}`, JSON.stringify(note));
  return note;
}

/** The number of the wallets' book behind UnionPay's own. */
export function numberOfQueryId(door: WalletDoor, queryId: string): Promise<string | undefined> {
  return door.readNote(UNIONPAY, `query ${queryId}`);
}

/** Remembers UnionPay's own number before it is told. */
export function keepQueryId(door: WalletDoor, queryId: string, number: string): Promise<void> {
  return door.writeNote(UNIONPAY, `query ${queryId}`, number);
}

/** A refund by the merchant's number of it and the time it came with. */
export function refundNote(
  door: WalletDoor,
  orderId: string,
  txnTime: string,
): Promise<RefundNote | undefined> {
  return read(door, `refund ${orderId} ${txnTime}`);
}

/** Remembers a refund before anything is returned. */
export async function keepRefund(
  door: WalletDoor,
  orderId: string,
  facts: Omit<RefundNote, 'number'>,
): Promise<RefundNote> {
  const known = await door.findRefund(orderId);
  const note = { ...facts, number: known === undefined ? orderId : `${orderId}T${facts.txnTime}` };
  await door.writeNote(UNIONPAY, `refund ${orderId} ${facts.txnTime}`, JSON.stringify(note));
  return note;
}

/** A digest that stands for a code without giving it away. */
export function codeDigestOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
