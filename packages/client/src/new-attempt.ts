import { formatWireTime, type SignType } from '@opencpm/protocol';
import type { Attempt } from './attempt.ts';
import { withStore } from './attempt-calls.ts';
import type { ClientParts } from './client-parts.ts';
import { freshOrderNumber } from './order-number.ts';
import type { CleanedOrder } from './pay-order.ts';
import { type PreparedCall, prepareCall } from './prepared-call.ts';
import { hexOf, hmacSha256 } from './pure-hashes.ts';

/** The attempt an order becomes. */
export function attemptOf(
  { credentials, surroundings }: Pick<ClientParts, 'credentials' | 'surroundings'>,
  order: CleanedOrder,
  orderPrefix: string,
  signType: SignType,
): Attempt {
  const { clock, randomBytes } = surroundings;
  const startedAtMs = clock.nowMs();
  return {
    orderNumber: order.orderNumber ?? freshOrderNumber(orderPrefix, startedAtMs, randomBytes),
    basketId: order.basketId,
    amountMinor: order.amountMinor,
    currency: order.currency,
    payType: order.payType,
    storeId: credentials.storeId,
    authCodeHash: hashCode(credentials.clientKey, order.authCode),
    callerTime: formatWireTime(startedAtMs),
    startedAtMs,
    signType,
    stage: 'sending',
    syssn: '',
    verdict: undefined,
    release: undefined,
  };
}

/** Keyed, because the digits of a code can be counted through. */
function hashCode(clientKey: string, authCode: string): string {
  const utf8 = new TextEncoder();
  return hexOf(hmacSha256(utf8.encode(clientKey), utf8.encode(authCode)));
}

/**
 * The payment call of an attempt.
 *
 * @throws InvalidRequestError naming the first field that is wrong.
 */
export function paymentCall(attempt: Attempt, order: CleanedOrder): PreparedCall {
  return prepareCall(
    '/trade/v1/payment',
    withStore(
      [
        ['auth_code', order.authCode],
        ['goods_name', order.goodsName ?? ''],
        ['notify_url', order.notifyUrl ?? ''],
        ['out_trade_no', attempt.orderNumber],
        ['pay_type', attempt.payType],
        ['txamt', String(attempt.amountMinor)],
        ['txcurrcd', attempt.currency],
        ['txdtm', attempt.callerTime],
        ['udid', order.deviceId ?? ''],
      ],
      attempt.storeId,
    ),
  );
}
