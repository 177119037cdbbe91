import type { Browser as Chromium } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { MANAGER, useShop } from '../../till/support/shop.ts';

const shop = useShop();

let chromium: Chromium | undefined;
afterEach(async () => {
  await chromium?.close();
});

it('is believed by a real browser on this machine: the cookie is kept, and no script reads it', async () => {
  const { url, till } = await shop().openTill();
  chromium = await launchBrowser();
  const page = await chromium.newPage();
  // Built or not, it may call its own host.
  await page.goto(url);
  const call = (path: string, csrf: string, body: object): string =>
    `fetch('/till/api${path}', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-till-csrf': '${csrf}' },
      body: '${JSON.stringify(body)}',
    }).then((answer) => answer.json())`;
  const session: unknown = await page.evaluate(
    call('/set-up', 'before-log-in', { setUpCode: till.setUpCode, ...MANAGER }),
  );
  expect(session).toMatchObject({ cashier: { name: 'Owner' } });
  const register: unknown = await page.evaluate(
    "fetch('/till/api/register').then((answer) => answer.json())",
  );
  expect(register).toMatchObject({ state: { kind: 'ready' } });
  expect(await page.evaluate('document.cookie')).toBe('');
  // Another page on the same machine sends the cookie at best, and gets nothing.
  await page.goto(shop().gateway.url);
  const foreign = await page.evaluate(
    `fetch('${url}/api/register', { credentials: 'include' }).then(() => 'read', () => 'kept out')`,
  );
  expect(foreign).toBe('kept out');
});
