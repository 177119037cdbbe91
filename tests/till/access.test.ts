import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serveTill, Till } from '../../packages/till/src/index.ts';
import {
  type ApiFailure,
  type CashierList,
  SCAN_LENGTH_MAX,
  type StartFacts,
} from '../../packages/till/src/page-api/index.ts';
import { Browser, saleOf } from './support/browser.ts';
import { MANAGER, useShop } from './support/shop.ts';

const shop = useShop();

async function approval(browser: Browser): Promise<{ cashierId: string; pin: string }> {
  const { cashiers } = await browser.start();
  return { cashierId: cashiers.find(({ name }) => name === MANAGER.name)?.id ?? '', pin: MANAGER.pin };
}

describe('a new till', () => {
  it('is set up by whoever reads its terminal, once', async () => {
    const { url, till } = await shop().openTill();
    const page = new Browser(url);
    expect(await page.start()).toMatchObject({ state: 'set_up', cashiers: [], sandbox: false });
    const setUpCode = till.setUpCode ?? '';
    expect(await page.refused('POST', '/set-up', { setUpCode: 'WRONG', ...MANAGER })).toMatchObject({
      code: 'invalid',
      field: 'setUpCode',
    });
    expect(await page.refused('POST', '/set-up', { setUpCode, name: 'Owner', pin: '123456' })).toMatchObject({
      field: 'pin',
    });
    await page.setUp({ setUpCode: setUpCode.toLowerCase(), ...MANAGER });
    expect(await page.start()).toMatchObject({
      state: 'in',
      session: { cashier: { name: 'Owner', role: 'manager' }, register: { id: '1', name: 'Front' } },
    });
    expect(till.setUpCode).toBeUndefined();
    expect((await new Browser(url).refused('POST', '/set-up', { setUpCode, ...MANAGER })).code).toBe(
      'conflict',
    );
  });

  it('takes no more than ten wrong codes', async () => {
    const { url, till } = await shop().openTill();
    const page = new Browser(url);
    for (let count = 0; count < 10; count += 1) {
      await page.refused('POST', '/set-up', { setUpCode: 'WRONG', ...MANAGER });
    }
    const right = { setUpCode: till.setUpCode ?? '', ...MANAGER };
    expect((await page.refused('POST', '/set-up', right)).code).toBe('locked');
  });

  it('of a sandbox can be used at once, and says how, until its PIN is changed', async () => {
    const { url } = await shop().openTill({}, { sandbox: true });
    const page = new Browser(url);
    await expect.poll(async () => (await page.start()).state).toBe('log_in');
    const { sandboxLogIn } = await page.start();
    expect(sandboxLogIn).toMatchObject({ pin: '271828' });
    await page.logIn('Sam', '271828', '1');
    await page.call('POST', '/pin', { pin: '271828', newPin: '582934' });
    const { state, sandboxLogIn: after } = await page.start();
    expect([state, after]).toEqual(['log_in', undefined]);
  });

  it('does not open the data of a sandbox while everybody knows the PIN of its manager', async () => {
    const { till } = await shop().openTill({}, { sandbox: true });
    await expect.poll(() => till.sandboxCashierId).toBeDefined();
    await shop().closeTill();
    expect(() => new Till(shop().settings(), shop().ports())).toThrow(/PIN everybody knows.*--data/);
    await shop().openTill({}, { sandbox: true });
    const page = new Browser(shop().server.url);
    await page.logIn('Sam', '271828', '1');
    await page.call('POST', '/pin', { pin: '271828', newPin: '582934' });
    await shop().closeTill();
    await shop().openTill();
    await new Browser(shop().server.url).logIn('Sam', '582934', '1');
  });
});

