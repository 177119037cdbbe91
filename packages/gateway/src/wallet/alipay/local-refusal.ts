import type { ChargeOrder, WalletAnswer } from '../connector.ts';

/** The shape of a payment code; which wallet it is of, Alipay alone can tell. */
const PAYMENT_CODE = /^(?:2[5-9]|30)\d{14,22}$/;
const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * A payment Alipay would refuse for certain, refused without calling it: another kind of code, or rupiahs with sen,
 * which Alipay does not take.
 */
export function localRefusal(order: ChargeOrder): WalletAnswer | undefined {
  if (!PAYMENT_CODE.test(order.authCode)) {
    return declined('1202', 'auth_code: not a payment code of Alipay; scan the code again');
  }
  if (!REQUEST_ID.test(order.channelOrderId)) {
    return { kind: 'not_sent', reason: 'the channel order id has characters Alipay does not take' };
  }
  if (order.currency === 'IDR' && order.amountMinor % 100 !== 0) {
    return declined('1205', 'txamt: in IDR the last two digits must be 00');
  }
  return undefined;
}

function declined(respcd: '1202' | '1205', reason: string): WalletAnswer {
  return { kind: 'declined', respcd, mayStillCharge: false, reason };
}
