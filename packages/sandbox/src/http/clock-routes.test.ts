import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestSandbox } from '../test-sandbox.ts';
import { sandboxRoutes } from './sandbox-routes.ts';
import { callsTo } from './test-calls.ts';

describe('the clock of the sandbox over HTTP', () => {
  let test: TestSandbox;
  let app: FastifyInstance;
  beforeEach(() => {
    test = new TestSandbox();
    app = fastify();
    sandboxRoutes(test.sandbox, test.virtualTime)(app);
  });
  afterEach(async () => {
    await app.close();
    test.dispose();
  });

  const { get, post } = callsTo(() => app);

  it('shows the clock and moves it', async () => {
    expect(await get('/sandbox/clock')).toEqual({
      status: 200,
      body: { now: '2026-03-01T12:00:00.000Z', ahead_ms: 0, timers: 0 },
    });
    test.virtualTime.after(60_000, () => undefined);
    test.virtualTime.after(7_200_000, () => undefined);
    expect(await post('/sandbox/clock', { advance: '1h30m' })).toEqual({
      status: 200,
      body: { now: '2026-03-01T13:30:00.000Z', ahead_ms: 5_400_000, timers: 1, timers_fired: 1 },
    });
    expect((await post('/sandbox/clock', { advance_ms: 250 })).body).toMatchObject({
      now: '2026-03-01T13:30:00.250Z',
    });
  });

  it.each([
    [undefined, 'body: give either advance_ms or advance'],
    [{ advance_ms: 1, advance: '1s' }, 'body: give either advance_ms or advance'],
    [{ advance: '' }, 'advance: write numbers with ms, s, m, h or d'],
    [{ advance: 15 }, 'advance: write numbers'],
    [{ advance: '1.5h' }, 'advance: write numbers'],
    [{ advance: '-1h' }, 'advance: write numbers'],
    [{ advance: '32d' }, 'advance: move the clock by 31 days at most.'],
    [{ advance: '9999999999d9999999999d' }, 'advance: '],
    [{ advance_ms: '1' }, 'advance_ms: give a whole number of milliseconds'],
    [{ advance_ms: -1 }, 'advance_ms: give a whole number of milliseconds'],
    [{ advance_ms: 0.5 }, 'advance_ms: give a whole number of milliseconds'],
    [{ advance_ms: 31 * 86_400_000 + 1 }, 'advance_ms: move the clock by 31 days at most.'],
    [{ ahead: '1h' }, 'ahead: there is no such field here'],
  ])('does not move the clock by %j', async (body, error) => {
    const answer = await post('/sandbox/clock', body);
    expect(answer.status).toBe(400);
    expect((answer.body as { error: string }).error).toContain(error);
    expect(test.virtualTime.aheadMs).toBe(0);
  });

  it('cannot be moved when it was handed in', async () => {
    const own = fastify();
    sandboxRoutes(test.sandbox)(own);
    for (const request of [
      { method: 'GET', url: '/sandbox/clock' },
      { method: 'POST', url: '/sandbox/clock', payload: { advance: '1s' } },
    ] as const) {
      const answer = await own.inject(request);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toEqual({ error: 'clock: this sandbox runs on a clock that cannot be moved.' });
    }
    await own.close();
  });
});
