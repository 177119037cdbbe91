import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referenceRoutes } from './routes.ts';

describe('the routes of the reference', () => {
  let app: FastifyInstance;
  beforeEach(() => {
    app = fastify();
    referenceRoutes(app);
  });
  afterEach(() => app.close());

  it('serve the description to tools of any origin, once', async () => {
    const answer = await app.inject('/openapi.json');
    expect(answer.json()).toMatchObject({
      openapi: '3.1.1',
      paths: { '/trade/v1/payment': expect.anything() },
    });
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'no-cache',
      'content-type': 'application/json; charset=utf-8',
    });
    const headers = { 'if-none-match': String(answer.headers['etag']) };
    const again = await app.inject({ url: '/openapi.json', headers });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('serve the page under a policy that lets nothing foreign in', async () => {
    const page = await app.inject('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain("connect-src 'self'");
  });
});
