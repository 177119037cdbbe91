import { ageOf } from '../arrival.ts';
import type { OrderReference, ReversalAnswer } from '../connector.ts';
import { ruleOf } from './codes.ts';
import { textField } from './json-fields.ts';
import { refusalReason, saysAbsent } from './payment-answer.ts';
import type { ReadAnswer } from './read-answer.ts';
import { PAYMENT_LIFE_MS } from './request-body.ts';

/** How far the clocks of Alipay and of this machine may be apart. */
const CLOCK_DIFFERENCE_MS = 60_000;

/**
 * What the answer to `cancel` means.
 *
 * Alipay does not bar a number it has never seen. What ends such a payment is its `paymentExpiryTime`: once that has
 * passed, a request that still arrives cannot be charged, and the payment counts as undone. Until then the cancellation
 * is sent again.
 */
export function readCancel(answer: ReadAnswer, order: OrderReference, nowMs: number): ReversalAnswer {
  const { status, code, body } = answer;
  const number = textField(body, 'paymentRequestId');
  if (number !== undefined && number !== order.channelOrderId) {
    return { kind: 'unknown', reason: 'the answer is about another payment' };
  }
  if (saysAbsent(answer)) {
    const expired = ageOf(order, nowMs) >= PAYMENT_LIFE_MS + CLOCK_DIFFERENCE_MS;
    return expired
      ? { kind: 'reversed' }
      : {
          kind: 'refused',
          respcd: '1268',
          mayRetry: true,
          reason: 'Alipay knows no such payment yet, and it could still arrive',
        };
  }
  const { result, respcd = '1260', meaning } = ruleOf('reverse', status, code);
  if (result === 'reversed') return { kind: 'reversed' };
  if (result === 'refused' || result === 'refused for now') {
    const mayRetry = result === 'refused for now';
    return { kind: 'refused', respcd, mayRetry, reason: refusalReason(meaning, code) };
  }
  return { kind: 'unknown', reason: `Alipay answered ${code} to the cancellation` };
}
