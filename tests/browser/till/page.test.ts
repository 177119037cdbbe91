import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { barriersOn, sidewaysPixels } from '../support/accessibility.ts';
import { Desk, SMALL_PHONE } from '../support/desk.ts';
import { takePicture as takeAnyPicture } from '../support/picture.ts';
import type { Page } from 'playwright-core';
import { TEST, testCode } from './test-code.ts';
import { COUNTER, TillWindow } from './till-window.ts';

/** Largest first load, bytes after gzip. */
const FIRST_LOAD_MAX = 60_000;
const DESKTOP = { width: 1440, height: 900 } as const;
const PHONE_LYING = { width: 740, height: 360 } as const;
const CHINESE = ['zh-Hant', 'zh-Hans'] as const;

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
afterEach(async () => {
  expect(await desk.closeWindows()).toEqual([]);
});

/** Pictures that the documents show; what else is looked at is checked and not kept. */
const SHOWN =
  /^till-(?:(?:log-in|ready|waiting|paid|not-paid|do-not-charge|payments|settings|offline)-counter|ready-phone|(?:ready|paid)-zh-hant|(?:receipt|shift)-desktop)$/;

async function takePicture(page: Page, name: string): Promise<void> {
  if (SHOWN.test(name)) await takeAnyPicture(page, name);
}

/** Nothing keeps people out, and nothing has to be scrolled sideways. */
async function expectOpenToAll(till: TillWindow): Promise<void> {
  expect(await barriersOn(till.page)).toEqual([]);
  expect(await sidewaysPixels(till.page)).toBe(0);
}

