import type { Locator, Page } from 'playwright-core';
import type { Desk, WindowChanges } from '../support/desk.ts';

/** A customer's phone in a window, as a person sees and uses it. */
export class PhoneWindow {
  readonly page: Page;

  /** Opens the phone with an account and waits until it shows a code. */
  static async open(desk: Desk, account: string, changes: WindowChanges = {}): Promise<PhoneWindow> {
    const phone = new PhoneWindow(await desk.openWindow(`/phone#/${account}`, changes));
    await phone.code();
    return phone;
  }

  constructor(page: Page) {
    this.page = page;
  }

  /** Digits of the code that is shown. */
  async code(): Promise<string> {
    return (await this.page.locator('[data-test=code]').getAttribute('data-digits')) ?? '';
  }

  /** Waits until another code is shown. */
  async codeOtherThan(digits: string): Promise<string> {
    await this.page.locator(`[data-test=code]:not([data-digits="${digits}"])`).waitFor();
    return this.code();
  }

  get pad(): Locator {
    return this.page.locator('dialog.pad');
  }

  get result(): Locator {
    return this.page.locator('dialog.result');
  }

  /** Payments in the history, the newest first. */
  get entries(): Locator {
    return this.page.locator('[data-test=entry]');
  }

  /** Waits for the question and answers it with a password, key by key. */
  async typePassword(password: string): Promise<void> {
    await this.pad.waitFor();
    await this.page.keyboard.type(password);
    await this.page.keyboard.press('Enter');
  }

  /** Presses a button by its words. */
  async press(words: string): Promise<void> {
    await this.page.getByRole('button', { name: words, exact: true }).click();
  }

  async balance(): Promise<string> {
    return (await this.page.locator('[data-test=balance]').textContent()) ?? '';
  }

  /** Waits until the page holds a text. */
  async says(text: string): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  speak(language: string): Promise<unknown> {
    return this.page.locator('[data-test=language]').selectOption(language);
  }
}
