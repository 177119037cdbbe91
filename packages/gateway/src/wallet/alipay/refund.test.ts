import { describe, expect, it } from 'vitest';
import type { RefundAnswer, RefundOrder } from '../connector.ts';
import type { WalletExchange } from '../http/wallet-http.ts';
import { ALIPAY_CODES } from './codes.ts';
import { AlipayConnector } from './connector.ts';
import type { AlipayDialectName } from './dialect.ts';
import { resultOf, ScriptedHttp, signedReply, TEST_REFUND, testSettings } from './test-alipay.ts';

const PATIENT = new AbortController().signal;
const DONE = resultOf('S', 'SUCCESS');
const RETURNED = {
  ...DONE,
  refundRequestId: TEST_REFUND.channelRefundId,
  refundId: 'RF1',
  paymentId: TEST_REFUND.walletNumber,
  refundAmount: { currency: 'HKD', value: '1000' },
  refundTime: '2026-01-02T11:00:00+08:00',
};
const ANSWER = {
  kind: 'returned',
  amountMinor: 1_000,
  currency: 'HKD',
  walletNumber: 'RF1',
  payerAccount: '',
  returnedAtMs: Date.UTC(2026, 0, 2, 3),
};

async function call(
  name: 'refund' | 'queryRefund',
  contents: readonly (object | WalletExchange)[],
  { order = TEST_REFUND, dialect = 'ams' }: { order?: RefundOrder; dialect?: AlipayDialectName } = {},
) {
  const left = [...contents];
  const http = new ScriptedHttp(({ url }) => {
    const next = left.shift() ?? {};
    return 'kind' in next ? (next as WalletExchange) : signedReply(url, next);
  });
  const connector = new AlipayConnector(testSettings(dialect), http.ports());
  return { answer: await connector[name](order, PATIENT), http };
}

describe('a refund', () => {
  it('names the payment by Alipay’s number', async () => {
    const { answer, http } = await call('refund', [RETURNED]);
    expect(answer).toEqual(ANSWER);
    expect(http.sent[0]?.url).toContain('/ams/sandbox/api/v1/payments/refund');
    expect(http.bodies).toEqual([
      {
        refundRequestId: TEST_REFUND.channelRefundId,
        paymentId: TEST_REFUND.walletNumber,
        refundAmount: { currency: 'HKD', value: '1000' },
      },
    ]);
  });

  it.each(['acqp', 'alipayhk'] as const)('names it by ours in %s', async (dialect) => {
    const { http } = await call('refund', [RETURNED], {
      dialect,
      order: { ...TEST_REFUND, walletNumber: '' },
    });
    expect(http.sent).toHaveLength(1);
    expect(http.bodies[0]).toMatchObject({ paymentRequestId: TEST_REFUND.channelOrderId });
    expect(http.bodies[0]).not.toHaveProperty('paymentId');
  });

  it('asks for Alipay’s number when it is not known', async () => {
    const paid = {
      ...DONE,
      paymentStatus: 'SUCCESS',
      paymentId: 'P9',
      paymentAmount: { currency: 'HKD', value: '3800' },
      paymentTime: '2026-01-02T10:00:02+08:00',
    };
    const order = { ...TEST_REFUND, walletNumber: '' };
    const { answer, http } = await call('refund', [paid, RETURNED], { order });
    expect(answer).toEqual(ANSWER);
    expect(http.bodies[0]).toEqual({ paymentRequestId: TEST_REFUND.channelOrderId });
    expect(http.bodies[1]).toMatchObject({ paymentId: 'P9' });
  });

  it.each<[string, object | WalletExchange]>([
    ['does not answer', { kind: 'unknown', reason: 'no answer' }],
    ['knows no such payment', resultOf('F', 'ORDER_NOT_EXIST')],
    ['says it is not paid', { ...DONE, paymentStatus: 'PROCESSING' }],
  ])('is not sent while Alipay %s', async (_name, content) => {
    const { answer, http } = await call('refund', [content], { order: { ...TEST_REFUND, walletNumber: '' } });
    expect(answer.kind).toBe('not_sent');
    expect(http.sent).toHaveLength(1);
  });

  it.each(ALIPAY_CODES.filter(({ calls }) => calls.includes('refund')))('$code', async (entry) => {
    const status = entry.result === 'returned' ? 'S' : entry.result.startsWith('refused') ? 'F' : 'U';
    const { answer } = await call('refund', [{ ...RETURNED, ...resultOf(status, entry.code) }]);
    expect(answer.kind).toBe(entry.result.split(' ')[0]);
    if (answer.kind === 'refused') {
      expect(answer).toMatchObject({
        respcd: entry.respcd,
        mayStillReturn: entry.result === 'refused for now',
      });
    }
  });

  it.each([
    ['without an amount', { refundAmount: null }],
    ['without a number', { refundId: null }],
    ['about another refund', { refundRequestId: 'x' }],
    ['with an unlisted code', resultOf('S', 'BRAND_NEW')],
    ['refused for an unlisted reason', resultOf('F', 'BRAND_NEW')],
  ])('%s is unknown', async (_name, changes) => {
    expect((await call('refund', [{ ...RETURNED, ...changes }])).answer.kind).toBe('unknown');
  });

  it('takes the time of the answer when Alipay names none', async () => {
    const { answer } = await call('refund', [{ ...RETURNED, refundTime: null }]);
    expect(answer).toMatchObject({ returnedAtMs: Date.UTC(2026, 0, 2, 2, 0, 2) });
  });

  it('is unknown when the network says so', async () => {
    const { answer } = await call('refund', [{ kind: 'unknown', reason: 'why' }]);
    expect(answer).toEqual({ kind: 'unknown', reason: 'why' });
  });
});

