import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../support/desk.ts';
import { testCode } from './test-code.ts';
import { TillWindow } from './till-window.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
afterEach(async () => {
  expect(await desk.closeWindows()).toEqual([]);
});

const PIN = '271828';

/** A paid sale, opened in the list of payments. */
async function paidSale(digits: string): Promise<TillWindow> {
  const till = await TillWindow.open(desk);
  await till.sell(digits, testCode());
  await till.shows('paid');
  await till.press('Next customer');
  await till.goTo('Payments');
  await till.page.locator('[data-test=sale]').first().click();
  await till.page.getByRole('heading', { name: /^Payment \d+$/ }).waitFor();
  return till;
}

/** A till whose look-up page stays on its way until the test lets it come, or lets it fail. */
async function slowLookUp(): Promise<{
  readonly till: TillWindow;
  readonly arrive: () => void;
  readonly fail: () => void;
}> {
  // With an offline copy there would be nothing to wait for.
  const till = await TillWindow.open(desk, { serviceWorkers: 'block' });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  await till.page.route('**/look-up-page*', async (route) => {
    if (await promise) await route.continue();
    else await route.abort();
  });
  return { till, arrive: () => resolve(true), fail: () => resolve(false) };
}

describe('a refund', () => {
  it('of a part, then of the rest, behind a PIN', async () => {
    const till = await paidSale('2000');
    await till.press('Refund');
    const dialogue = till.page.getByRole('dialog');
    await dialogue.getByLabel('Amount to refund').fill('5.50');
    await dialogue.getByLabel('PIN').fill('000000');
    await dialogue.getByRole('button', { name: 'Refund' }).click();
    await dialogue.getByText(/^Wrong PIN/).waitFor();
    await dialogue.getByLabel('PIN').fill(PIN);
    await dialogue.getByRole('button', { name: 'Refund' }).click();
    await till.page.locator('[data-test=refund][data-state=refunded]').getByText('HK$5.50').waitFor();
    await till.press('Refund');
    await dialogue.getByText('Up to HK$14.50').waitFor();
    await dialogue.getByLabel('PIN').fill(PIN);
    await dialogue.getByRole('button', { name: 'Refund' }).dblclick();
    await till.page.locator('.mark[data-state=refunded]').first().waitFor();
    await till.page.locator('[data-test=refund]').nth(1).waitFor();
    expect(await till.page.locator('[data-test=refund]').count()).toBe(2);
    expect(await till.button('Refund').count()).toBe(0);
  });

  it('whose answer is lost is made once, also after the dialogue was left', async () => {
    const till = await paidSale('2000');
    const dialogue = till.page.getByRole('dialog');
    const refund = async (): Promise<void> => {
      await till.press('Refund');
      await dialogue.getByLabel('Amount to refund').fill('5.50');
      await dialogue.getByLabel('PIN').fill(PIN);
      await dialogue.getByRole('button', { name: 'Refund' }).click();
    };
    // The first request never arrives, the second one does; nobody hears of either.
    let sent = 0;
    await till.page.route('**/refunds', async (route) => {
      sent += 1;
      if (sent === 2) await route.fetch();
      if (sent <= 2) await route.abort();
      else await route.continue();
    });
    await refund();
    await dialogue.getByText(/^No answer came: the refund may be under way/).waitFor();
    await till.page.keyboard.press('Escape');
    await refund();
    await dialogue.getByText(/^No answer came: the refund may be under way/).waitFor();
    await dialogue.getByLabel('PIN').fill(PIN);
    await dialogue.getByRole('button', { name: 'Refund' }).click();
    await dialogue.waitFor({ state: 'detached' });
    await till.page.locator('[data-test=refund][data-state=refunded]').getByText('HK$5.50').waitFor();
    expect(sent).toBe(3);
    expect(await till.page.locator('[data-test=refund]').count()).toBe(1);
  });

  it('of more than was paid is not begun', async () => {
    const till = await paidSale('300');
    await till.press('Refund');
    const dialogue = till.page.getByRole('dialog');
    await dialogue.getByLabel('Amount to refund').fill('3.01');
    await dialogue.getByLabel('PIN').fill(PIN);
    await dialogue.getByRole('button', { name: 'Refund' }).click();
    await dialogue.getByText(/^This is no amount/).waitFor();
    await till.page.keyboard.press('Escape');
    expect(await till.page.locator('[data-test=refund]').count()).toBe(0);
  });
});

