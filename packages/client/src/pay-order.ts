import { cleanScan, type PayType } from '@opencpm/protocol';
import { InvalidRequestError } from './errors.ts';

/** A sale to be charged to one scanned code. */
export interface PayOrder {
  /** What the cashier scanned; noise of scanners is removed. */
  readonly authCode: string;
  /** In the currency's smallest unit, a whole number: 1050 is HKD 10.50, and JPY 1,050. */
  readonly amountMinor: number;
  /** ISO 4217, such as `HKD`. */
  readonly currency: string;
  /** Whatever is being sold. No second attempt for it is begun while one is open, or when it is paid. */
  readonly basketId: string;
  /** `800008`, any wallet found by its code, when left out. */
  readonly payType?: PayType | undefined;
  /** Unique for ever; made when left out. */
  readonly orderNumber?: string | undefined;
  readonly goodsName?: string | undefined;
  /** The till, at most 40 characters (`udid`). */
  readonly deviceId?: string | undefined;
  /** Where the gateway announces success; the registered address when left out. */
  readonly notifyUrl?: string | undefined;
}

/**
 * An order with its cleaned code.
 *
 * @internal
 */
export interface CleanedOrder extends PayOrder {
  readonly payType: PayType;
}

/**
 * @throws InvalidRequestError naming the field that is wrong. What the wire checks as well is left to it.
 *
 * @internal
 */
export function cleanOrder(order: PayOrder): CleanedOrder {
  const { code: authCode } = cleanScan(order.authCode);
  if (authCode === '') throw new InvalidRequestError('authCode', 'is empty; scan the code again');
  if (order.basketId === '') throw new InvalidRequestError('basketId', 'is empty; name what is being sold');
  return { ...order, authCode, payType: order.payType ?? '800008' };
}