describe('an enquiry about a refund', () => {
  it.each<[string, object, Partial<RefundAnswer>]>([
    ['returned', { ...RETURNED, refundStatus: 'SUCCESS' }, ANSWER as Partial<RefundAnswer>],
    ['processing', { ...RETURNED, refundStatus: 'PROCESSING' }, { kind: 'processing' }],
    [
      'failed',
      { ...RETURNED, refundStatus: 'FAIL' },
      { kind: 'refused', respcd: '1155', mayStillReturn: false },
    ],
    [
      'failed for a reason',
      { ...RETURNED, refundStatus: 'FAIL', refundResultCode: 'REFUND_AMOUNT_EXCEED' },
      { kind: 'refused', respcd: '1272' },
    ],
    ['empty fields', { ...DONE, refundStatus: null, refundId: null }, { kind: 'not_found' }],
    ['absent', resultOf('F', 'ORDER_NOT_EXIST'), { kind: 'not_found' }],
    ['an unlisted status', { ...RETURNED, refundStatus: 'QUEUED' }, { kind: 'unknown' }],
    [
      'about another refund',
      { ...RETURNED, refundRequestId: 'x', refundStatus: 'SUCCESS' },
      { kind: 'unknown' },
    ],
    ['unknown', resultOf('U', 'UNKNOWN_EXCEPTION'), { kind: 'unknown' }],
    ['a refund’s code as the enquiry’s', resultOf('F', 'REFUND_AMOUNT_EXCEED'), { kind: 'unknown' }],
  ])('%s', async (_name, content, expected) => {
    const { answer, http } = await call('queryRefund', [content]);
    expect(answer).toMatchObject(expected);
    expect(http.sent[0]?.url).toContain('/ams/sandbox/api/v1/payments/inquiryRefund');
    expect(http.bodies).toEqual([{ refundRequestId: TEST_REFUND.channelRefundId }]);
  });
});

describe('an enquiry about a refund at Alipay+', () => {
  const listed = {
    transactionType: 'REFUND',
    transactionStatus: 'SUCCESS',
    transactionId: 'RF1',
    transactionRequestId: TEST_REFUND.channelRefundId,
    transactionAmount: { currency: 'HKD', value: '1000' },
    transactionTime: '2026-01-02T11:00:00+08:00',
  };
  const list = (...transactions: readonly object[]): object => ({ ...DONE, transactions });

  it.each<[string, object, Partial<RefundAnswer>]>([
    ['returned', list({ ...listed, transactionRequestId: 'x' }, listed), ANSWER as Partial<RefundAnswer>],
    ['processing', list({ ...listed, transactionStatus: 'PROCESSING' }), { kind: 'processing' }],
    [
      'failed',
      list({ ...listed, transactionStatus: 'FAIL', transactionResult: { resultCode: 'PROCESS_FAIL' } }),
      { kind: 'refused', respcd: '1155' },
    ],
    ['another one', list({ ...listed, transactionRequestId: 'x' }), { kind: 'not_found' }],
    ['a capture of that number', list({ ...listed, transactionType: 'CAPTURE' }), { kind: 'not_found' }],
    ['no list', DONE, { kind: 'not_found' }],
    ['no such payment', resultOf('F', 'ORDER_NOT_EXIST'), { kind: 'not_found' }],
    ['unknown', resultOf('U', 'UNKNOWN_EXCEPTION'), { kind: 'unknown' }],
  ])('%s', async (_name, content, expected) => {
    const { answer, http } = await call('queryRefund', [content], { dialect: 'acqp' });
    expect(answer).toMatchObject(expected);
    expect(http.sent[0]?.url).toContain('/aps/api/v1/payments/inquiryPayment');
  });

  it('is unknown when the network says so', async () => {
    const silent = { kind: 'unknown', reason: 'why' } as const;
    expect((await call('queryRefund', [silent], { dialect: 'acqp' })).answer).toEqual(silent);
    expect((await call('queryRefund', [silent])).answer).toEqual(silent);
  });
});
