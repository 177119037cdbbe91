import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyPayType, openGateway } from '../../packages/gateway/src/index.ts';
import { openSandbox } from '../../packages/sandbox/src/index.ts';
import { WireGateway } from './support/wire-gateway.ts';
import { VirtualTime } from './support/virtual-time.ts';

async function clockOf(url: string): Promise<{ status: number; body: Readonly<Record<string, unknown>> }> {
  const response = await fetch(`${url}/sandbox/clock`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('the clock of a gateway with sandbox', () => {
  let gateway: WireGateway;
  beforeAll(async () => {
    gateway = await WireGateway.start();
  });
  afterAll(() => gateway.close());

  it('moves gateway and wallets together', async () => {
    const till = await gateway.merchant();
    const before = Date.parse(String((await clockOf(gateway.url)).body['now']));
    const first = await till.pay({ auth_code: '280000000000410004' });
    expect(first.respcd).toBe('1143');
    const moved = await gateway.sandbox('/clock', { advance: '3m' });
    expect(moved).toMatchObject({ now: expect.any(String), timers_fired: expect.any(Number) });
    const { now } = moved as { readonly now: string };
    expect(Date.parse(now)).toBeGreaterThanOrEqual(before + 180_000);
    const [order] = await gateway.walletOrders('alipay');
    expect(order?.state).not.toBe('waiting');
    expect(order?.times_charged).toBe(0);
    const second = await till.pay({});
    const hours = (text: unknown): number => Date.parse(`${String(text).replace(' ', 'T')}+08:00`);
    expect(hours(second.body['sysdtm']) - hours(first.body['sysdtm'])).toBeGreaterThanOrEqual(179_000);
  });

  it('lets a wait on the way end at its time', async () => {
    const till = await gateway.merchant();
    // The wallet charges at once and answers after 10 s; the gateway answers after 6 s and records it all the same.
    const answer = till.pay({ auth_code: '280000000000410008' });
    const charged = async (): Promise<number> => (await gateway.walletOrders('alipay')).length;
    const already = await charged();
    while ((await charged()) === already) await new Promise((resolve) => setImmediate(resolve));
    await gateway.sandbox('/clock', { advance_ms: 30_000 });
    expect((await answer).respcd).toBe('1145');
  });
});

describe('the clock of a gateway whose time was handed in', () => {
  it('cannot be moved over HTTP', async () => {
    const gateway = await WireGateway.start({ time: new VirtualTime() });
    expect(await clockOf(gateway.url)).toEqual({
      status: 404,
      body: { error: 'clock: this sandbox runs on a clock that cannot be moved.' },
    });
    await gateway.close();
  });
});

describe('a gateway without sandbox', () => {
  it('has no clock that could be moved', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'opencpm-clock-'));
    const wallets = openSandbox({
      file: ':memory:',
      clock: { nowMs: () => 0 },
      timers: { after: () => () => undefined },
      randomBytes,
    });
    const gateway = await openGateway({
      config: {
        host: '127.0.0.1',
        port: 0,
        dataDirectory: directory,
        node: 1,
        logLevel: 'silent',
        rateLimited: true,
        masterKey: undefined,
      },
      connectors: everyPayType(wallets),
      log: { info: () => undefined, warn: () => undefined, alert: () => undefined },
      onFatal(error) {
        throw error;
      },
    });
    for (const method of ['GET', 'POST']) {
      const response = await fetch(`${gateway.url}/sandbox/clock`, { method });
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('clock:');
    }
    await gateway.close();
    wallets.close();
    rmSync(directory, { recursive: true });
  });
});
