import { cleanScan, isAmountMinor, isPayType, type PayType } from '@opencpm/protocol';
import { InvalidOrderError } from './errors.ts';

/** A sale to be charged to one scanned code. */
export interface PayOrder {
  /** What the cashier scanned; noise of scanners is removed. */
  readonly authCode: string;
  /** In the currency's smallest unit, a whole number: 1050 is HKD 10.50, and JPY 1,050. */
  readonly amountMinor: number;
  /** ISO 4217, such as `HKD`. */
  readonly currency: string;
  /** Whatever is being sold. While an attempt for it is open no other one is begun. */
  readonly basketId: string;
  /** `800008`, any wallet found by its code, when left out. */
  readonly payType?: PayType;
  /** Unique for ever; made when left out. */
  readonly orderNumber?: string;
  readonly goodsName?: string;
  /** The till, at most 40 characters (`udid`). */
  readonly deviceId?: string;
  /** Where the gateway announces success; the registered address when left out. */
  readonly notifyUrl?: string;
}

/** A checked order with its cleaned code. */
export interface CheckedOrder extends PayOrder {
  readonly payType: PayType;
}

/** @throws InvalidOrderError naming the first field that is wrong. */
export function checkOrder(order: PayOrder): CheckedOrder {
  const { code: authCode } = cleanScan(order.authCode);
  if (authCode === '') throw new InvalidOrderError('authCode', 'is empty: scan the code again');
  if (!isAmountMinor(order.amountMinor)) {
    throw new InvalidOrderError('amountMinor', 'must be a whole number above 0, in the smallest unit');
  }
  if (!/^[A-Z]{3}$/.test(order.currency)) {
    throw new InvalidOrderError('currency', 'must be three capital letters, such as HKD');
  }
  if (order.basketId === '') throw new InvalidOrderError('basketId', 'is empty: name what is being sold');
  const { payType = '800008' } = order;
  if (!isPayType(payType)) throw new InvalidOrderError('payType', 'is none of the six pay types');
  return { ...order, authCode, payType };
}