async function expectLargeTargets(till: TillWindow): Promise<void> {
  const small = await till.page.evaluate(() =>
    Array.from(document.querySelectorAll('button, select, input, nav a, a.button'))
      .map((each) => ({
        name: each.textContent,
        box: (each.closest('label') ?? each).getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 0 && (box.height < 48 || box.width < 48))
      .map(({ name, box }) => `${name} ${box.width} × ${box.height}`),
  );
  expect(small).toEqual([]);
}

/** What has the focus, in words. */
function focused(till: TillWindow): Promise<string> {
  return till.page.evaluate(() => {
    const here = document.activeElement;
    const label = here?.getAttribute('aria-label') ?? here?.getAttribute('title') ?? here?.textContent ?? '';
    return label.trim();
  });
}

describe('the states of the register', () => {
  it.each([
    ['counter', COUNTER, 'light'],
    ['phone', SMALL_PHONE, 'dark'],
  ] as const)(
    'are open to all, differ in colour, icon, word and sound: %s',
    async (name, viewport, colorScheme) => {
      const till = await TillWindow.openLoggedOut(desk, { viewport, colorScheme });
      await till.page.locator('input[name=pin]').waitFor();
      await expectOpenToAll(till);
      await takePicture(till.page, `till-log-in-${name}`);
      await till.logIn();
      await till.makeReady(desk);
      await expectOpenToAll(till);
      await till.type('12850');
      await expectOpenToAll(till);
      await expectLargeTargets(till);
      await takePicture(till.page, `till-ready-${name}`);
      const looks: string[] = [];
      const look = async (): Promise<void> => {
        await expectOpenToAll(till);
        await expectLargeTargets(till);
        looks.push(
          await till.page.evaluate(() => {
            const state = document.querySelector('.state');
            const colour = state === null ? '' : getComputedStyle(state).backgroundColor;
            const icon = state?.querySelector('.icon.big path')?.getAttribute('d');
            return [
              colour,
              icon,
              state?.querySelector('h1')?.textContent,
              document.documentElement.dataset['sound'],
            ].join(' | ');
          }),
        );
      };
      await till.scan(testCode(TEST.waitsForEver));
      await till.turn('customer');
      await look();
      await takePicture(till.page, `till-waiting-${name}`);
      await till.makeReady(desk);
      await till.sell('12850', testCode());
      await till.shows('paid');
      await look();
      await takePicture(till.page, `till-paid-${name}`);
      await till.press('Next customer');
      await till.shows('ready');
      await till.sell('12850', testCode('401201'));
      await till.shows('not_paid');
      await look();
      await takePicture(till.page, `till-not-paid-${name}`);
      await till.press('Next customer');
      await till.shows('ready');
      await desk.tellSandbox('/sandbox/accounts/liu-yang', {
        behaviour: 'wrong-amount',
        reversal_behaviour: 'never-arrived',
        balance_minor: 500_000,
      });
      const answer = await fetch(`${desk.url}/sandbox/wallets/wechatpay/codes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account: 'liu-yang' }),
      });
      const { auth_code: code } = (await answer.json()) as { auth_code: string };
      await till.sell(name === 'phone' ? '3100' : '3200', code);
      await till.shows('waiting');
      await desk.tellSandbox('/sandbox/clock', { advance_ms: 61_000 });
      await till.turn('cancelling');
      await desk.tellSandbox('/sandbox/clock', { advance_ms: 180_000 });
      await till.shows('unresolved');
      await look();
      await takePicture(till.page, `till-do-not-charge-${name}`);
      await till.press('Next customer');
      await till.shows('ready');
      for (const part of [0, 1, 2, 3]) {
        expect(new Set(looks.map((each) => each.split(' | ')[part])).size).toBe(looks.length);
      }
    },
  );
});

describe('every page', () => {
  it.each([
    ['counter', COUNTER],
    ['phone', SMALL_PHONE],
    ['desktop', DESKTOP],
    ['lying phone', PHONE_LYING],
  ] as const)('is open to all and fits: %s', async (name, viewport) => {
    const till = await TillWindow.open(desk, { viewport });
    await till.sell('4200', testCode());
    await till.shows('paid');
    await expectOpenToAll(till);
    await till.page.getByRole('link', { name: 'Receipt' }).click();
    await till.page.locator('[data-test=receipt]').waitFor();
    await expectOpenToAll(till);
    await takePicture(till.page, `till-receipt-${name.replace(' ', '-')}`);
    await till.goTo('Payments');
    await till.page.locator('[data-test=sale]').first().waitFor();
    await expectOpenToAll(till);
    await expectLargeTargets(till);
    await takePicture(till.page, `till-payments-${name.replace(' ', '-')}`);
    await till.page.locator('[data-test=sale]').first().click();
    await till.button('Refund').click();
    await till.page.getByRole('dialog').waitFor();
    await expectOpenToAll(till);
    await till.page.keyboard.press('Escape');
    await till.goTo('Did it go through?');
    await expectOpenToAll(till);
    await till.goTo('Shift');
    await till.page.locator('[data-test=report]').first().waitFor();
    await expectOpenToAll(till);
    await till.button('Close shift').click();
    await expectOpenToAll(till);
    await takePicture(till.page, `till-shift-${name.replace(' ', '-')}`);
    await till.goTo('Settings');
    await till.button('Add a cashier').waitFor();
    await expectOpenToAll(till);
    await expectLargeTargets(till);
    await takePicture(till.page, `till-settings-${name.replace(' ', '-')}`);
  });

  it('can be used with the keyboard alone, and shows where the focus is', async () => {
    const till = await TillWindow.open(desk);
    const walk: string[] = [];
    await till.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    for (let step = 0; step < 44; step += 1) {
      await till.page.keyboard.press('Tab');
      walk.push(await focused(till));
      const outline = await till.page.evaluate(() =>
        document.activeElement === document.body || document.activeElement === null
          ? 'none but the page'
          : getComputedStyle(document.activeElement).outlineStyle,
      );
      expect(outline).not.toBe('none');
    }
    for (const name of ['Payments', 'Camera', 'Type the code', '7', 'Delete the last digit']) {
      expect(walk).toContain(name);
    }
    await till.button('5').focus();
    await till.page.keyboard.press('Space');
    await till.amountIs('HK$0.05');
  });

  it('takes the PIN from whoever has just chosen a name or touched the keypad', async () => {
    const till = await TillWindow.openLoggedOut(desk);
    const { keyboard } = till.page;
    await till.page.getByText('Sam', { exact: true }).click();
    await keyboard.type('279');
    await keyboard.press('Backspace');
    await till.page.getByRole('button', { name: '1', exact: true }).click();
    await keyboard.type('828');
    expect(await till.page.locator('input[name=pin]').inputValue()).toBe('271828');
    await till.page.getByText('Sam', { exact: true }).click();
    await keyboard.press('Enter');
    await till.page.locator('[data-test=screen]').waitFor();
  });

  it.each(CHINESE)('is in %s, switched without loading it again', async (tag) => {
    const till = await TillWindow.openLoggedOut(desk);
    await till.page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
    await till.page.locator('[data-test=language]').selectOption(tag);
    await till.logIn();
    const names =
      tag === 'zh-Hant' ? { next: '下一位顧客', paid: '已付款' } : { next: '下一位顾客', paid: '已付款' };
    if ((await till.page.locator('[data-screen=ready]').count()) === 0) await till.press(names.next);
    await till.shows('ready');
    await till.type('8800');
    await expectOpenToAll(till);
    await takePicture(till.page, `till-ready-${tag.toLowerCase()}`);
    await till.scan(testCode());
    await till.shows('paid');
    await till.page.getByRole('heading', { name: names.paid }).waitFor();
    expect(await till.page.locator('html').getAttribute('lang')).toBe(tag);
    await expectOpenToAll(till);
    await takePicture(till.page, `till-paid-${tag.toLowerCase()}`);
    await till.press(names.next);
    expect(await till.page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
  });

  it('shows on each of them that the money is play money', async () => {
    const till = await TillWindow.open(desk);
    for (const name of ['Payments', 'Did it go through?', 'Shift', 'Settings']) {
      await till.goTo(name);
      expect(await till.page.locator('[data-test=sandbox]').isVisible()).toBe(true);
    }
  });
});

describe('the page itself', () => {
  it('comes in few bytes', async () => {
    const till = await TillWindow.openLoggedOut(desk);
    await till.page.locator('input[name=pin]').waitFor();
    const names = await till.page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => name.includes('/till/assets/')),
    );
    let bytes = gzipSync(await (await fetch(`${desk.url}/till`)).text()).length;
    for (const name of names) bytes += gzipSync(Buffer.from(await (await fetch(name)).arrayBuffer())).length;
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter((name) => name.endsWith('.wasm'))).toEqual([]);
    console.info(`first load of the till: ${bytes} bytes after gzip`);
    expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_MAX);
  });

  it('holds nothing inline, and can be installed', async () => {
    const html = await (await fetch(`${desk.url}/till`)).text();
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)|\son\w+=/);
    const manifest = await fetch(`${desk.url}/till/manifest.webmanifest`);
    const { start_url: start, icons } = (await manifest.json()) as {
      start_url: string;
      icons: { src: string }[];
    };
    expect(start).toBe('/till');
    for (const { src } of icons) expect((await fetch(desk.url + src)).status).toBe(200);
  });

  it('sends a scan at once', async () => {
    const till = await TillWindow.open(desk);
    await till.sell('150', testCode());
    await till.shows('paid');
    const ms = await till.page.evaluate(() => {
      const last = (name: string): number =>
        performance.getEntriesByName(name).at(-1)?.startTime ?? Number.NaN;
      return last('request') - last('scan');
    });
    console.info(`scan to request: ${ms.toFixed(1)} ms`);
    expect(ms).toBeGreaterThanOrEqual(0);
  });
});

describe('without a network', () => {
  it('the till opens, says that it cannot charge, shows what it remembers, and comes back by itself', async () => {
    const till = await TillWindow.open(desk);
    await till.sell('1770', testCode());
    await till.shows('paid');
    await till.press('Next customer');
    await till.shows('ready');
    await till.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await till.page.context().setOffline(true);
    await till.page.reload();
    await till.line('till_unreachable');
    await takePicture(till.page, 'till-offline-counter');
    await till.page.getByRole('link', { name: 'Payments', exact: true }).click();
    await till.page.getByText('What this machine remembers. It may have changed since.').waitFor();
    await till.page.locator('[data-test=sale]').getByText('HK$17.70').first().waitFor();
    expect(await barriersOn(till.page)).toEqual([]);
    await till.page.context().setOffline(false);
    await till.line('ok');
    await till.backToTill();
    await till.shows('ready');
  });
});
