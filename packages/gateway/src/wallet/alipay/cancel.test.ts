import { describe, expect, it } from 'vitest';
import type { ReversalAnswer } from '../connector.ts';
import { ALIPAY_CODES } from './codes.ts';
import { AlipayConnector } from './connector.ts';
import type { AlipayDialectName } from './dialect.ts';
import { resultOf, ScriptedHttp, signedReply, TEST_NOW_MS, TEST_ORDER, testSettings } from './test-alipay.ts';

const PATIENT = new AbortController().signal;
const DONE = {
  ...resultOf('S', 'SUCCESS'),
  paymentId: 'P1',
  paymentRequestId: TEST_ORDER.channelOrderId,
  cancelTime: '2026-01-02T10:01:05+08:00',
};

async function cancel(content: object, afterMs = 62_000, dialect: AlipayDialectName = 'ams') {
  const http = new ScriptedHttp(({ url }) => signedReply(url, content));
  const connector = new AlipayConnector(testSettings(dialect), http.ports(TEST_NOW_MS + afterMs));
  return { answer: await connector.reverse(TEST_ORDER, PATIENT), http };
}

it('a cancellation names the payment by our number', async () => {
  const { answer, http } = await cancel(DONE);
  expect(answer).toEqual({ kind: 'reversed' });
  expect(http.sent[0]?.url).toContain('/ams/sandbox/api/v1/payments/cancel');
  expect(http.bodies).toEqual([{ paymentRequestId: TEST_ORDER.channelOrderId }]);
  const { http: plus } = await cancel({ ...resultOf('S', 'SUCCESS'), pspId: 'x' }, 0, 'acqp');
  expect(plus.sent[0]?.url).toContain('/aps/api/v1/payments/cancelPayment');
});

it.each<[string, object, Partial<ReversalAnswer>]>([
  ['too late', resultOf('F', 'CANCEL_WINDOW_EXCEED'), { kind: 'refused', respcd: '1260', mayRetry: false }],
  ['refunded before', resultOf('F', 'ORDER_STATUS_INVALID'), { kind: 'refused', mayRetry: false }],
  ['not entitled', resultOf('F', 'ACCESS_DENIED'), { kind: 'refused', respcd: '1203', mayRetry: true }],
  ['trouble', resultOf('F', 'SYSTEM_ERROR'), { kind: 'unknown' }],
  ['unknown', resultOf('U', 'UNKNOWN_EXCEPTION'), { kind: 'unknown' }],
  ['throttled', resultOf('U', 'REQUEST_TRAFFIC_EXCEED_LIMIT'), { kind: 'unknown' }],
  ['unlisted', resultOf('F', 'BRAND_NEW'), { kind: 'unknown' }],
  ['done with another code', resultOf('S', 'BRAND_NEW'), { kind: 'unknown' }],
  ['about another payment', { ...DONE, paymentRequestId: 'x' }, { kind: 'unknown' }],
])('%s', async (_name, content, expected) => {
  expect((await cancel(content)).answer).toMatchObject(expected);
});

it.each(ALIPAY_CODES.filter(({ calls, code }) => calls.includes('reverse') && code !== 'ORDER_NOT_EXIST'))(
  '$code',
  async (entry) => {
    const status = entry.result === 'reversed' ? 'S' : entry.result.startsWith('refused') ? 'F' : 'U';
    const { answer } = await cancel(resultOf(status, entry.code));
    expect(answer.kind).toBe(entry.result.split(' ')[0]);
    if (answer.kind === 'refused') {
      expect(answer).toMatchObject({ respcd: entry.respcd, mayRetry: entry.result === 'refused for now' });
    }
  },
);

describe('a payment Alipay has never seen', () => {
  const absent = [
    resultOf('F', 'ORDER_NOT_EXIST'),
    resultOf('F', 'PROCESS_FAIL', 'The order does not exist'),
  ];

  it.each(absent)('is not undone as long as its request could arrive and be charged', async (content) => {
    for (const afterMs of [0, 62_000, 65_000, 124_999]) {
      expect((await cancel(content, afterMs)).answer).toMatchObject({ kind: 'refused', mayRetry: true });
    }
  });

  it.each(absent)('is undone when its time is over on any clock', async (content) => {
    expect((await cancel(content, 125_000)).answer).toEqual({ kind: 'reversed' });
  });
});

it.each(['not_sent', 'unknown'] as const)('what the network says is %s stays so', async (kind) => {
  const http = new ScriptedHttp(() => ({ kind, reason: 'why' }));
  const connector = new AlipayConnector(testSettings(), http.ports());
  expect(await connector.reverse(TEST_ORDER, PATIENT)).toEqual({ kind, reason: 'why' });
});
