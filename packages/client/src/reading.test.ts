import type { SignType } from '@opencpm/protocol';
import { describe, expect, it } from 'vitest';
import type { Attempt } from './attempt.ts';
import type { Answered } from './exchange.ts';
import { readEnquiry, readPayment } from './reading.ts';
import { testAttempt } from './test-support/test-attempt.ts';
import { readFields } from './wire-fields.ts';

function attemptSigned(signType: SignType): Attempt {
  return testAttempt('ORDER-1', { signType });
}

function refusal(respcd: string): Answered {
  const fields = readFields(JSON.stringify({ respcd, respmsg: 'refused' }));
  if (fields === undefined) throw new Error('the answer is no object');
  return { kind: 'answered', httpStatus: 200, respcd, fields, proven: true, retryAfterMs: undefined };
}

describe('a signed refusal of the first payment call', () => {
  it.each([
    ['HMAC-SHA256', '1108', 'unclear'],
    ['SHA256', '1108', 'verdict'],
    ['HMAC-SHA256', '1201', 'verdict'],
    ['SHA256', '7777', 'unclear'],
  ] as const)('signed as %s, code %s, is %s', (signType, respcd, kind) => {
    expect(readPayment(attemptSigned(signType), refusal(respcd), false).kind).toBe(kind);
  });
});

describe('an enquiry', () => {
  const answer = (data: unknown): Answered => {
    const fields = readFields(JSON.stringify({ respcd: '0000', data }));
    if (fields === undefined) throw new Error('the answer is no object');
    return {
      kind: 'answered',
      httpStatus: 200,
      respcd: '0000',
      fields,
      proven: true,
      retryAfterMs: undefined,
    };
  };

  it.each([
    ['an empty list', [], 'not_found'],
    ['no list', 'none', 'unclear'],
    ['a refusal in no document', [{ out_trade_no: 'ORDER-1', respcd: '7777' }], 'verdict'],
    [
      'a reversal, and no payment',
      [{ out_trade_no: 'ORDER-1', respcd: '0000', order_type: 'close' }],
      'unclear',
    ],
    [
      'a refund of the same number',
      [{ out_trade_no: 'ORDER-1', respcd: '0000', order_type: 'refund' }],
      'not_found',
    ],
    ['a list with a row that cannot be read', ['ORDER-1'], 'unclear'],
  ])('with %s is %s', (_what, data, kind) => {
    expect(readEnquiry(attemptSigned('SHA256'), answer(data)).kind).toBe(kind);
  });

  it('is about the payment, whatever became of its reversal, which hosts of 2018 list above it', () => {
    const row = { out_trade_no: 'ORDER-1', txamt: '1050', txcurrcd: 'HKD', syssn: '1' };
    const close = { ...row, order_type: 'close', syssn: '2', respcd: '0000' };
    const payment = { ...row, order_type: 'payment', respcd: '1143' };
    expect(readEnquiry(attemptSigned('SHA256'), answer([close, payment]))).toMatchObject({
      kind: 'pending',
      syssn: '1',
    });
  });
});
