import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WalletExchange, WalletReply } from '../http/wallet-http.ts';
import { ALIPAY_CODES } from './codes.ts';
import { AlipayConnector } from './connector.ts';
import { readPublicKey, signatureFits, signatureHeader } from './signature.ts';
import {
  resultOf,
  ScriptedHttp,
  signedReply,
  TEST_NOW_MS,
  TEST_ORDER,
  testSettings,
  WALLET_KEY,
} from './test-alipay.ts';
import { SIGNATURE_VECTORS, TEST_CLIENT_ID, TEST_KEYS } from './test-vectors.ts';

const PATIENT = new AbortController().signal;
const PAY_URL = 'https://open-sea-global.alipay.com/ams/sandbox/api/v1/payments/pay';

const PAID = {
  ...resultOf('S', 'SUCCESS'),
  paymentRequestId: TEST_ORDER.channelOrderId,
  paymentId: '202601021940108001001880000000000001',
  paymentAmount: { currency: 'HKD', value: '3800' },
  paymentCreateTime: '2026-01-02T10:00:01+08:00',
  paymentTime: '2026-01-01T18:00:02-08:00',
  pspCustomerInfo: { pspName: 'ALIPAYCN', pspCustomerId: '2088', displayCustomerId: 'l***@x.cn' },
};
const PAID_ANSWER = {
  kind: 'paid',
  amountMinor: 3_800,
  currency: 'HKD',
  walletNumber: PAID.paymentId,
  payerAccount: 'l***@x.cn',
  paidAtMs: Date.UTC(2026, 0, 2, 2, 0, 2),
};

async function charge(content: object | string | WalletExchange, order = TEST_ORDER) {
  const http = new ScriptedHttp(({ url }) =>
    typeof content === 'object' && 'kind' in content ? content : signedReply(url, content),
  );
  const answer = await new AlipayConnector(testSettings(), http.ports()).charge(order, PATIENT);
  return { answer, http };
}

