import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PhoneWindow } from '../phone/phone-window.ts';
import { Desk } from '../support/desk.ts';
import { TEST, testCode } from './test-code.ts';
import { TillWindow } from './till-window.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
afterEach(async () => {
  expect(await desk.closeWindows()).toEqual([]);
});

const MINUTE_MS = 60_000;
const PIN = '271828';

async function advance(durationMs: number): Promise<void> {
  await desk.tellSandbox('/sandbox/clock', { advance_ms: durationMs });
}

/** Lets an account ask for its password. */
async function withPassword(account: string): Promise<void> {
  await desk.tellSandbox(`/sandbox/accounts/${account}`, { free_limit_minor: 0, balance_minor: 500_000 });
}

/** A sale about which the wallet tells another amount, and nothing that is sent to undo it arrives. */
async function unresolvedSale(digits: string): Promise<TillWindow> {
  await desk.tellSandbox('/sandbox/accounts/liu-yang', {
    behaviour: 'wrong-amount',
    reversal_behaviour: 'never-arrived',
    balance_minor: 500_000,
  });
  const phone = await PhoneWindow.open(desk, 'liu-yang');
  const till = await TillWindow.open(desk);
  await till.sell(digits, await phone.code());
  await till.shows('waiting');
  await advance(MINUTE_MS);
  await till.turn('cancelling');
  await advance(3 * MINUTE_MS);
  await till.shows('unresolved');
  return till;
}

