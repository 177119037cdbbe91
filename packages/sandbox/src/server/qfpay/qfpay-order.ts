import type { CurrencyCode, PayType, WalletFamily } from '@opencpm/protocol';
import type { OrderReference } from '../../wallet-answer.ts';
import type { WalletDoor } from '../../wallet-door.ts';

const PROTOCOL = 'qfpay';

/** What the server remembers of a payment request, before the wallet sees it. */
export interface RequestedPayment {
  readonly orderNumber: string;
  readonly family: WalletFamily;
  readonly payType: PayType;
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  readonly callerTime: string;
  readonly deviceId: string;
  readonly goodsName: string;
}

/** What it remembers of a refund request. */
export interface RequestedRefund {
  readonly orderNumber: string;
  /** Order number of the payment. */
  readonly original: string;
  readonly originalSyssn: string;
  readonly amountMinor: number;
  readonly callerTime: string;
  readonly deviceId: string;
}

/** What an order number stands for. */
export type Requested =
  | ({ readonly kind: 'payment' } & RequestedPayment)
  | ({ readonly kind: 'refund' } & RequestedRefund);

/** The order numbers the server has seen, in the book of the sandbox. */
export class QfpayOrders {
  readonly #door: WalletDoor;

  constructor(door: WalletDoor) {
    this.#door = door;
  }

  async find(orderNumber: string): Promise<Requested | undefined> {
    const note = await this.#door.readNote(PROTOCOL, `order ${orderNumber}`);
    return note === undefined ? undefined : (JSON.parse(note) as Requested);
  }

  async findPayment(orderNumber: string): Promise<RequestedPayment | undefined> {
    const found = await this.find(orderNumber);
    return found?.kind === 'payment' ? found : undefined;
  }

  /** The payment a number of the service belongs to. */
  async findBySyssn(syssn: string): Promise<RequestedPayment | undefined> {
    const orderNumber = await this.#door.readNote(PROTOCOL, `syssn ${syssn}`);
    return orderNumber === undefined ? undefined : this.findPayment(orderNumber);
  }

  async keep(requested: Requested): Promise<void> {
    await this.#door.writeNote(PROTOCOL, `order ${requested.orderNumber}`, JSON.stringify(requested));
  }

  async keepSyssn(syssn: string, orderNumber: string): Promise<void> {
    await this.#door.writeNote(PROTOCOL, `syssn ${syssn}`, orderNumber);
  }
}

/** How the wallet knows a payment. */
export function referenceOf({
  orderNumber,
  family,
  amountMinor,
  currency,
}: RequestedPayment): OrderReference {
  return { channelOrderId: orderNumber, family, amountMinor, currency };
}