describe('the request', () => {
  it('is the one of the published vector, but for numbers and times', async () => {
    const { http } = await charge(PAID);
    const [vector] = SIGNATURE_VECTORS;
    const expected = JSON.parse(vector.body) as { paymentRequestId: string; order: Record<string, unknown> };
    expected.paymentRequestId = TEST_ORDER.channelOrderId;
    expected.order['referenceOrderId'] = TEST_ORDER.channelOrderId;
    expect(http.bodies).toEqual([{ ...expected, paymentExpiryTime: '2026-01-02T10:01:05+08:00' }]);
  });

  it('is signed over its path, its time and exactly its bytes', async () => {
    const { http } = await charge(PAID);
    const [request] = http.sent;
    expect(request).toMatchObject({ method: 'POST', url: PAY_URL });
    const { Signature: signature = '', ...headers } = request?.headers ?? {};
    expect(headers).toEqual({
      'Content-Type': 'application/json; charset=UTF-8',
      'Client-Id': TEST_CLIENT_ID,
      'Request-Time': String(TEST_NOW_MS),
    });
    const parts = {
      path: '/ams/sandbox/api/v1/payments/pay',
      clientId: TEST_CLIENT_ID,
      time: String(TEST_NOW_MS),
      body: Buffer.from(request?.body ?? ''),
    };
    expect(signatureFits(signature, parts, readPublicKey(TEST_KEYS.merchantPublic))).toBe(true);
  });

  it('of a production client keeps the production path', async () => {
    const http = new ScriptedHttp(() => ({ kind: 'unknown', reason: 'x' }));
    await new AlipayConnector({ ...testSettings(), clientId: 'PROD1' }, http.ports()).charge(
      TEST_ORDER,
      PATIENT,
    );
    expect(http.sent[0]?.url).toBe('https://open-sea-global.alipay.com/ams/api/v1/payments/pay');
  });

  it('of Alipay+ differs in path, time, product and scenario', async () => {
    const http = new ScriptedHttp(() => ({ kind: 'unknown', reason: 'x' }));
    const settings = { ...testSettings('acqp'), settlementCurrency: 'HKD', merchantRegion: 'HK' };
    await new AlipayConnector(settings, http.ports()).charge(TEST_ORDER, PATIENT);
    expect(http.sent[0]?.url).toBe('https://open-sea-global.alipay.com/aps/api/v1/payments/pay');
    expect(http.sent[0]?.headers['Request-Time']).toBe('2026-01-02T10:00:00+08:00');
    const [body] = http.bodies;
    expect(body).not.toHaveProperty('productCode');
    expect(body).not.toHaveProperty('merchantRegion');
    expect(body).toMatchObject({
      paymentFactor: { isInStorePayment: 'true', inStorePaymentScenario: 'PaymentCode' },
      settlementStrategy: { settlementCurrency: 'HKD' },
    });
  });

  it('names store and till of the payment, region and token where they are set', async () => {
    const http = new ScriptedHttp(() => ({ kind: 'unknown', reason: 'x' }));
    const settings = {
      ...testSettings(),
      merchantRegion: 'HK',
      agentToken: 'token',
      storeNames: { kp7: 'Peak' },
    };
    const order = { ...TEST_ORDER, storeId: 'kp7', deviceId: 'till-4' };
    await new AlipayConnector(settings, http.ports()).charge(order, PATIENT);
    expect(http.sent[0]?.headers['Agent-Token']).toBe('token');
    expect(http.bodies[0]).toMatchObject({
      merchantRegion: 'HK',
      order: {
        merchant: { store: { referenceStoreId: 'kp7', storeName: 'Peak' } },
        env: { storeTerminalId: 'till-4' },
      },
    });
  });

  it('has no empty text and none that is too long, whatever the order says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          description: fc.string({ unit: 'grapheme', maxLength: 400 }),
          merchantName: fc.string({ unit: 'grapheme', maxLength: 400 }),
          deviceId: fc.string({ maxLength: 100 }),
        }),
        async (texts) => {
          const { http } = await charge(PAID, { ...TEST_ORDER, ...texts });
          const texts2 = textsIn(http.bodies[0]);
          expect(texts2.filter((text) => text === '' || text.length > 256)).toEqual([]);
          expect(texts2.filter((text) => !text.isWellFormed())).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('what never leaves', () => {
  it.each([
    ['another kind of code', { authCode: '134567890123456789' }, '1202'],
    ['a code that is too short', { authCode: '281234567890123' }, '1202'],
    ['rupiahs with sen', { currency: 'IDR', amountMinor: 1_050 }, '1205'],
  ] as const)('%s', async (_name, changes, respcd) => {
    const { answer, http } = await charge(PAID, { ...TEST_ORDER, ...changes });
    expect(answer).toMatchObject({ kind: 'declined', respcd, mayStillCharge: false });
    expect(http.sent).toEqual([]);
  });

  it('a number Alipay does not take', async () => {
    const { answer, http } = await charge(PAID, { ...TEST_ORDER, channelOrderId: 'a b' });
    expect(answer.kind).toBe('not_sent');
    expect(http.sent).toEqual([]);
  });
});

describe('the answer', () => {
  it('paid, with what the customer was debited', async () => {
    expect((await charge(PAID)).answer).toEqual(PAID_ANSWER);
    const converted = { ...PAID, actualPaymentAmount: { currency: 'CNY', value: 3_512 } };
    expect((await charge(converted)).answer).toEqual({
      ...PAID_ANSWER,
      debitedAmountMinor: 3_512,
      debitedCurrency: 'CNY',
    });
  });

  it('waits for the payer', async () => {
    const waiting = { ...PAID, ...resultOf('U', 'PAYMENT_IN_PROCESS') };
    expect((await charge(waiting)).answer).toEqual({ kind: 'waiting_for_payer' });
  });

  it.each(ALIPAY_CODES.filter(({ calls }) => calls.includes('charge')))('$code', async (entry) => {
    const status = entry.result === 'paid' ? 'S' : /declined/.test(entry.result) ? 'F' : 'U';
    const { answer } = await charge({ ...PAID, ...resultOf(status, entry.code) });
    const kinds = {
      paid: 'paid',
      'waiting for payer': 'waiting_for_payer',
      declined: 'declined',
      'declined for now': 'declined',
    } as Record<string, string>;
    expect(answer.kind).toBe(kinds[entry.result] ?? 'unknown');
    if (answer.kind === 'declined') {
      expect(answer.respcd).toBe(entry.respcd);
      expect(answer.mayStillCharge).toBe(entry.result === 'declined for now');
      expect(answer.reason).toBe(`${entry.meaning} (Alipay: ${entry.code})`);
    }
  });

  it.each([
    ['without an amount', { paymentAmount: undefined }],
    ['with half a unit', { paymentAmount: { currency: 'HKD', value: '38.00' } }],
    ['with a negative amount', { paymentAmount: { currency: 'HKD', value: '-3800' } }],
    ['without a currency', { paymentAmount: { value: '3800' } }],
    ['without a number', { paymentId: null }],
    ['about another payment', { paymentRequestId: 'other' }],
    ['with another code', resultOf('S', 'PAYMENT_IN_PROCESS')],
    ['with an unlisted status', resultOf('X', 'SUCCESS')],
    ['with no result', { result: null }],
  ])('"paid" %s is unknown', async (_name, changes) => {
    expect((await charge({ ...PAID, ...changes })).answer.kind).toBe('unknown');
  });

  it('names the amount and currency Alipay names, for the caller to compare', async () => {
    const other = { ...PAID, paymentAmount: { currency: 'CNY', value: '3801' } };
    expect((await charge(other)).answer).toMatchObject({ kind: 'paid', amountMinor: 3_801, currency: 'CNY' });
  });

  it('takes the time of creation, else of the answer, when the time of the payment is missing', async () => {
    const created = { ...PAID, paymentTime: '' };
    expect((await charge(created)).answer).toMatchObject({ paidAtMs: Date.UTC(2026, 0, 2, 2, 0, 1) });
    const none = { ...created, paymentCreateTime: 'yesterday' };
    expect((await charge(none)).answer).toMatchObject({ paidAtMs: Date.UTC(2026, 0, 2, 2, 0, 2) });
  });

  it('tolerates unknown and empty fields', async () => {
    const odd = {
      zzz: [null, { a: 1 }],
      ...PAID,
      actualPaymentAmount: null,
      paymentQuote: null,
      pspCustomerInfo: null,
    };
    expect((await charge(odd)).answer).toMatchObject({ kind: 'paid', payerAccount: '' });
  });
});

describe('an answer that may not be Alipay’s', () => {
  const good = signedReply(PAY_URL, PAID);
  const signed = (body: object, change: (reply: WalletReply) => Partial<WalletReply>): WalletReply => {
    const reply = signedReply(PAY_URL, body);
    return { ...reply, ...change(reply) };
  };
  const headers = (changes: Record<string, string>) => ({ headers: { ...good.headers, ...changes } });
  const otherClient = signatureHeader(
    {
      path: '/ams/sandbox/api/v1/payments/pay',
      clientId: 'OTHER',
      time: good.headers['response-time'] ?? '',
      body: good.body,
    },
    WALLET_KEY,
    '1',
  );

  it.each<[string, WalletReply]>([
    ['unsigned', { ...good, headers: { 'response-time': '2026-01-02T10:00:02+08:00' } }],
    ['with an empty signature', { ...good, ...headers({ signature: '' }) }],
    ['signed for another client', { ...good, ...headers({ signature: otherClient }) }],
    ['signed for another time', { ...good, ...headers({ 'response-time': '2026-01-02T10:00:03+08:00' }) }],
    ['without its time', { ...good, headers: { signature: good.headers['signature'] ?? '' } }],
    ['with an altered body', { ...good, body: Buffer.from(good.body.toString().replace('3800', '3900')) }],
    ['with HTTP 500', { ...good, status: 500 }],
    ['with HTTP 302', { ...good, status: 302 }],
    ['empty', signedReply(PAY_URL, '')],
    ['a page', signedReply(PAY_URL, '<html>Bad Gateway</html>')],
    ['cut', signedReply(PAY_URL, JSON.stringify(PAID).slice(0, -5))],
    ['a list', signedReply(PAY_URL, '[]')],
    ['not UTF-8', signed(PAID, () => ({ body: Buffer.from([0x7b, 0xff, 0x7d]) }))],
    ['a refusal without signature', { ...signedReply(PAY_URL, resultOf('F', 'RISK_REJECT')), headers: {} }],
    ['trouble without signature', { ...signedReply(PAY_URL, resultOf('F', 'SYSTEM_ERROR')), headers: {} }],
    [
      'a refusal at the gate with a bad signature',
      {
        ...signedReply(PAY_URL, resultOf('F', 'INVALID_SIGNATURE')),
        headers: { signature: 'algorithm=RSA256,keyVersion=1,signature=AAAA' },
      },
    ],
  ])('%s is unknown', async (_name, reply) => {
    expect((await charge(reply)).answer.kind).toBe('unknown');
  });

  it('is shown to an operator when its signature is wrong or missing, without any of its content', async () => {
    const altered = { ...good, body: Buffer.from(good.body.toString().replace('3800', '3900')) };
    const { http } = await charge({ ...altered, headers: { ...altered.headers, tracerid: 'abc 1' } });
    expect(http.alerts).toEqual(['pay: the signature of the answer does not fit; trace abc?1']);
  });

  it('a signature that is not URL-encoded counts all the same', async () => {
    const plain = { ...good, ...headers({ signature: decodeURIComponent(good.headers['signature'] ?? '') }) };
    expect((await charge(plain)).answer).toEqual(PAID_ANSWER);
  });

  it('an unsigned refusal at the gate counts, and is shown to an operator without payment codes', async () => {
    const words = 'no key for 288888888888888888 \u0007';
    const { answer, http } = await charge({
      ...signedReply(PAY_URL, resultOf('F', 'KEY_NOT_FOUND', words)),
      headers: {},
    });
    expect(answer).toMatchObject({ kind: 'declined', respcd: '1203', mayStillCharge: false });
    expect(http.alerts).toEqual(['pay: Alipay refuses with KEY_NOT_FOUND (no key for ... ?); trace none']);
  });
});

it.each([
  ['MERCHANT_NOT_REGISTERED', 'pay: Alipay refuses with MERCHANT_NOT_REGISTERED (not open); trace none'],
  ['NEW_CODE', 'pay: Alipay answers F NEW_CODE, which no document lists (not open); trace none'],
])('a refusal %s is shown to an operator', async (code, alert) => {
  const { http } = await charge(signedReply(PAY_URL, resultOf('F', code, 'not open')));
  expect(http.alerts).toEqual([alert]);
});

it.each(['not_sent', 'unknown'] as const)('what the network says is %s stays so', async (kind) => {
  expect((await charge({ kind, reason: 'why' })).answer).toEqual({ kind, reason: 'why' });
});

it('no answer of any bytes makes a payment paid or refused without a signature', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ maxLength: 100 }),
      async (body, signature) => {
        const reply: WalletReply = {
          kind: 'answer',
          status: 200,
          headers: { signature },
          body: Buffer.from(body),
        };
        expect((await charge(reply)).answer.kind).toBe('unknown');
      },
    ),
  );
});
