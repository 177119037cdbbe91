import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestSandbox } from '../test-sandbox.ts';
import { sandboxRoutes } from './sandbox-routes.ts';
import { callsTo } from './test-calls.ts';

describe('the faults of the sandbox over HTTP', () => {
  let test: TestSandbox;
  let app: FastifyInstance;
  beforeEach(() => {
    test = new TestSandbox();
    app = fastify();
    sandboxRoutes(test.sandbox)(app);
  });
  afterEach(async () => {
    await app.close();
    test.dispose();
  });

  const { call, get, post } = callsTo(() => app);

  it('orders faults, shows what is left of them, and forgets them', async () => {
    const ordered = { call: 'query', fault: 'answer-lost', wallet: 'alipay', order: 'O-1', times: 2 };
    expect(await post('/sandbox/faults', ordered)).toEqual({
      status: 200,
      body: { number: 1, call: 'query', fault: 'answer-lost', wallet: 'alipay', order: 'O-1', left: 2 },
    });
    expect((await post('/sandbox/faults', { fault: 'never-arrived' })).body).toEqual({
      ...{ number: 2, call: 'charge', fault: 'never-arrived', wallet: 'any', order: 'any', left: 1 },
    });
    expect(test.sandbox.faults.take('query', 'alipay', 'O-2')).toBeUndefined();
    expect(test.sandbox.faults.take('query', 'alipay', 'O-1')).toBe('answer-lost');
    expect((await get('/sandbox/faults')).body).toMatchObject({
      faults: [{ number: 1, left: 1 }, { number: 2 }],
      calls: expect.arrayContaining(['charge', 'query', 'reverse', 'refund', 'queryRefund', 'notification']),
      names: expect.arrayContaining([
        expect.objectContaining({
          name: 'slow',
          servers: 'any',
          numbers: expect.arrayContaining(['441001']),
        }),
        expect.objectContaining({ name: 'twice', calls: ['notification'] }),
      ]),
    });
    expect(await call({ method: 'DELETE', url: '/sandbox/faults' })).toEqual({
      status: 200,
      body: { faults: [] },
    });
    expect((await get('/sandbox/faults')).body).toMatchObject({ faults: [] });
  });

  it('takes faults with any code of a wallet, which have no number', async () => {
    const orders = [
      { call: 'reverse', fault: 'refuse-TRADE_STATE_ERROR', wallet: 'wechatpay' },
      { call: 'query', fault: 'says-A6', wallet: 'unionpay' },
      { call: 'statement', fault: 'other-key', wallet: 'unionpay' },
    ];
    for (const order of orders) {
      expect(await post('/sandbox/faults', order)).toMatchObject({ status: 200, body: order });
    }
    const { names, wallets } = (await get('/sandbox/faults')).body as {
      names: { name: string; numbers: string[] }[];
      wallets: { wallet: string; calls: string[] }[];
    };
    const unnumbered = names.filter(({ numbers }) => numbers.length === 0).map(({ name }) => name);
    expect(unnumbered).toEqual(['garbled-certificates', 'refuse-CODE', 'says-CODE']);
    expect(wallets.find(({ wallet }) => wallet === 'payme')?.calls).not.toContain('notification');
  });

  it.each([
    [{}, /^fault: choose one of .*slow/],
    [{ fault: 'toString' }, /^fault: choose one of/],
    [{ fault: 'slow', call: 'pay' }, /^call: choose one of charge, query/],
    [{ fault: 'twice', call: 'query' }, /^call: choose one of notification for twice/],
    [{ fault: 'slow', call: 'notification' }, /^call: choose one of charge, query/],
    [{ fault: 'refuse-not_enough' }, /^fault: choose one of .*refuse-CODE, says-CODE/],
    [{ fault: 'says-PAYERROR', call: 'reverse' }, /^call: choose one of .* for says-PAYERROR/],
    [
      { fault: 'system-error-early', wallet: 'alipay', call: 'statement' },
      /^call: choose one of charge, query, reverse, refund, queryRefund, notification for alipay/,
    ],
    [{ fault: 'slow', wallet: 'paypal' }, /^wallet: choose one of/],
    [{ fault: 'slow', times: 0 }, /^times: give a whole number from 1 to 1000000/],
    [{ fault: 'slow', times: '2' }, /^times: /],
    [{ fault: 'slow', often: 2 }, /^often: there is no such field/],
  ])('refuses the fault %j', async (fault, error) => {
    expect(await post('/sandbox/faults', fault)).toEqual({
      status: 400,
      body: { error: expect.stringMatching(error) },
    });
    expect(test.sandbox.faults.list()).toEqual([]);
  });
});