describe('a sale', () => {
  it('needs no mouse: log in, amount, scan, next customer', async () => {
    const till = await TillWindow.open(desk);
    await till.type('1050');
    await till.amountIs('HK$10.50');
    await till.scan(testCode());
    await till.shows('paid');
    await till.page.getByRole('heading', { name: 'Paid', exact: true }).waitFor();
    expect(await till.page.locator('.state .small').innerText()).toMatch(
      /^.*\d{1,2}:\d{2}.* · Payment \d+ · /,
    );
    await till.page.keyboard.press('Enter');
    await till.shows('ready');
    await till.amountIs('HK$0.00');
  });

  it('leaves the focus where the cashier has put it, whatever the till hears meanwhile', async () => {
    const till = await TillWindow.open(desk);
    await till.sell('1060', testCode());
    await till.shows('paid');
    await till.page.locator('button.main:focus').waitFor();
    await till.page.keyboard.press('Shift+Tab');
    const receipt = till.page.locator('a.button:focus');
    await receipt.waitFor();
    // What the server says when it is heard again is drawn in the same moment as the line.
    await till.page.context().setOffline(true);
    await till.line('till_unreachable');
    await till.page.context().setOffline(false);
    await till.line('ok');
    expect(await receipt.count()).toBe(1);
    await till.press('Next customer');
    await till.shows('ready');
  });

  it('takes the keys on the screen: digits from the cents, 00, delete, clear', async () => {
    const till = await TillWindow.open(desk);
    for (const key of ['1', '2', '00']) await till.press(key);
    await till.amountIs('HK$12.00');
    await till.press('Delete the last digit');
    await till.amountIs('HK$1.20');
    await till.press('Clear');
    await till.amountIs('HK$0.00');
    await till.type('75');
    await till.page.keyboard.press('Backspace');
    await till.amountIs('HK$0.07');
    await till.page.keyboard.press('Escape');
    await till.amountIs('HK$0.00');
  });

  it('is typed in whole units where a currency has no others', async () => {
    const till = await TillWindow.open(desk);
    const currencies = till.page.locator('[data-test=currency]');
    await till.type('5');
    await currencies.selectOption('JPY');
    await till.amountIs('¥0');
    await till.type('100');
    await till.amountIs('¥100');
  });

  it('is refused without an amount, and says so', async () => {
    const till = await TillWindow.open(desk);
    await till.scan(testCode());
    await till.notice('no_amount');
    await till.shows('ready');
    await till.amountIs('HK$0.00');
    // Once the amount is typed, nothing says any more that there is none.
    await till.type('100');
    await till.page.locator('[data-test=notice]:not([data-notice])').waitFor({ state: 'attached' });
  });

  it.each(['Enter', 'Tab', ''] as const)(
    'takes a scan that ends with %j, wherever the focus is',
    async (end) => {
      const till = await TillWindow.open(desk);
      await till.type('100');
      await till.button('5').focus();
      await till.scan(testCode(), end);
      await till.shows('paid');
      // The key that had the focus was not pressed by the scanner.
      expect(await till.page.locator('.state .amount').textContent()).toBe('HK$1.00');
    },
  );

  it('takes a scan with AIM identifier and group separator', async () => {
    const till = await TillWindow.open(desk);
    await till.type('100');
    const code = testCode();
    await till.page.keyboard.type(`]C1${code.slice(0, 8)}`, { delay: 3 });
    await till.page.keyboard.press('Control+]');
    await till.scan(code.slice(8));
    await till.shows('paid');
  });

  it('takes a slow scanner when it is set to one', async () => {
    const till = await TillWindow.open(desk);
    await till.goTo('Settings');
    await till.page.locator('[data-test=gap]').selectOption('150');
    await till.page.keyboard.type('123456789012', { delay: 90 });
    await till.page.keyboard.press('Enter');
    await till.page.getByText('Scanned: 12 characters').waitFor();
    await till.page.locator('[data-test=gap]').selectOption('50');
  });

  it('takes the digits below the bar code, blanks and all', async () => {
    const till = await TillWindow.open(desk);
    await till.type('250');
    await till.press('Type the code');
    const code = testCode();
    await till.page.getByLabel('Digits below the bar code').fill(code.replace(/(\d{4})/g, '$1 '));
    await till.press('Charge HK$2.50');
    await till.shows('paid');
  });

  it('refuses what is no payment code, in words', async () => {
    const till = await TillWindow.open(desk);
    await till.type('100');
    await till.scan('4006381333931');
    await till.notice('code_refused');
    await till.shows('ready');
    await till.amountIs('HK$1.00');
  });

  it('takes the password on the phone in another window', async () => {
    await withPassword('zhang-min');
    const till = await TillWindow.open(desk);
    const phone = await PhoneWindow.open(desk, 'zhang-min');
    await till.sell('28800', await phone.code());
    await till.shows('waiting');
    await till.turn('customer');
    await phone.typePassword('123456');
    await till.shows('paid');
    await phone.result.getByRole('heading', { name: 'Paid', exact: true }).waitFor();
  });

  it('is not paid when the customer refuses on the phone, and a fresh code charges the same basket', async () => {
    await withPassword('zhang-min');
    const till = await TillWindow.open(desk);
    const phone = await PhoneWindow.open(desk, 'zhang-min');
    await till.sell('300', await phone.code());
    await till.turn('customer');
    await phone.press('Refuse');
    await till.shows('not_paid');
    await till.scan(testCode());
    await till.shows('paid');
    await till.goTo('Payments');
    const states = till.page.locator('[data-test=sale] [data-state]');
    await states.first().waitFor();
    expect(await states.first().getAttribute('data-state')).toBe('paid');
    expect(await states.nth(1).getAttribute('data-state')).toBe('not_paid');
  });

  it('waits for the wallet, with a countdown, and is checked at once when the cashier asks', async () => {
    const till = await TillWindow.open(desk);
    await till.sell('500', testCode(TEST.processingThenPaid));
    await till.shows('waiting');
    expect(await till.page.locator('[data-test=countdown]').textContent()).toMatch(/^(?:60|5\d) s$/);
    await till.press('Check now');
    await advance(6_000);
    await till.shows('paid');
  });

  it('is cancelled by the cashier', async () => {
    const till = await TillWindow.open(desk);
    await till.sell('600', testCode(TEST.waitsForEver));
    await till.turn('customer');
    await till.press('Cancel payment');
    await till.page.getByRole('button', { name: 'Cancelling as soon as the wallet allows' }).waitFor();
    await advance(20_000);
    await till.shows('not_paid');
    await till.press('Try again');
    await till.shows('ready');
    await till.amountIs('HK$6.00');
  });

  it('that nobody can settle says: do not charge again yet', async () => {
    const till = await unresolvedSale('700');
    await till.page.getByRole('heading', { name: 'Do not charge again yet' }).waitFor();
    expect(await till.page.locator('[data-test=order]').textContent()).toMatch(/^T/);
    await till.scan(testCode());
    await till.notice('unresolved_first');
    await till.press('Next customer');
    await till.shows('ready');
    // The same amount at once: is it another customer?
    await till.sell('700', testCode());
    await till.page.getByText('Is this another customer?').waitFor();
    await till.press('Another customer: charge');
    await till.shows('paid');
  });

  it('that nobody can settle is released by a manager, and the same basket is charged again', async () => {
    const till = await unresolvedSale('900');
    const order = await till.page.locator('[data-test=order]').textContent();
    const dialogue = till.page.getByRole('dialog');
    const allow = dialogue.getByRole('button', { name: 'Allow another try' });
    await till.press('Allow another try');
    await dialogue.getByText('Only when it is certain that the customer was not charged.').waitFor();
    // Without a reason nothing is sent.
    await dialogue.getByLabel('PIN').fill(PIN);
    await allow.click();
    expect(await dialogue.getByLabel('Reason').evaluate((field) => field.matches(':invalid'))).toBe(true);
    await dialogue.getByLabel('Reason').fill('Shown on the phone: not charged');
    await dialogue.getByLabel('PIN').fill('000000');
    await allow.click();
    await dialogue.getByText(/^Wrong PIN/).waitFor();
    // Left without an approval, nothing is released.
    await till.page.keyboard.press('Escape');
    await dialogue.waitFor({ state: 'detached' });
    await till.scan(testCode());
    await till.notice('unresolved_first');
    await till.press('Allow another try');
    await dialogue.getByLabel('Reason').fill('Shown on the phone: not charged');
    await dialogue.getByLabel('PIN').fill(PIN);
    await allow.click();
    await dialogue.waitFor({ state: 'detached' });
    await till.page.getByText('A manager allowed another try.').waitFor();
    expect(await till.button('Allow another try').count()).toBe(0);
    expect(await till.page.locator('[data-test=order]').textContent()).toBe(order);
    await till.press('Try again');
    await till.shows('ready');
    await till.amountIs('HK$9.00');
    await till.scan(testCode());
    await till.shows('paid');
  });
});

