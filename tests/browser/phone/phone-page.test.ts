import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../support/desk.ts';
import { PhoneWindow } from './phone-window.ts';

/** Largest first load, bytes after gzip. */
const FIRST_LOAD_MAX = 25_000;

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
afterEach(async () => {
  expect(await desk.closeWindows()).toEqual([]);
});

/** What has the focus, in words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const here = document.activeElement;
    const label = here?.querySelector('[aria-label]') ?? here;
    return (label?.getAttribute('aria-label') ?? label?.textContent ?? '').trim();
  });
}

describe('the page', () => {
  it('comes in few bytes, all from its own host, under a strict policy', async () => {
    const page = await desk.openWindow('/healthz');
    const sizes: number[] = [];
    const waiting: Promise<unknown>[] = [];
    page.on('response', (response) => {
      if (!new URL(response.url()).pathname.startsWith('/phone')) return;
      waiting.push(response.body().then((body) => sizes.push(gzipSync(body, { level: 9 }).length)));
    });
    const answer = await page.goto(`${desk.url}/phone#/li-na`);
    await page.locator('[data-test=code]').waitFor();
    await Promise.all(waiting);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(10_000);
    expect(total).toBeLessThanOrEqual(FIRST_LOAD_MAX);
    const policy = answer?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it.each([
    ['zh-Hant', '付款碼', '所有錢包', '紀錄'],
    ['zh-Hans', '付款码', '所有钱包', '记录'],
    ['en', 'Payment code', 'All wallets', 'History'],
  ])('speaks %s without being loaded again, and remembers it', async (language, ...texts) => {
    const phone = await PhoneWindow.open(desk, 'wang-lei', { locale: language === 'en' ? 'zh-CN' : 'en-GB' });
    const before = await phone.code();
    await phone.speak(language);
    for (const text of texts) await phone.says(text);
    expect(await phone.page.locator('html').getAttribute('lang')).toBe(language);
    // The same code: nothing was loaded again.
    expect(await phone.code()).toBe(before);
    await phone.page.reload();
    await phone.says(texts[0] ?? '');
  });

  it('keeps the code on white in the dark, chosen by hand or by the system', async () => {
    const phone = await PhoneWindow.open(desk, 'liu-yang');
    await phone.page.locator('[data-test=appearance]').selectOption('dark');
    const colour = (selector: string): Promise<string> =>
      phone.page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await colour('body')).toBe('rgb(17, 20, 24)');
    expect(await colour('.white-panel')).toBe('rgb(255, 255, 255)');
    await phone.page.locator('[data-test=appearance]').selectOption('light');
    expect(await colour('body')).toBe('rgb(243, 244, 246)');
  });

  it('can be used by keyboard alone, from the choice of a wallet to a paid payment', async () => {
    await desk.tellSandbox('/sandbox/accounts/li-na', { free_limit_minor: 0 });
    const page = await desk.openWindow('/phone');
    const phone = new PhoneWindow(page);
    await page.locator('section.wallet').last().waitFor();
    // Language, appearance, then the first wallet.
    for (let press = 0; press < 3; press++) await page.keyboard.press('Tab');
    expect(await focused(page)).toContain('Li Na');
    await page.keyboard.press('Enter');
    const code = await phone.code();
    expect(await focused(page)).toBe('Alipay');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Bar code. Enlarge');
    await page.keyboard.press('Enter');
    await page.locator('dialog.enlarged').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog.enlarged').waitFor({ state: 'detached' });
    await desk.till.pay({ auth_code: code });
    await phone.pad.waitFor();
    // The focus is in the field for the password, and stays within the question.
    await page.keyboard.type('123456');
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(
        () => document.activeElement !== document.body && document.activeElement?.closest('dialog') === null,
      );
      expect(outside).toBe(false);
    }
    await phone.pad.locator('input').press('Enter');
    await phone.result.waitFor();
    expect(await focused(page)).toBe('Done');
    await page.keyboard.press('Enter');
    await phone.entries.first().waitFor();
  });

  it('leads back to the wallets, and says when there is no such account', async () => {
    const phone = await PhoneWindow.open(desk, 'sun-li');
    await phone.page.getByRole('link', { name: 'All wallets' }).click();
    await phone.page.getByRole('heading', { name: 'Choose a wallet' }).waitFor();
    await phone.page.goto(`${desk.url}/phone#/nobody`);
    await phone.says('There is no such account.');
  });

  it('serves nothing but its own files', async () => {
    for (const [path, status] of [
      ['/phone/assets/none.js', 404],
      ['/phone/assets/..%2findex.html', 404],
      ['/phone/assets/..%2f..%2f..%2fpackage.json', 404],
      ['/phone/assets/%2e%2e%2fbuilt-from.txt', 404],
    ] as const) {
      expect((await fetch(desk.url + path)).status, path).toBe(status);
    }
  });
});
