import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TEST_NUMBERS } from '../test-numbers.ts';
import { PATIENT, referenceOf, refundOf, sale, TestSandbox } from '../test-sandbox.ts';
import { sandboxRoutes } from './sandbox-routes.ts';
import { callsTo } from './test-calls.ts';

const MOUNTS = [
  'in an application that reads every body as bytes',
  'in a context of its own',
  'in a plain application',
] as const;

function mount(how: (typeof MOUNTS)[number], test: TestSandbox): FastifyInstance {
  const app = fastify();
  if (how !== 'in a plain application') {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }
  app.post('/other', async ({ body }) => ({ kind: body instanceof Buffer ? 'bytes' : typeof body }));
  const routes = sandboxRoutes(test.sandbox);
  if (how === 'in a context of its own') app.register(routes);
  else routes(app);
  return app;
}

describe.each(MOUNTS)('the sandbox over HTTP, %s', (how) => {
  let test: TestSandbox;
  let app: FastifyInstance;
  beforeEach(() => {
    test = new TestSandbox();
    app = mount(how, test);
  });
  afterEach(async () => {
    await app.close();
    test.dispose();
  });

  const { call, get, post } = callsTo(() => app);

  it('lists wallets with their accounts', async () => {
    const { status, body } = await get('/sandbox/wallets');
    expect(status).toBe(200);
    const { wallets } = body as { wallets: { wallet: string; accounts: object[] }[] };
    expect(wallets.map(({ wallet }) => wallet)).toEqual([
      'alipay',
      'alipayhk',
      'wechatpay',
      'wechatpayhk',
      'unionpay',
      'payme',
    ]);
    expect(wallets[1]).toEqual({
      wallet: 'alipayhk',
      family: 'alipay',
      name: 'AlipayHK',
      currency: 'HKD',
      accounts: [
        {
          account: 'chan-tai-man',
          wallet: 'alipayhk',
          name: 'Chan Tai Man',
          balance_minor: 500_000,
          free_limit_minor: 100_000,
          password: '123456',
          status: 'open',
          behaviour: 'normal',
          reversal_behaviour: 'done',
          refund_behaviour: 'returned',
        },
        expect.objectContaining({ account: 'wong-ka-yan', balance_minor: 2_000 }),
      ],
    });
  });

  it('lists the test numbers', async () => {
    const { body } = await get('/sandbox/test-numbers');
    const { test_numbers } = body as { test_numbers: object[] };
    expect(test_numbers).toHaveLength(TEST_NUMBERS.length);
    expect(test_numbers).toContainEqual({
      code_ending: '401201',
      amount_minor: 401_201,
      behaviour: 'declined-1201',
      meaning: expect.stringMatching(/^Declined with 1201: /),
    });
  });

  it('issues a code, takes its payment, shows it in the book', async () => {
    const issued = await post('/sandbox/wallets/unionpay/codes', { account: 'sun-li' });
    expect(issued).toEqual({
      status: 200,
      body: {
        auth_code: expect.stringMatching(/^62\d{17,18}$/),
        emv_text: expect.stringMatching(/^hQVDUFYwMW/),
        expires_at: '2026-03-01T12:01:00.000Z',
        account: 'sun-li',
        wallet: 'unionpay',
      },
    });
    const { auth_code: authCode } = issued.body as { auth_code: string };
    await test.sandbox.charge(sale('order-1', { family: 'unionpay', authCode }), PATIENT);
    expect((await get('/sandbox/wallets/unionpay/book?limit=10')).body).toEqual({
      payments: [
        {
          sequence: 1,
          channel_order_id: 'order-1',
          wallet_number: '2026030130000000000001',
          wallet: 'unionpay',
          account: 'sun-li',
          state: 'paid',
          behaviour: 'paid',
          amount_minor: 1050,
          currency: 'HKD',
          debit_minor: 966,
          debit_currency: 'CNY',
          times_charged: 1,
          refunded_minor: 0,
          refunding_minor: 0,
          reversed: false,
          respcd: null,
          reason: '',
          description: 'Tea',
          merchant_name: 'Corner Shop',
          created_at: '2026-03-01T12:00:00.000Z',
          paid_at: '2026-03-01T12:00:00.000Z',
          ended_at: '2026-03-01T12:00:00.000Z',
          reversed_at: null,
          due_at: null,
          refunds: [],
        },
      ],
    });
    expect((await get('/sandbox/wallets/unionpay/book?before=1')).body).toEqual({ payments: [] });
  });

  it('shows refunds and reversals in the book', async () => {
    const refunded = sale('order-1');
    const reversed = sale('order-2');
    await test.sandbox.charge(refunded, PATIENT);
    await test.sandbox.charge(reversed, PATIENT);
    test.time.advance(1_000);
    await test.sandbox.refund(refundOf(refunded, 'refund-1', 300), PATIENT);
    await test.sandbox.refund(refundOf(refunded, 'refund-2', 900), PATIENT);
    await test.sandbox.reverse(referenceOf(reversed), PATIENT);
    expect((await get('/sandbox/wallets/alipay/book')).body).toMatchObject({
      payments: [
        {
          channel_order_id: 'order-2',
          state: 'reversed',
          reversed: true,
          times_charged: 1,
          paid_at: '2026-03-01T12:00:00.000Z',
          reversed_at: '2026-03-01T12:00:01.000Z',
          refunds: [],
        },
        {
          channel_order_id: 'order-1',
          state: 'paid',
          reversed: false,
          refunded_minor: 300,
          refunding_minor: 0,
          refunds: [
            {
              channel_refund_id: 'refund-1',
              state: 'returned',
              behaviour: 'returned',
              amount_minor: 300,
              currency: 'HKD',
              credit_minor: null,
              respcd: null,
              reason: '',
              created_at: '2026-03-01T12:00:01.000Z',
              ended_at: '2026-03-01T12:00:01.000Z',
              due_at: null,
            },
            { channel_refund_id: 'refund-2', state: 'refused', respcd: '1272' },
          ],
        },
      ],
    });
  });

  it('lists the test numbers of reversals and refunds', async () => {
    const { body } = await get('/sandbox/test-numbers');
    expect(body).toMatchObject({
      reversal_test_numbers: expect.arrayContaining([
        {
          code_ending: '430002',
          amount_minor: 430_002,
          reversal_behaviour: 'answer-lost',
          meaning: expect.stringContaining('connection breaks'),
        },
      ]),
      refund_test_numbers: expect.arrayContaining([
        {
          refund_amount_minor: 420_002,
          refund_behaviour: 'refused',
          meaning: expect.stringContaining('1265'),
        },
      ]),
    });
  });

  it('issues a code of the first account for an empty body, and no EMV text for other wallets', async () => {
    const { status, body } = await post('/sandbox/wallets/payme/codes');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      account: 'cheung-mei-ling',
      auth_code: expect.stringMatching(/^80\d{16}$/),
    });
    expect(body).not.toHaveProperty('emv_text');
  });

  it('lists, approves and refuses waiting payments', async () => {
    for (const number of ['order-1', 'order-2']) {
      await test.sandbox.charge(sale(number, { amountMinor: 401_143 }), PATIENT);
    }
    const waiting = { state: 'waiting', due_at: '2026-03-01T12:03:00.000Z', paid_at: null, account: null };
    expect((await get('/sandbox/waiting')).body).toEqual({
      payments: [
        expect.objectContaining({ ...waiting, channel_order_id: 'order-2' }),
        expect.objectContaining({ ...waiting, channel_order_id: 'order-1' }),
      ],
    });
    expect(await post('/sandbox/payments/latest/approve', { password: '000000' })).toEqual({
      status: 400,
      body: { error: 'password: it is wrong; attempts left: 2.' },
    });
    expect(await post('/sandbox/payments/latest/approve', { password: '123456' })).toMatchObject({
      status: 200,
      body: { channel_order_id: 'order-2', state: 'paid', times_charged: 1 },
    });
    expect(await post('/sandbox/payments/order-1/refuse')).toMatchObject({
      status: 200,
      body: { channel_order_id: 'order-1', state: 'declined', respcd: '1205' },
    });
    expect((await get('/sandbox/waiting')).body).toEqual({ payments: [] });
  });

  it('changes an account', async () => {
    const change = {
      balance_minor: 5,
      free_limit_minor: 0,
      status: 'closed',
      behaviour: 'late-success',
      reversal_behaviour: 'slow',
      refund_behaviour: 'refused-1269',
    };
    expect(await post('/sandbox/accounts/li-na', change)).toMatchObject({
      status: 200,
      body: { account: 'li-na', name: 'Li Na', ...change },
    });
  });

  it.each<[number, string, string, object | undefined]>([
    [404, 'wallet: there is no paypal; choose one of alipay,', '/sandbox/wallets/paypal/codes', undefined],
    [404, 'wallet: there is no toString; choose one of', '/sandbox/wallets/toString/codes', undefined],
    [
      404,
      'account: the wallet alipay has no such account',
      '/sandbox/wallets/alipay/codes',
      { account: 'sun-li' },
    ],
    [400, 'account: give a text in quotes.', '/sandbox/wallets/alipay/codes', { account: 5 }],
    [400, 'acount: there is no such field here', '/sandbox/wallets/alipay/codes', { acount: 'li-na' }],
    [404, 'number: no payment waits', '/sandbox/payments/latest/approve', undefined],
    [404, 'number: no wallet knows the payment 1;', '/sandbox/payments/1/refuse', undefined],
    [400, 'password: give a text in quotes.', '/sandbox/payments/latest/approve', { password: 123456 }],
    [400, 'why: there is no such field here; allowed are none.', '/sandbox/payments/1/refuse', { why: 'x' }],
    [404, 'account: there is no account nobody', '/sandbox/accounts/nobody', { status: 'open' }],
    [400, 'body: give at least one of balance_minor,', '/sandbox/accounts/li-na', undefined],
    [400, 'balance_minor: give a number of minor units', '/sandbox/accounts/li-na', { balance_minor: '5' }],
    [400, 'balance_minor: give a whole number of minor', '/sandbox/accounts/li-na', { balance_minor: 1.5 }],
    [400, 'free_limit_minor: give a whole number', '/sandbox/accounts/li-na', { free_limit_minor: -1 }],
    [400, 'status: give "open" or "closed".', '/sandbox/accounts/li-na', { status: null }],
    [400, 'behaviour: give "normal" or a behaviour', '/sandbox/accounts/li-na', { behaviour: 'odd' }],
    [400, 'password: there is no such field here', '/sandbox/accounts/li-na', { password: '1' }],
    [400, 'reversal_behaviour: give "done"', '/sandbox/accounts/li-na', { reversal_behaviour: 'returned' }],
    [400, 'reversal_behaviour: give "done"', '/sandbox/accounts/li-na', { reversal_behaviour: 1 }],
    [400, 'refund_behaviour: give "returned"', '/sandbox/accounts/li-na', { refund_behaviour: 'done' }],
    [400, 'refund_behaviour: give "returned"', '/sandbox/accounts/li-na', { refund_behaviour: null }],
  ])('answers %i "%s…" for POST %s with %j', async (status, error, url, payload) => {
    const answer = await post(url, payload);
    expect(answer.status).toBe(status);
    expect((answer.body as { error: string }).error).toContain(error);
  });

  it('answers 409 when a payment does not wait any more', async () => {
    await test.sandbox.charge(sale('order-1'), PATIENT);
    expect(await post('/sandbox/payments/order-1/approve')).toEqual({
      status: 409,
      body: { error: 'number: the payment order-1 is paid; choose one that waits for its payer.' },
    });
  });

  it.each(['limit=0', 'limit=x', 'limit=1&limit=2', 'limit=-1', 'before=0', 'before=1e3'])(
    'refuses the page ?%s',
    async (query) => {
      const answer = await get(`/sandbox/wallets/alipay/book?${query}`);
      expect(answer.status).toBe(400);
      expect((answer.body as { error: string }).error).toMatch(/^(limit|before): give /);
    },
  );

  it.each([
    ['text/plain', '{}', 'Content-Type: send the body as application/json.'],
    ['application/x-www-form-urlencoded', 'a=1', 'Content-Type: send the body as application/json.'],
    ['application/jsonx', '{}', 'Content-Type: send the body as application/json.'],
    ['application/json', '{', 'body: it is not JSON in UTF-8'],
    ['application/json; charset=utf-8', '[]', 'body: send a JSON object'],
    ['application/json', 'null', 'body: send a JSON object'],
    ['application/json', Buffer.from([0x22, 0xff, 0x22]), 'body: it is not JSON in UTF-8'],
  ])('refuses a body of type %s: %s', async (type, payload, error) => {
    const url = '/sandbox/wallets/alipay/codes';
    const answer = await call({ method: 'POST', url, payload, headers: { 'content-type': type } });
    expect(answer.status).toBe(400);
    expect((answer.body as { error: string }).error).toContain(error);
  });

  it.each([
    ['GET', '/sandbox/wallets'],
    ['GET', '/sandbox/test-numbers'],
    ['GET', '/sandbox/waiting'],
    ['GET', '/sandbox/wallets/alipay/book'],
    ['POST', '/sandbox/wallets/alipay/codes'],
    ['POST', '/sandbox/payments/latest/approve'],
    ['POST', '/sandbox/payments/latest/refuse'],
    ['POST', '/sandbox/accounts/li-na'],
    ['GET', '/sandbox/faults'],
    ['POST', '/sandbox/faults'],
    ['DELETE', '/sandbox/faults'],
    ['GET', '/sandbox/clock'],
    ['POST', '/sandbox/clock'],
  ] as const)('keeps strangers out of %s %s', async (method, url) => {
    for (const stranger of [
      { remoteAddress: '192.168.1.5' },
      { headers: { host: 'evil.example' } },
      { headers: { origin: 'https://evil.example' } },
    ]) {
      const answer = await call({ method, url, ...stranger });
      expect(answer).toEqual({ status: 403, body: { error: expect.any(String) } });
    }
    expect(await test.sandbox.listWallets()).toHaveLength(6);
  });

  it('refuses a body that is too large', async () => {
    const answer = await post('/sandbox/wallets/alipay/codes', { account: 'x'.repeat(2 ** 20) });
    expect(answer).toEqual({ status: 413, body: { error: expect.any(String) } });
  });

  it('leaves its own failures to the application around', async () => {
    test.sandbox.close();
    const answer = await get('/sandbox/wallets');
    expect(answer).toMatchObject({ status: 500, body: { message: 'The sandbox is closed.' } });
  });

  it('touches no other route of the application', async () => {
    const answer = await call({
      method: 'POST',
      url: '/other',
      payload: { a: 1 },
      remoteAddress: '192.168.1.5',
      headers: { host: 'shop.example', origin: 'https://evil.example' },
    });
    const kind = how === 'in a plain application' ? 'object' : 'bytes';
    expect(answer).toEqual({ status: 200, body: { kind } });
  });
});
