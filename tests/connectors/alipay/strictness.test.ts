import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPublicKey, signatureFits } from '../../../packages/gateway/src/wallet/alipay/signature.ts';
import {
  SIGNATURE_VECTORS,
  TEST_CLIENT_ID,
  TEST_KEYS,
} from '../../../packages/gateway/src/wallet/alipay/test-vectors.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { AlipayTown, type RawRequest } from './alipay-town.ts';

let town: AlipayTown;

beforeEach(async () => {
  town = await AlipayTown.open();
});
afterEach(() => town.close());

/** A request as the published vector has it. */
function good(): Record<string, unknown> {
  return { ...(JSON.parse(SIGNATURE_VECTORS[0].body) as Record<string, unknown>) };
}

/** The same with a field changed, or, when the value is undefined, left out. */
function changed(path: string, value: unknown): Record<string, unknown> {
  const body = good();
  const names = path.split('.');
  const last = names.pop() ?? '';
  let place = body;
  for (const name of names) place = place[name] as Record<string, unknown>;
  place[last] = value;
  return body;
}

const PATH = '/ams/sandbox/api/v1/payments/pay';

describe('the gate', () => {
  it('lets the published vector in, and signs its answer so that anybody can verify it', async () => {
    const [vector] = SIGNATURE_VECTORS;
    const answer = await town.post(vector.body, { time: vector.time, signature: vector.header.slice(0) });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      result: { resultStatus: 'S', resultCode: 'SUCCESS' },
      paymentRequestId: 'TV-PAY-0001',
    });
    expect(Object.keys(answer.body)).toEqual(Object.keys(answer.body).toSorted());
    expect(answer.headers.get('client-id')).toBe(TEST_CLIENT_ID);
    expect(answer.headers.get('tracerid')).toMatch(/^\d+$/);
    expect(answer.headers.get('response-time')).toMatch(/^2026-0\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
  });

  it('signs over path, time and bytes', async () => {
    const body = JSON.stringify(good());
    const answer = await fetch(`${town.server.url}${PATH}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Client-Id': TEST_CLIENT_ID,
        'Request-Time': SIGNATURE_VECTORS[0].time,
        Signature: SIGNATURE_VECTORS[0].header,
      },
      body: SIGNATURE_VECTORS[0].body,
    });
    expect(body).toBe(SIGNATURE_VECTORS[0].body);
    const parts = {
      path: PATH,
      clientId: TEST_CLIENT_ID,
      time: answer.headers.get('response-time') ?? '',
      body: Buffer.from(await answer.arrayBuffer()),
    };
    const key = readPublicKey(TEST_KEYS.walletPublic);
    expect(signatureFits(answer.headers.get('signature') ?? '', parts, key)).toBe(true);
  });

  it.each<[string, RawRequest, string, 'signed' | 'unsigned']>([
    ['by GET', { method: 'GET' }, 'METHOD_NOT_SUPPORTED', 'unsigned'],
    ['by PUT', { method: 'PUT' }, 'METHOD_NOT_SUPPORTED', 'unsigned'],
    [
      'as a form',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      'MEDIA_TYPE_NOT_ACCEPTABLE',
      'unsigned',
    ],
    ['to no call', { path: '/ams/sandbox/api/v1/payments/charge' }, 'NO_INTERFACE_DEF', 'unsigned'],
    ['of a stranger', { clientId: 'STRANGER' }, 'INVALID_CLIENT', 'unsigned'],
    ['with a key nobody gave', { keyVersion: '7' }, 'KEY_NOT_FOUND', 'unsigned'],
    ['without a signature', { signature: '' }, 'INVALID_SIGNATURE', 'unsigned'],
    [
      'with a signature that is not URL-encoded',
      { signature: decodeURIComponent(SIGNATURE_VECTORS[0].header) },
      'INVALID_SIGNATURE',
      'unsigned',
    ],
    [
      'with the signature of another body',
      { time: SIGNATURE_VECTORS[0].time, signature: SIGNATURE_VECTORS[0].header },
      'INVALID_SIGNATURE',
      'unsigned',
    ],
    ['without a time', { time: '' }, 'PARAM_ILLEGAL', 'unsigned'],
    ['in production', { path: '/ams/api/v1/payments/pay' }, 'ACCESS_DENIED', 'signed'],
    ['of another contract', { path: '/aps/api/v1/payments/pay' }, 'ACCESS_DENIED', 'signed'],
    ['with a token it does not need', { headers: { 'Agent-Token': 'x' } }, 'ACCESS_DENIED', 'signed'],
  ])('refuses a request %s', async (_name, raw, code, signed) => {
    const { status, body, headers } = await town.post(changed('paymentRequestId', 'R-1'), raw);
    expect(status).toBe(200);
    expect(body).toEqual({
      result: { resultStatus: 'F', resultCode: code, resultMessage: expect.any(String) },
    });
    expect(headers.has('signature')).toBe(signed === 'signed');
    expect(await town.sandbox.door.find('R-1')).toBeUndefined();
  });

  it('may refuse with another HTTP status, and clocks that are off', async () => {
    const other = await AlipayTown.open({ choices: { gateStatus: 403, clockToleranceMs: 300_000 } });
    const far = await other.post(good(), { time: String(other.time.nowMs() - 300_001) });
    expect(far).toMatchObject({ status: 403, body: { result: { resultCode: 'PARAM_ILLEGAL' } } });
    const near = await other.post(good(), { time: String(other.time.nowMs() - 300_000) });
    expect(near).toMatchObject({ status: 200, body: { result: { resultCode: 'SUCCESS' } } });
    await other.close();
  });
});

describe('the fields of a payment', () => {
  const mandatory = [
    'productCode',
    'paymentRequestId',
    'order.referenceOrderId',
    'order.orderDescription',
    'order.orderAmount.currency',
    'order.orderAmount.value',
    'order.merchant.referenceMerchantId',
    'order.merchant.merchantName',
    'order.merchant.merchantMCC',
    'order.merchant.store.referenceStoreId',
    'order.merchant.store.storeName',
    'order.merchant.store.storeMCC',
    'order.env.storeTerminalId',
    'order.env.storeTerminalRequestTime',
    'paymentAmount.currency',
    'paymentAmount.value',
    'paymentMethod.paymentMethodType',
    'paymentMethod.paymentMethodId',
    'paymentFactor.inStorePaymentScenario',
    'paymentNotifyUrl',
  ];

  it.each(mandatory)('%s is needed, and neither null, empty nor a number', async (path) => {
    for (const [value, problem] of [
      [undefined, 'is missing'],
      [null, 'is missing'],
      ['', 'must not be empty'],
      [38, 'must be a string'],
    ] as const) {
      const { body } = await town.post(changed(path, value));
      expect(body['result']).toEqual({
        resultStatus: 'F',
        resultCode: 'PARAM_ILLEGAL',
        resultMessage: `Illegal parameters: ${path} ${problem}.`,
      });
    }
  });

  it.each<[string, unknown]>([
    ['paymentRequestId', 'x'.repeat(65)],
    ['paymentRequestId', 'a b'],
    ['order.orderDescription', 'x'.repeat(257)],
    ['order.merchant.merchantName', 'x'.repeat(257)],
    ['order.merchant.merchantMCC', '58'],
    ['order.env.storeTerminalRequestTime', '2026-01-02 10:00:00'],
    ['paymentAmount.value', '38.00'],
    ['paymentAmount.value', '0'],
    ['paymentAmount.value', '-1'],
    ['paymentAmount.value', '038'],
    ['paymentAmount.currency', 'hkd'],
    ['paymentMethod.paymentMethodType', 'ALIPAY_CN'],
    ['paymentMethod.paymentMethodId', '2'.repeat(129)],
    ['paymentFactor.inStorePaymentScenario', 'OrderCode'],
    ['paymentNotifyUrl', 'ftp://x'],
    ['paymentExpiryTime', 'soon'],
    ['settlementStrategy', { settlementCurrency: 'hk' }],
    ['paymentRedirectUrl', 'https://x'],
    ['paymentMethod.paymentMethodMetaData', '{}'],
  ])('%s cannot be %j', async (path, value) => {
    const { body } = await town.post(changed(path, value));
    expect(body['result']).toMatchObject({
      resultCode: 'PARAM_ILLEGAL',
      resultMessage: expect.stringContaining(path),
    });
  });

  it('that contradict each other are refused', async () => {
    const differ = await town.post(changed('paymentAmount.value', '3801'));
    expect(differ.body['result']).toMatchObject({ resultCode: 'PARAM_ILLEGAL' });
  });

  it.each(['[]', '{', 'null'])('a body that reads %s is refused', async (body) => {
    expect((await town.post(body)).body['result']).toMatchObject({ resultCode: 'PARAM_ILLEGAL' });
  });

  it.each([
    ['inquiryPayment', {}],
    ['cancel', {}],
    ['refund', { refundRequestId: 'R', refundAmount: { currency: 'HKD', value: '1' } }],
    ['inquiryRefund', {}],
  ])('%s needs a number', async (call, content) => {
    const { body } = await town.post(content, { path: `/ams/sandbox/api/v1/payments/${call}` });
    expect(body['result']).toMatchObject({ resultCode: 'PARAM_ILLEGAL' });
  });

  it('ours wins when a call names both numbers', async () => {
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    const path = '/ams/sandbox/api/v1/payments/inquiryPayment';
    const found = await town.post({ paymentRequestId: order.channelOrderId }, { path });
    const paymentId = found.body['paymentId'];
    const byBoth = await town.post({ paymentRequestId: 'unknown', paymentId }, { path });
    expect(byBoth.body).toMatchObject({ paymentRequestId: order.channelOrderId, paymentStatus: 'SUCCESS' });
    const strange = await town.post({ paymentRequestId: order.channelOrderId, paymentId: '1' }, { path });
    expect(strange.body['result']).toMatchObject({ resultCode: 'ORDER_NOT_EXIST' });
  });
});

describe('the contract', () => {
  it('names currencies, merchants and tokens', async () => {
    const other = await AlipayTown.open({
      client: {
        currencies: new Set(['HKD']),
        merchants: new Set(['M0001']),
        agentTokens: new Set(['agent-token']),
      },
    });
    const agent = other.connect('ams', { agent_token_env: 'TOKEN' });
    expect((await agent.charge(other.order(), PATIENT)).kind).toBe('paid');
    expect(await agent.charge(other.order({ currency: 'USD' }), PATIENT)).toMatchObject({ respcd: '1203' });
    const stranger = other.connect('ams', { agent_token_env: 'TOKEN', merchant_id: 'M0002' });
    expect(await stranger.charge(other.order(), PATIENT)).toMatchObject({ respcd: '1203' });
    expect(await other.connector.charge(other.order(), PATIENT)).toMatchObject({ respcd: '1203' });
    const { body } = await other.post(good(), { headers: { 'Agent-Token': 'wrong' } });
    expect(body['result']).toMatchObject({ resultCode: 'INVALID_ACCESS_TOKEN' });
    await other.close();
  });
});
