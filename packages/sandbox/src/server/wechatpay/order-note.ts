import { createHash } from 'node:crypto';
import type { WalletFamily } from '@opencpm/protocol';
import type { WalletDoor } from '../../wallet-door.ts';

/** Name of this protocol; its notes in the wallets' book stand under it. */
export const PROTOCOL = 'wechatpay';

/** What the wallet remembers of an order beside the payment itself. */
export interface OrderNote {
  /** Who signed for it, and the shop it was made for. */
  readonly signer: string;
  readonly shop: string;
  /** The merchant as the request named it, for echoes. */
  readonly identity: Readonly<Record<string, string>>;
  readonly family: WalletFamily;
  readonly codeDigest: string;
  /** Digest of the rest of the request: a repeat has the same. */
  readonly requestDigest: string;
  readonly attach?: string;
  readonly createdAtMs: number;
  /** When the wallet revoked it by itself. */
  readonly revokedAtMs?: number;
  /** When it was reversed though nothing had been taken; it can never be paid from then on. */
  readonly sealedAtMs?: number;
}

/** The notes of this protocol: orders by our number, and our numbers by the wallet's. */
export class OrderNotes {
  readonly #door: WalletDoor;

  constructor(door: WalletDoor) {
    this.#door = door;
  }

  async read(number: string): Promise<OrderNote | undefined> {
    const text = await this.#door.readNote(PROTOCOL, number);
    return text === undefined ? undefined : (JSON.parse(text) as OrderNote);
  }

  write(number: string, note: OrderNote): Promise<void> {
    return this.#door.writeNote(PROTOCOL, number, JSON.stringify(note));
  }

  /** Our number of an order or refund the wallet has told us its own number of. */
  numberOf(walletId: string): Promise<string | undefined> {
    return this.#door.readNote(PROTOCOL, `id ${walletId}`);
  }

  /** Where the end of a refund is to be told. */
  refundToTell(refundNumber: string): Promise<string | undefined> {
    return this.#door.readNote(PROTOCOL, `tell ${refundNumber}`);
  }

  rememberToTell(refundNumber: string, url: string): Promise<void> {
    return this.#door.writeNote(PROTOCOL, `tell ${refundNumber}`, url);
  }

  rememberId(walletId: string, number: string): Promise<void> {
    return this.#door.writeNote(PROTOCOL, `id ${walletId}`, number);
  }
}

/** A digest that stands for a text without giving it away. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
