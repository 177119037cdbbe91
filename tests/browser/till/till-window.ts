import type { Locator, Page } from 'playwright-core';
import { Browser as ApiCaller } from '../../till/support/browser.ts';
import type { Desk, WindowChanges, WindowCookie } from '../support/desk.ts';
import { CounterKeys } from './counter-keys.ts';

/** The usual till: a small, wide screen at the counter. */
export const COUNTER = { width: 1024, height: 600 } as const;

/** What can fill the screen of the register. */
export type ScreenName = 'ready' | 'sending' | 'waiting' | 'paid' | 'not_paid' | 'unresolved';

/** Logs a cashier of the sandbox in without a page. */
async function sessionCookie(desk: Desk): Promise<WindowCookie> {
  const caller = new ApiCaller(`${desk.url}/till`);
  const { sandboxLogIn } = await caller.start();
  if (sandboxLogIn === undefined) throw new Error('the till of the sandbox tells no PIN');
  await caller.call('POST', '/log-in', sandboxLogIn);
  const [name = '', value = ''] = caller.cookie.split('=');
  return { name, value };
}

/** A till in a window of its own, as its cashier uses it. */
export class TillWindow {
  readonly page: Page;
  readonly #keys: CounterKeys;

  constructor(page: Page) {
    this.page = page;
    this.#keys = new CounterKeys(page);
  }

  /** Opens the till of a cashier who is logged in already, the register ready. */
  static async open(desk: Desk, changes: WindowChanges = {}): Promise<TillWindow> {
    const cookies = [await sessionCookie(desk)];
    const till = new TillWindow(await desk.openWindow('/till', { viewport: COUNTER, ...changes, cookies }));
    await till.anyScreen();
    await till.makeReady(desk);
    return till;
  }

  static async openLoggedOut(desk: Desk, changes: WindowChanges = {}): Promise<TillWindow> {
    return new TillWindow(await desk.openWindow('/till', { viewport: COUNTER, ...changes }));
  }

  async logIn(pin = '271828'): Promise<void> {
    const field = this.page.locator('input[name=pin]');
    await field.focus();
    await this.page.keyboard.type(pin);
    await this.page.keyboard.press('Enter');
    await this.page.locator('[data-test=screen]').waitFor();
    await this.anyScreen();
  }

  /** Puts away what the test before has left on the register. */
  async makeReady(desk: Desk): Promise<void> {
    if ((await this.screen()) === 'waiting') {
      if (await this.button('Cancel payment').isEnabled()) await this.press('Cancel payment');
      await desk.tellSandbox('/sandbox/clock', { advance_ms: 240_000 });
      await this.page.locator('[data-test=screen]:not([data-screen=waiting])').waitFor();
    }
    if ((await this.screen()) !== 'ready') await this.press('Next customer');
    await this.shows('ready');
  }

  private async screen(): Promise<string | null> {
    return this.page.locator('[data-test=screen]').getAttribute('data-screen');
  }

  /** Waits until the till's server was heard. */
  async anyScreen(): Promise<void> {
    await this.page.locator('[data-test=screen]:not([data-screen=unknown])').waitFor();
  }

  shows(screen: ScreenName): Promise<void> {
    return this.#awaits(`[data-test=screen][data-screen=${screen}]`);
  }

  turn(turn: string): Promise<void> {
    return this.#awaits(`[data-test=turn][data-turn=${turn}]`);
  }

  notice(kind: string): Promise<void> {
    return this.#awaits(`[data-test=notice][data-notice=${kind}]`);
  }

  /** How the line to the till's server and to the gateway is; `ok` when something can be charged. */
  line(line: 'ok' | 'till_unreachable' | 'gateway_unreachable'): Promise<void> {
    return this.#awaits(`[data-test=line][data-line=${line}]`);
  }

  /** Waits for something; when it does not come, says what the cashier sees instead. */
  async #awaits(selector: string): Promise<void> {
    try {
      await this.page.locator(selector).waitFor({ state: 'attached' });
    } catch {
      throw new Error(`no ${selector}, but: ${await this.page.locator('#till').innerText()}`);
    }
  }

  async amountIs(text: string): Promise<void> {
    await this.page.locator('[data-test=amount]').getByText(text, { exact: true }).waitFor();
  }

  /** Types digits as a person does, one after the other. */
  async type(digits: string): Promise<void> {
    await this.#keys.typeByHand(digits);
    await this.page.waitForFunction(
      (typed) =>
        document.querySelector('[data-test=amount]')?.textContent.replace(/\D/g, '').endsWith(typed) === true,
      digits,
    );
  }

  /** Scans as a scanner does that types. */
  async scan(code: string, end: 'Enter' | 'Tab' | '' = 'Enter'): Promise<void> {
    await this.#keys.scan(code, end);
  }

  async press(name: string): Promise<void> {
    await this.button(name).click();
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async goTo(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).click();
    await this.page.locator('main.desk h1').waitFor();
  }

  async backToTill(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: 'Till', exact: true }).click();
    await this.anyScreen();
  }

  /** Enters an amount with the keys and scans a code. */
  async sell(digits: string, code: string): Promise<void> {
    await this.type(digits);
    await this.scan(code);
  }
}