describe('a receipt', () => {
  it('is shown, is one strip of 80 mm on paper, and comes as PDF', async () => {
    const till = await paidSale('4200');
    await till.page.getByRole('link', { name: 'Receipt' }).click();
    const paper = till.page.locator('[data-test=receipt]');
    await paper.getByText('HK$42.00').waitFor();
    await paper.getByText('Sandbox: play money. Nobody is charged.').waitFor();
    await till.page.getByRole('img', { name: 'Customer’s copy' }).waitFor();
    const printed = await till.page.pdf({ preferCSSPageSize: true });
    expect(Buffer.from(printed).subarray(0, 5).toString('latin1')).toBe('%PDF-');
    // 80 mm in points.
    const [, width = ''] = /\/MediaBox \[0 0 ([\d.]+)/.exec(Buffer.from(printed).toString('latin1')) ?? [];
    expect(Math.round(Number(width))).toBe(227);
    const address = await till.page.getByRole('link', { name: 'Open as PDF' }).getAttribute('href');
    const file = await fetch(new URL(address ?? '', desk.url));
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 5)
        .toString('latin1'),
    ).toBe('%PDF-');
  });
});

describe('the payments', () => {
  it('are found by amount and number, and by state', async () => {
    const till = await paidSale('7733');
    await till.page.getByRole('link', { name: 'Payments', exact: true }).last().click();
    await till.page.getByLabel('Search').fill('77.33');
    await expect.poll(() => till.page.locator('[data-test=sale]').count()).toBe(1);
    await till.page.getByLabel('State').selectOption('not_paid');
    await till.page.getByText('No payments.').waitFor();
  });

  it('come as CSV', async () => {
    const till = await paidSale('7744');
    await till.page.getByRole('link', { name: 'Payments', exact: true }).last().click();
    const [download] = await Promise.all([
      till.page.waitForEvent('download'),
      till.page.locator('[data-test=csv]').click(),
    ]);
    const text = readFileSync((await download.path()) ?? '', 'utf8');
    expect(text).toContain('77.44');
  });
});

describe('“did that one go through?”', () => {
  it('is answered by the number, and by the code scanned again, which charges nothing', async () => {
    const till = await TillWindow.open(desk);
    const code = testCode();
    await till.sell('8800', code);
    await till.shows('paid');
    await till.press('Next customer');
    await till.goTo('Did it go through?');
    await till.scan(code);
    await till.page.locator('[data-test=verdict][data-verdict=yes]').waitFor();
    await till.page.getByRole('heading', { name: 'Yes', exact: true }).waitFor();
    await till.page.getByLabel('Number').fill('no-such-number');
    await till.press('Ask');
    await till.page.locator('[data-test=verdict][data-verdict=no_such_sale]').waitFor();
  });

  it('is answered for a code that was scanned before the page had come', async () => {
    const { till, arrive } = await slowLookUp();
    const code = testCode();
    await till.sell('8900', code);
    await till.shows('paid');
    await till.press('Next customer');
    await till.goTo('Did it go through?');
    await till.scan(code);
    arrive();
    await till.page.locator('[data-test=verdict][data-verdict=yes]').waitFor();
  });

  it('is not answered, and a scan says so, when the page does not come or is left before', async () => {
    const { till, fail } = await slowLookUp();
    await till.goTo('Did it go through?');
    await till.scan(testCode());
    await till.backToTill();
    await till.notice('not_here');
    await till.shows('ready');
    await till.type('700');
    await till.goTo('Did it go through?');
    await till.scan(testCode());
    fail();
    await till.notice('not_here');
    await till.backToTill();
    await till.amountIs('HK$7.00');
  });

  it('is asked anywhere but at the register: a scan elsewhere charges nothing and says so', async () => {
    const till = await TillWindow.open(desk);
    await till.type('900');
    await till.goTo('Payments');
    await till.scan(testCode());
    await till.notice('not_here');
    await till.page.getByLabel('Search').focus();
    await till.scan(testCode());
    expect(await till.page.getByLabel('Search').inputValue()).toBe('');
  });
});