describe('every family of refusals', () => {
  it.each([
    ['401201', '1201', 'not_paid'],
    ['401202', '1202', 'not_paid'],
    ['401203', '1203', 'not_paid'],
    ['401204', '1204', 'not_paid'],
    // WeChat Pay has no word of its own for this refusal.
    ['401205', '1147', 'not_paid'],
    ['401297', '1297', 'not_paid'],
  ] as const)('%s shows code %s in words for the cashier', async (number, respcd, screen) => {
    const till = await TillWindow.open(desk);
    await till.sell('120', testCode(number));
    await till.shows(screen);
    const reason = till.page.locator('[data-test=reason]');
    expect(await reason.getAttribute('data-respcd')).toBe(respcd);
    expect((await reason.textContent())?.length).toBeGreaterThan(10);
    expect(await till.page.locator('html').getAttribute('data-sound')).toBe('not_paid');
  });

  it.each([
    [TEST.waitsForEver, 'customer'],
    [TEST.neverArrived, 'wallet'],
  ] as const)('%s is waiting, never red', async (number, turn) => {
    const till = await TillWindow.open(desk);
    await till.sell('130', testCode(number));
    await till.shows('waiting');
    await till.turn(turn);
    expect(await till.page.locator('.not-paid').count()).toBe(0);
    await till.press('Cancel payment');
    await advance(MINUTE_MS);
    await till.shows('not_paid');
  });
});