describe('the session', () => {
  it('lies in a cookie that no script reads and no other host gets', async () => {
    await shop().openTill();
    const page = await shop().manager();
    await page.send('POST', '/log-out', {});
    const { cashiers } = await page.start();
    const answer = await new Browser(shop().server.url).send('POST', '/log-in', {
      cashierId: cashiers[0]?.id,
      pin: MANAGER.pin,
      registerId: '2',
    });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-till-T\w{4}=[\w-]{43}; Path=\/; Max-Age=57600; Secure; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('ends with the log-out, everywhere it was copied to', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const copy = page.tab();
    await page.call('POST', '/log-out', {});
    expect((await copy.refused('GET', '/register')).code).toBe('logged_out');
  });

  it('ends when a manager disables the cashier, also on a screen that only listens', async () => {
    await shop().openTill();
    const manager = await shop().manager();
    const cashier = { name: 'Wing', pin: '604207', role: 'cashier', mayRefund: false };
    const { cashiers } = await manager.call<CashierList>('POST', '/cashiers', {
      approval: await approval(manager),
      ...cashier,
    });
    const id = cashiers.find(({ name }) => name === 'Wing')?.id ?? '';
    const page = new Browser(shop().server.url);
    await page.logIn('Wing', '604207', '1');
    const listening = page.follow((events) => events.some(({ event }) => event === 'logged_out'));
    await page.register();
    await manager.call('POST', `/cashiers/${id}`, { approval: await approval(manager), active: false });
    await listening;
    expect((await page.refused('GET', '/register')).code).toBe('logged_out');
    expect((await page.start()).cashiers.map(({ name }) => name)).toEqual(['Owner']);
  });

  it('is no use without its CSRF token', async () => {
    await shop().openTill();
    const page = await shop().manager();
    for (const csrf of ['', 'before-log-in', `${page.csrf}x`, page.csrf.slice(1)]) {
      const answer = await page.send<ApiFailure>('POST', '/log-out', {}, { 'x-till-csrf': csrf });
      expect([answer.status, answer.body.error.code]).toEqual([403, 'stale_page']);
    }
    expect((await page.register()).state.kind).toBe('ready');
  });
});

describe('another page', () => {
  it.each<[string, Record<string, string>]>([
    ['an origin of another host', { origin: 'https://evil.example' }],
    ['an origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['no origin at all', { origin: 'null' }],
    ['a browser that says it comes from elsewhere', { 'sec-fetch-site': 'cross-site' }],
    ['a sister host', { 'sec-fetch-site': 'same-site' }],
  ])('is kept out: %s', async (_what, headers) => {
    await shop().openTill();
    const page = await shop().manager();
    for (const [method, path] of [
      ['POST', '/log-out'],
      ['GET', '/register'],
    ] as const) {
      const answer = await page.send<ApiFailure>(method, path, {}, headers);
      expect([answer.status, answer.body.error.code]).toEqual([403, 'forbidden']);
    }
  });

  it('cannot reach the till by a name of its own (DNS rebinding)', async () => {
    const { url } = await shop().openTill();
    const { port } = new URL(url);
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      request(
        { port, host: '127.0.0.1', path: '/till/api/start', headers: { host: `evil.example:${port}` } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it('cannot frame the till, and the till loads nothing of others', async () => {
    const { url } = await shop().openTill();
    for (const path of ['/till', '/till/api/start', '/till/r/x', '/till/r/receipt.css']) {
      const { headers } = await fetch(new URL(path, url));
      expect(headers.get('content-security-policy'), path).toMatch(
        /^default-src 'none';.*frame-ancestors 'none'/,
      );
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });
});

describe('PINs', () => {
  it('are looked at five times, then ever more slowly, and a restart forgives nothing', async () => {
    await shop().openTill();
    const manager = await shop().manager();
    const { cashierId } = await approval(manager);
    const wrong = { cashierId, pin: '999999', registerId: '1' };
    const page = new Browser(shop().server.url);
    // At once: whoever tries many in parallel gains nothing.
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => page.send<ApiFailure>('POST', '/log-in', wrong)),
    );
    const codes = answers.map(({ body }) => body.error.code).sort();
    expect(codes.filter((code) => code === 'wrong_pin')).toHaveLength(5);
    expect(codes.filter((code) => code === 'too_many_tries')).toHaveLength(7);
    const right = { ...wrong, pin: MANAGER.pin };
    expect(await page.refused('POST', '/log-in', right)).toMatchObject({ code: 'too_many_tries' });
    await shop().closeTill();
    await shop().openTill();
    const later = await new Browser(shop().server.url).send<ApiFailure>('POST', '/log-in', right);
    expect(later.status).toBe(429);
    expect(Number(later.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(later.headers.get('retry-after'))).toBeLessThanOrEqual(30);
  });

  it('are in no log, no file and no answer', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const code = shop().code();
    await page.sell({ code });
    await page.until('paid');
    await page.refused('POST', '/log-in', { cashierId: '0123456789abcdef', pin: '602214', registerId: '1' });
    const start = JSON.stringify(await page.call<StartFacts>('GET', '/start'));
    const { clientKey } = shop().access;
    await shop().closeTill();
    const file = readFileSync(join(shop().directory, 'till', 'till.db'), 'latin1');
    const session = page.cookie.split('=')[1] ?? '';
    for (const secret of [MANAGER.pin, '602214', code, clientKey, session]) {
      for (const [place, text] of [
        ['log', shop().logs.lines.join('\n')],
        ['file', file],
        ['start', start],
      ] as const) {
        expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
      }
    }
  });
});

describe('cashiers', () => {
  it('are looked after by managers with their PIN, and the last manager stays', async () => {
    await shop().openTill();
    const manager = await shop().manager();
    const new1 = { name: 'Wing', pin: '604207', role: 'cashier', mayRefund: false };
    await manager.call('POST', '/cashiers', { approval: await approval(manager), ...new1 });
    const { cashierId } = await approval(manager);
    expect(
      await manager.refused('POST', '/cashiers', {
        approval: await approval(manager),
        ...new1,
        name: 'WING',
      }),
    ).toMatchObject({ code: 'invalid', field: 'name' });
    for (const change of [{ active: false }, { role: 'cashier' }]) {
      expect(
        (
          await manager.refused('POST', `/cashiers/${cashierId}`, {
            approval: await approval(manager),
            ...change,
          })
        ).code,
      ).toBe('conflict');
    }
    const wing = new Browser(shop().server.url);
    const { cashier } = await wing.logIn('Wing', '604207', '1');
    const own = { cashierId: cashier.id, pin: '604207' };
    expect((await wing.refused('GET', '/cashiers')).code).toBe('forbidden');
    expect((await wing.refused('POST', '/cashiers', { approval: own, ...new1, name: 'Ka' })).code).toBe(
      'forbidden',
    );
  });
});

describe('a request', () => {
  it.each([
    ['a field too many', { ...saleOf({ code: '1' }), more: 1 }, 'more'],
    ['no scan', { ...saleOf({ code: '1' }), scanId: undefined }, 'scanId'],
    ['half a cent', { ...saleOf({ code: '1' }), amountMinor: 0.5 }, 'amountMinor'],
    ['an amount in quotes', { ...saleOf({ code: '1' }), amountMinor: '1050' }, 'amountMinor'],
    ['nothing to pay', { ...saleOf({ code: '1' }), amountMinor: 0 }, 'amountMinor'],
    ['a currency the till does not take', { ...saleOf({ code: '1' }), currency: 'EUR' }, 'currency'],
    ['a code without end', { ...saleOf({ code: '1' }), code: '1'.repeat(SCAN_LENGTH_MAX + 1) }, 'code'],
    ['a list', [], 'body'],
  ])('with %s names the field', async (_what, body, field) => {
    await shop().openTill();
    const page = await shop().manager();
    expect(await page.refused('POST', '/sales', body)).toMatchObject({ code: 'invalid', field });
  });

  it('is answered in words when it cannot be read', async () => {
    await shop().openTill();
    const page = await shop().manager();
    const headers = { cookie: page.cookie, 'x-till-csrf': page.csrf };
    const url = `${shop().server.url}/api/sales`;
    const bodies = [
      { body: '{', type: 'application/json', code: 'invalid', status: 400 },
      { body: 'a=b', type: 'text/plain', code: 'invalid', status: 400 },
      { body: `"${'x'.repeat(20_000)}"`, type: 'application/json', code: 'invalid', status: 400 },
    ];
    for (const { body, type, code, status } of bodies) {
      const answer = await fetch(url, {
        method: 'POST',
        body,
        headers: { ...headers, 'content-type': type },
      });
      expect([answer.status, ((await answer.json()) as ApiFailure).error.code]).toEqual([status, code]);
    }
    expect((await page.refused('GET', '/no-such-call')).code).toBe('not_found');
  });
});

describe('a till', () => {
  it.each([
    [
      'without TLS beyond this machine',
      { host: '0.0.0.0', port: 0, tls: undefined },
      undefined,
      /--tls-cert/,
    ],
    [
      'by a public address without TLS',
      { host: '127.0.0.1', port: 0, tls: undefined },
      'http://till.example',
      /https/,
    ],
    [
      'by no name beyond this machine',
      { host: '0.0.0.0', port: 0, tls: { certFile: 'c', keyFile: 'k' } },
      undefined,
      /--public-url/,
    ],
    [
      'with a certificate that is not there',
      { host: '127.0.0.1', port: 0, tls: { certFile: '/none', keyFile: '/none' } },
      undefined,
      /--tls-cert cannot be read/,
    ],
  ])('is not served %s', async (_what, listen, publicUrl, why) => {
    await expect(serveTill(shop().settings({ publicUrl }), listen, shop().ports())).rejects.toThrow(why);
  });

  it('does not open twice on one data directory', async () => {
    await shop().openTill();
    expect(() => new Till(shop().settings(), shop().ports())).toThrow(/another till has it open/);
  });

  it('does not ask another gateway about open payments', async () => {
    await shop().openTill();
    const page = await shop().manager();
    await page.sell({ code: shop().code('410004') });
    await page.untilTurn('customer');
    await shop().closeTill();
    for (const change of [{ gatewayName: 'another' }, { appCode: 'OTHER' }, { storeId: 'S1' }]) {
      expect(() => new Till(shop().settings(change), shop().ports())).toThrow(
        /has open payments of app code/,
      );
    }
    await shop().openTill();
  });

  it('says that the gateway does not know its key, and begins nothing', async () => {
    await shop().openTill({}, { clientKey: 'F'.repeat(32) });
    const page = await shop().manager();
    await expect.poll(async () => (await page.register()).gateway).toBe('refuses_credentials');
    expect((await page.refused('POST', '/sales', saleOf({ code: shop().code() }))).code).toBe(
      'gateway_unreachable',
    );
  });
});
