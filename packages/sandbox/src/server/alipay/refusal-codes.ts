import type { ResponseCode } from '@opencpm/protocol';
import { refused, type WireResult } from './wire-result.ts';

const PAY_REFUSALS: Partial<Record<ResponseCode, readonly [code: string, message: string]>> = {
  '1118': ['RISK_REJECT', 'The request has been rejected because of the risk control.'],
  '1122': ['CURRENCY_NOT_SUPPORT', 'The currency is not supported.'],
  '1123': ['PAYMENT_AMOUNT_EXCEED_LIMIT', 'The payment amount exceeds the limit.'],
  '1142': ['ORDER_IS_CLOSED', 'The order is closed.'],
  '1201': ['USER_BALANCE_NOT_ENOUGH', 'The balance of the user is not enough.'],
  '1202': ['INVALID_PAYMENT_CODE', 'The payment code is invalid.'],
  '1203': ['INVALID_CONTRACT', 'The contract is invalid.'],
  '1204': ['USER_STATUS_ABNORMAL', 'The status of the user is abnormal.'],
  '1250': ['PAYMENT_PROHIBITED', 'The payment is prohibited.'],
  '1294': ['RISK_REJECT', 'The request has been rejected because of the risk control.'],
  '2004': ['USER_BALANCE_NOT_ENOUGH', 'The balance of the user is not enough.'],
  '2005': ['EXPIRED_CODE', 'The code has expired.'],
  '2006': ['INVALID_PAYMENT_CODE', 'The payment code is invalid.'],
  '2007': ['USER_PAYMENT_VERIFICATION_FAILED', 'The user did not pass the verification.'],
};

/** A refused payment in Alipay's codes. What Alipay has no code for comes as its general refusal. */
export function payRefusal(respcd: ResponseCode): WireResult {
  const [code, message] = PAY_REFUSALS[respcd] ?? ['PROCESS_FAIL', 'A general business failure occurred.'];
  return refused(code, message);
}

const REFUND_REFUSALS: Partial<Record<ResponseCode, readonly [code: string, message: string]>> = {
  '1261': ['ORDER_STATUS_INVALID', 'The order status is invalid.'],
  '1262': ['REFUND_AMOUNT_EXCEED', 'The refund amount exceeds what can be refunded.'],
  '1263': ['ORDER_IS_CANCELED', 'The order is cancelled.'],
  '1264': ['ORDER_IS_CLOSED', 'The order is closed.'],
  '1268': ['ORDER_NOT_EXIST', 'The order does not exist.'],
  '1269': ['MERCHANT_BALANCE_NOT_ENOUGH', 'The balance of the merchant is not enough.'],
  '1270': ['MULTIPLE_REFUNDS_NOT_SUPPORTED', 'Multiple refunds are not supported.'],
  '1271': ['MULTIPLE_REFUNDS_NOT_SUPPORTED', 'Multiple refunds are not supported.'],
  '1272': ['REFUND_AMOUNT_EXCEED', 'The refund amount exceeds what can be refunded.'],
  '1294': ['RISK_REJECT', 'The request has been rejected because of the risk control.'],
};

/** A refused refund in Alipay's codes. */
export function refundRefusal(respcd: ResponseCode): WireResult {
  const [code, message] = REFUND_REFUSALS[respcd] ?? ['PROCESS_FAIL', 'A general business failure occurred.'];
  return refused(code, message);
}
