import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestSandbox } from '../test-sandbox.ts';
import { sandboxRoutes } from './sandbox-routes.ts';
import { callsTo } from './test-calls.ts';

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

const { post } = callsTo(() => app);

describe('a code that is asked for over HTTP', () => {
  it('issues a code as it is wished, and what arrives of it', async () => {
    const wish = { prefix: '30', length: 24, damage: 'line-end' };
    const { body } = await post('/sandbox/wallets/alipay/codes', wish);
    const { auth_code, damaged } = body as { auth_code: string; damaged: object };
    expect(auth_code).toMatch(/^30\d{22}$/);
    expect(damaged).toEqual({ auth_code: `${auth_code}\r\n` });
    const text = await post('/sandbox/wallets/unionpay/codes', { damage: 'caps-lock' });
    expect(text.body).toHaveProperty('damaged', { emv_text: expect.stringMatching(/^HqvdufyWmw/) });
  });

  it('issues the codes a phone keeps, each with the minute it is shown in', async () => {
    const { body } = await post('/sandbox/wallets/wechatpay/offline-codes', { account: 'liu-yang' });
    const { codes } = body as { codes: { auth_code: string; expires_at: string; account: string }[] };
    expect(codes).toHaveLength(15);
    expect(codes.at(-1)).toEqual({
      auth_code: expect.stringMatching(/^1[0-4]\d{16}$/),
      expires_at: '2026-03-01T12:15:00.000Z',
      account: 'liu-yang',
      wallet: 'wechatpay',
    });
    expect(await post('/sandbox/wallets/unionpay/offline-codes')).toMatchObject({ status: 400 });
  });

  it.each([
    [{ prefix: 30 }, 'prefix: give a text in quotes.'],
    [{ length: '24' }, 'length: give a number of digits without quotes.'],
    [
      { prefix: '31' },
      'prefix: codes of alipay have 16 to 24 digits, beginning with 25, 26, 27, 28, 29, 30.',
    ],
    [{ damage: 'rain' }, expect.stringMatching(/^damage: there is no rain; choose one of line-end, /)],
    [{ colour: 'red' }, expect.stringMatching(/^colour: there is no such field here; allowed are account, /)],
  ])('refuses the wish %j', async (wish, error) => {
    expect(await post('/sandbox/wallets/alipay/codes', wish)).toEqual({ status: 400, body: { error } });
  });
});
