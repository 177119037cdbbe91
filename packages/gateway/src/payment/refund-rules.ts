import { minuteOfBusinessDay, WALLET_FAMILY_NAMES } from '@opencpm/protocol';
import type { Payment } from './payment.ts';
import type { RefundPause, RefundPolicy } from './refund-policy.ts';
import type { Refusal } from './refusal.ts';

const DAY_MS = 86_400_000;

/**
 * Why a payment cannot be returned as it stands, whatever the operator rules: the same conditions as those under which
 * a store reserves.
 *
 * @returns `undefined` when the amount may be reserved.
 */
export function findStateRefusal(payment: Payment, amountMinor: number): Refusal | undefined {
  const { state } = payment;
  if (state === 'refunded') {
    return { respcd: '1262', message: 'syssn: this payment was returned in full before' };
  }
  if (state !== 'paid' && state !== 'partly_refunded') {
    return { respcd: '1261', message: 'syssn: this payment is not paid; enquire it first' };
  }
  if (payment.refundPendingMinor > 0) {
    return {
      respcd: '1155',
      message: 'syssn: another refund of this payment is under way; wait until it is final',
    };
  }
  return amountMinor > payment.amountMinor - payment.refundedMinor
    ? { respcd: '1272', message: 'txamt: is more than what is left of this payment' }
    : undefined;
}

/**
 * The first rule of the operator a refund would break.
 *
 * @param nowMs the business clock's time.
 * @returns `undefined` when it breaks none.
 */
export function findPolicyRefusal(
  payment: Payment,
  amountMinor: number,
  policy: RefundPolicy,
  nowMs: number,
): Refusal | undefined {
  const { family, currency } = payment;
  const name = WALLET_FAMILY_NAMES[family];
  if (amountMinor < payment.amountMinor) {
    if (policy.wholeOnlyCurrencies.includes(currency)) {
      return { respcd: '1270', message: `txamt: a payment in ${currency} can only be returned in full` };
    }
    if (policy.wholeOnlyFamilies.includes(family)) {
      return { respcd: '1271', message: `txamt: a payment by ${name} can only be returned in full` };
    }
  }
  const days = policy.daysByFamily[family];
  // The wallet's own time is missing when it confirmed a payment by refusing to undo it.
  if (nowMs - (payment.paidAtMs ?? payment.createdAtMs) > days * DAY_MS) {
    return {
      respcd: '1265',
      message: `syssn: ${name} returns money within ${days} days; this payment is older`,
    };
  }
  return policy.pause !== undefined && isWithin(policy.pause, minuteOfBusinessDay(nowMs))
    ? {
        respcd: '1265',
        message: `no refunds between ${clockTimes(policy.pause)} (UTC+8); try again after that`,
      }
    : undefined;
}

function isWithin({ fromMinute, toMinute }: RefundPause, minute: number): boolean {
  return fromMinute <= toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;
}

function clockTimes({ fromMinute, toMinute }: RefundPause): string {
  return `${clockTime(fromMinute)} and ${clockTime(toMinute)}`;
}

function clockTime(minute: number): string {
  const digits = (number: number): string => String(number).padStart(2, '0');
  return `${digits(Math.floor(minute / 60))}:${digits(minute % 60)}`;
}
