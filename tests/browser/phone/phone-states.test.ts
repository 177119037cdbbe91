import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { refund } from '../../wire/support/refunding.ts';
import { barriersOn, sidewaysPixels } from '../support/accessibility.ts';
import { Desk, type WindowChanges } from '../support/desk.ts';
import { takePicture } from '../support/picture.ts';
import { PhoneWindow } from './phone-window.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
afterEach(async () => {
  await desk.refuseWaiting();
  expect(await desk.closeWindows()).toEqual([]);
});

const ACCOUNT = 'chan-tai-man';

async function setAccount(changes: object): Promise<void> {
  await desk.tellSandbox(`/sandbox/accounts/${ACCOUNT}`, {
    balance_minor: 500_000,
    free_limit_minor: 100_000,
    behaviour: 'normal',
    ...changes,
  });
}

async function pay(phone: PhoneWindow, txamt = '1050'): Promise<string> {
  const { syssn } = await desk.till.pay({ auth_code: await phone.code(), txamt });
  return syssn;
}

interface State {
  readonly name: string;
  readonly bring: (phone: PhoneWindow) => Promise<void>;
}

/** The main states of the phone. Each is brought about the way a customer, a merchant or a developer would. */
const STATES: readonly State[] = [
  { name: 'code', bring: async () => undefined },
  {
    name: 'code-enlarged',
    bring: async (phone) => {
      await phone.page.locator('button.bare').first().click();
      await phone.page.locator('dialog.enlarged').waitFor();
    },
  },
  {
    name: 'password',
    bring: async (phone) => {
      await setAccount({ free_limit_minor: 0 });
      await pay(phone, '28800');
      await phone.pad.waitFor();
    },
  },
  {
    name: 'wrong-password',
    bring: async (phone) => {
      await setAccount({ free_limit_minor: 0 });
      await pay(phone, '28800');
      await phone.typePassword('000000');
      await phone.pad.locator('[role=alert]:not(:empty)').waitFor();
    },
  },
  {
    name: 'put-off',
    bring: async (phone) => {
      await setAccount({ free_limit_minor: 0 });
      await pay(phone, '28800');
      await phone.pad.waitFor();
      await phone.page.keyboard.press('Escape');
      await phone.page.locator('.banner').waitFor();
    },
  },
  {
    name: 'paid',
    bring: async (phone) => {
      await setAccount({});
      await pay(phone, '4680');
      await phone.result.waitFor();
    },
  },
  {
    name: 'not-paid',
    bring: async (phone) => {
      await setAccount({ balance_minor: 2_000 });
      await pay(phone, '4680');
      await phone.result.waitFor();
    },
  },
  {
    name: 'history',
    bring: async (phone) => {
      await setAccount({});
      const syssn = await pay(phone, '4680');
      await phone.result.waitFor();
      await refund(desk.till, syssn, { txamt: '1280' });
      await phone.result.locator('button').click();
      await phone.page.locator('[data-test=refund]').first().waitFor();
      await phone.page.locator('summary').first().click();
      await phone.page.locator('#history-title').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'developer',
    bring: async (phone) => {
      await setAccount({});
      await phone.page.locator('.developer summary').click();
      await phone.page.locator('[data-test=behaviour]').waitFor();
      await phone.page.locator('[data-test=behaviour]').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'no-network',
    bring: async (phone) => {
      await setAccount({});
      await phone.page.locator('.developer summary').click();
      await phone.page.locator('[data-test=no-network]').check();
      await phone.page.locator('.banner').waitFor();
      await phone.page.evaluate(() => scrollTo(0, 0));
    },
  },
];

/** Each language once, light and dark, the narrowest phone and a desk's window. */
const LOOKS: readonly (readonly [name: string, changes: WindowChanges])[] = [
  ['en-light', { locale: 'en-GB' }],
  ['zh-hant-dark', { locale: 'zh-HK', colorScheme: 'dark' }],
  ['zh-hans-desk', { locale: 'zh-CN', viewport: { width: 1024, height: 600 } }],
];

/** Pictures for the documents: everything in English, the main moments in Chinese and in the dark. */
function isShown(look: string, name: string): boolean {
  return look === 'en-light' || (look === 'zh-hant-dark' && ['code', 'password', 'paid'].includes(name));
}

describe.each(LOOKS)('the phone in %s', (look, changes) => {
  it('chooses among wallets without a barrier', async () => {
    const page = await desk.openWindow('/phone', changes);
    await page.locator('section.wallet').last().waitFor();
    expect(await barriersOn(page)).toEqual([]);
    expect(await sidewaysPixels(page)).toBe(0);
    if (isShown(look, 'wallets')) await takePicture(page, `phone-wallets-${look}`);
  });

  it.each(STATES)('has no barrier and nothing cut off in the state $name', async ({ name, bring }) => {
    await setAccount({});
    const phone = await PhoneWindow.open(desk, ACCOUNT, { deviceScaleFactor: 2, ...changes });
    await bring(phone);
    expect(await barriersOn(phone.page)).toEqual([]);
    expect(await sidewaysPixels(phone.page)).toBe(0);
    if (isShown(look, name)) await takePicture(phone.page, `phone-${name}-${look}`);
  });
});