describe('a shift', () => {
  it('is opened with cash, counted, closed with the difference, and exported', async () => {
    const till = await TillWindow.open(desk);
    await till.goTo('Shift');
    const main = till.page.locator('main');
    await main.getByRole('button', { name: /^(?:Open|Close) shift$/ }).waitFor();
    if ((await till.button('Close shift').count()) > 0) {
      await till.press('Close shift');
      await till.press('Close shift');
    }
    await till.page.getByLabel('Cash in the drawer (HKD)').fill('500');
    await till.press('Open shift');
    await till.button('Close shift').waitFor();
    await till.backToTill();
    await till.page.locator('[data-test=amount]').waitFor();
    await till.page.keyboard.type('1250', { delay: 250 });
    await till.scan(testCode());
    await till.shows('paid');
    await till.press('Next customer');
    await till.goTo('Shift');
    await till.page.locator('[data-test=report]').first().getByText('HK$12.50 (1)').first().waitFor();
    await till.press('Close shift');
    await till.page.locator('[data-test=counted-float]').fill('499.00');
    await main.getByText('Difference -HK$1.00').waitFor();
    await till.page.locator('[data-test=counted-float]').fill('ten');
    await main.getByText('This is no amount, such as 12.50.').waitFor();
    await till.page.locator('[data-test=counted-float]').fill('499.00');
    await till.press('Close shift');
    const count = till.page.locator('[data-test=count]').first();
    await count.getByText('-HK$1.00').waitFor();
    await count.getByText('HK$500.00').waitFor();
    await till.button('Open shift').waitFor();
  });
});

describe('the settings', () => {
  it('let a manager add a cashier, who logs in, and sees no cashiers', async () => {
    const till = await TillWindow.open(desk);
    await till.goTo('Settings');
    await till.press('Add a cashier');
    const dialogue = till.page.getByRole('dialog');
    await dialogue.getByLabel('Name').fill('Kim');
    await dialogue.getByLabel('New PIN').fill('490817');
    await dialogue.getByLabel('PIN', { exact: true }).fill(PIN);
    await dialogue.getByRole('button', { name: 'Save' }).click();
    await till.page.getByRole('button', { name: /^Kim/ }).waitFor();
    await till.press('Log out');
    await till.page.getByLabel('Kim').check();
    await till.page.locator('input[name=pin]').fill('111111');
    await till.page.keyboard.press('Enter');
    await till.page.getByText(/^Wrong PIN/).waitFor();
    await till.logIn('490817');
    await till.page.getByText('Register 1 · Kim').waitFor();
    await till.goTo('Settings');
    expect(await till.button('Add a cashier').count()).toBe(0);
  });

  it('turn the sound off and change the looks, for this machine', async () => {
    const till = await TillWindow.open(desk);
    await till.goTo('Settings');
    await till.page.locator('[data-test=sound]').selectOption('off');
    await till.page.locator('[data-test=appearance]').selectOption('contrast');
    await till.page.reload();
    await till.page.locator('[data-test=sound]').waitFor();
    expect(await till.page.locator('[data-test=sound]').inputValue()).toBe('off');
    expect(await till.page.locator('html').getAttribute('data-appearance')).toBe('contrast');
  });
});
