import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { refund } from '../../wire/support/refunding.ts';
import { Desk } from '../support/desk.ts';
import { scanSymbols } from '../support/scan-symbols.ts';
import { PhoneWindow } from './phone-window.ts';

const MINUTE_MS = 60_000;

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
afterEach(async () => {
  await desk.refuseWaiting();
  expect(await desk.closeWindows()).toEqual([]);
});

/** Sets an account so that every payment waits for its password, with plenty of money and no other quirks. */
async function withPassword(account: string): Promise<void> {
  await desk.tellSandbox(`/sandbox/accounts/${account}`, {
    free_limit_minor: 0,
    balance_minor: 500_000,
    behaviour: 'normal',
    reversal_behaviour: 'done',
  });
}

async function advance(durationMs: number): Promise<void> {
  await desk.tellSandbox('/sandbox/clock', { advance_ms: durationMs });
}

describe('the code on the phone', () => {
  it.each([
    ['li-na', /^(?:2[5-9]|30)\d{14,22}$/],
    ['chan-tai-man', /^(?:2[5-9]|30)\d{15,17}$/],
    ['zhang-min', /^1[0-4]\d{16}$/],
    ['lee-siu-fong', /^15\d{16}$/],
    ['zhao-jun', /^62\d{17,18}$/],
    ['cheung-mei-ling', /^80\d{16}$/],
  ])('can be scanned from the screen as bar code and as QR: %s', async (account, form) => {
    const phone = await PhoneWindow.open(desk, account);
    const digits = await phone.code();
    expect(digits).toMatch(form);
    const { code128, qr } = await scanSymbols(await phone.page.screenshot({ fullPage: true }));
    expect(code128).toEqual([digits]);
    // UnionPay's QR holds the EMV text of the same credential.
    expect(qr).toEqual([account === 'zhao-jun' ? expect.stringMatching(/^hQVDUFYwMW/) : digits]);
    const grouped = (await phone.page.locator('[data-test=digits]').textContent()) ?? '';
    expect(grouped).toMatch(/^\d{4}( \d{4})+ \d{1,4}$/);
    expect(grouped.replaceAll(' ', '')).toBe(digits);
  });

  it('can be scanned whatever stands in the text of UnionPay’s QR', async () => {
    const phone = await PhoneWindow.open(desk, 'sun-li');
    const texts = new Set<string>();
    for (let shown = 0; shown < 8; shown += 1) {
      const digits = await phone.code();
      const { code128, qr } = await scanSymbols(await phone.page.screenshot({ fullPage: true }));
      expect(code128).toEqual([digits]);
      expect(qr).toEqual([expect.stringMatching(/^hQVDUFYwMW/)]);
      texts.add(qr[0] ?? '');
      await phone.press('New code now');
      await phone.codeOtherThan(digits);
    }
    expect(texts.size).toBe(8);
  });

  it('can be scanned in the dark and enlarged, bar code upright', async () => {
    const phone = await PhoneWindow.open(desk, 'wang-lei', { colorScheme: 'dark' });
    const digits = await phone.code();
    expect(await scanSymbols(await phone.page.screenshot({ fullPage: true }))).toEqual({
      code128: [digits],
      qr: [digits],
    });
    await phone.page.getByRole('button', { name: 'Bar code. Enlarge' }).click();
    await phone.page.locator('dialog.enlarged').waitFor();
    expect((await scanSymbols(await phone.page.screenshot())).code128).toEqual([digits]);
    await phone.press('Close');
    await phone.page.getByRole('button', { name: 'QR code. Enlarge' }).click();
    expect((await scanSymbols(await phone.page.screenshot())).qr).toEqual([digits]);
  });

  it('is replaced every minute, and the old one is refused', async () => {
    const phone = await PhoneWindow.open(desk, 'wong-ka-yan');
    const old = await phone.code();
    expect(await phone.page.locator('[data-test=countdown]').textContent()).toMatch(/^New code in \d+ s$/);
    await advance(MINUTE_MS);
    const fresh = await phone.codeOtherThan(old);
    await advance(5_000);
    expect((await desk.till.pay({ auth_code: old })).respcd).toBe('2005');
    expect((await desk.till.pay({ auth_code: fresh })).respcd).toBe('0000');
  });

  it('is replaced when its owner asks', async () => {
    const phone = await PhoneWindow.open(desk, 'liu-yang');
    const old = await phone.code();
    await phone.press('New code now');
    await phone.codeOtherThan(old);
  });

  it('changes at once when it is used, and the phone says what was paid', async () => {
    const phone = await PhoneWindow.open(desk, 'lam-ho-yin');
    const used = await phone.code();
    expect((await desk.till.pay({ auth_code: used, pay_type: '805808' })).respcd).toBe('0000');
    await phone.result.getByText('HK$10.50').first().waitFor();
    // As a gateway before this one is known to the wallet.
    await phone.says('to Sandbox shop');
    await phone.codeOtherThan(used);
    expect(await phone.balance()).toBe('HK$9.50');
  });

  it('is refused when the account has too little money, and says so', async () => {
    const phone = await PhoneWindow.open(desk, 'ng-chi-keung');
    const code = await phone.code();
    const answer = await desk.till.pay({ auth_code: code, pay_type: '801008', txamt: '2001' });
    expect(answer.respcd).toBe('1201');
    await phone.says('The account does not hold enough money.');
  });
});

describe('a payment that waits', () => {
  it('brings up the password pad, is approved, and is paid at the merchant', async () => {
    await withPassword('chan-tai-man');
    const phone = await PhoneWindow.open(desk, 'chan-tai-man');
    const answer = await desk.till.pay({ auth_code: await phone.code() });
    expect(answer.respcd).toBe('1143');
    await phone.typePassword('123456');
    await phone.result.getByRole('heading', { name: 'Paid', exact: true }).waitFor();
    const { rows } = await desk.till.query({ syssn: answer.syssn });
    expect(rows.map((row) => row['respcd'])).toEqual(['0000']);
    expect(await phone.balance()).toBe('HK$4,989.50');
    await phone.press('Done');
    expect(await phone.entries.first().getAttribute('data-state')).toBe('paid');
  });

  it('can be approved with the keys on the screen, or by fingerprint', async () => {
    await withPassword('li-na');
    const phone = await PhoneWindow.open(desk, 'li-na');
    const first = await desk.till.pay({ auth_code: await phone.code() });
    await phone.pad.waitFor();
    for (const digit of '1234567') await phone.press(digit);
    await phone.press('Delete the last digit');
    await phone.press('6');
    await phone.press('Pay');
    await phone.press('Done');
    const second = await desk.till.pay({ auth_code: await phone.code() });
    await phone.press('Pay by fingerprint');
    await phone.press('Done');
    for (const { syssn } of [first, second]) {
      const { rows } = await desk.till.query({ syssn });
      expect(rows[0]?.['respcd']).toBe('0000');
    }
  });

  it('counts wrong passwords, and the third one ends it', async () => {
    await withPassword('zhang-min');
    const phone = await PhoneWindow.open(desk, 'zhang-min');
    const answer = await desk.till.pay({ auth_code: await phone.code(), pay_type: '800208' });
    await phone.typePassword('1234');
    await phone.says('Type six digits.');
    await phone.pad.locator('input').fill('');
    await phone.typePassword('000000');
    await phone.says('Wrong password. 2 more tries.');
    await phone.typePassword('000001');
    await phone.says('Wrong password. One more try.');
    await phone.typePassword('000002');
    await phone.result.getByText('Three wrong passwords.').waitFor();
    const { rows } = await desk.till.query({ syssn: answer.syssn });
    expect(rows[0]?.['respcd']).toBe('1205');
  });

  it('can be confirmed after a wrong password', async () => {
    await withPassword('zhang-min');
    const phone = await PhoneWindow.open(desk, 'zhang-min');
    const answer = await desk.till.pay({ auth_code: await phone.code(), pay_type: '800208' });
    await phone.typePassword('000000');
    await phone.says('Wrong password. 2 more tries.');
    await phone.typePassword('123456');
    await phone.result.getByText('to Harbour Coffee').waitFor();
    const { rows } = await desk.till.query({ syssn: answer.syssn });
    expect(rows[0]?.['respcd']).toBe('0000');
  });

  it('can be refused', async () => {
    await withPassword('lee-siu-fong');
    const phone = await PhoneWindow.open(desk, 'lee-siu-fong');
    const answer = await desk.till.pay({ auth_code: await phone.code(), pay_type: '801008' });
    await phone.pad.waitFor();
    await phone.press('Refuse');
    await phone.result.getByText('The payment was refused.').waitFor();
    const { rows } = await desk.till.query({ syssn: answer.syssn });
    expect(rows[0]?.['respcd']).toBe('1205');
    expect(await phone.balance()).toBe('HK$5,000.00');
  });

  it('is called off when nobody confirms it and the gateway gives up', async () => {
    await withPassword('cheung-mei-ling');
    const phone = await PhoneWindow.open(desk, 'cheung-mei-ling');
    const answer = await desk.till.pay({ auth_code: await phone.code(), pay_type: '805808' });
    await phone.pad.getByText(/^Time left: (?:2:5\d|3:00)$/).waitFor();
    await advance(3 * MINUTE_MS);
    await phone.result.getByText('Cancelled').waitFor();
    const { rows } = await desk.till.query({ syssn: answer.syssn });
    expect(rows[0]?.['respcd']).not.toBe('0000');
    expect(await phone.balance()).toBe('HK$5,000.00');
  });

  it('times out when nothing calls it off, and says so half a minute before', async () => {
    await withPassword('cheung-mei-ling');
    // What the gateway sends to call it off does not reach the wallet.
    await desk.tellSandbox('/sandbox/accounts/cheung-mei-ling', { reversal_behaviour: 'never-arrived' });
    const phone = await PhoneWindow.open(desk, 'cheung-mei-ling');
    await desk.till.pay({ auth_code: await phone.code(), pay_type: '805808' });
    await phone.pad.waitFor();
    await advance(2.5 * MINUTE_MS);
    await phone.pad.locator('[role=status]').getByText('Time left: 0:30').waitFor();
    await advance(MINUTE_MS / 2);
    await phone.result.getByText('The time to confirm ran out.').waitFor();
    expect(await phone.balance()).toBe('HK$5,000.00');
  });

  it('is asked again after a reload, and can be put off', async () => {
    await withPassword('zhao-jun');
    const phone = await PhoneWindow.open(desk, 'zhao-jun');
    const answer = await desk.till.pay({ auth_code: await phone.code(), pay_type: '800708' });
    await phone.pad.getByText(/is taken from the account\.$/).waitFor();
    await phone.page.reload();
    await phone.pad.waitFor();
    await phone.page.keyboard.press('Escape');
    await phone.says('A payment waits for you.');
    expect(await phone.pad.count()).toBe(0);
    await phone.press('Open');
    await phone.typePassword('123456');
    await phone.result.waitFor();
    const { rows } = await desk.till.query({ syssn: answer.syssn });
    expect(rows[0]?.['respcd']).toBe('0000');
  });

  it('shows up in every window of the account', async () => {
    await withPassword('sun-li');
    const left = await PhoneWindow.open(desk, 'sun-li');
    const right = await PhoneWindow.open(desk, 'sun-li');
    await desk.till.pay({ auth_code: await left.code(), pay_type: '800708' });
    await right.typePassword('123456');
    await Promise.all([left.result.waitFor(), right.result.waitFor()]);
    expect(await left.pad.count()).toBe(0);
  });
});

describe('news for the phone', () => {
  it('comes by the stream alone', async () => {
    await withPassword('wang-lei');
    const phone = await PhoneWindow.open(desk, 'wang-lei');
    await phone.page.route('**/sandbox/accounts/wang-lei/phone', (route) => route.abort());
    await desk.till.pay({ auth_code: await phone.code() });
    await phone.pad.waitFor();
  });

  it('comes by asking while there is no stream', async () => {
    await withPassword('wong-ka-yan');
    const window = await desk.openWindow('/phone');
    await window.route('**/phone/events', (route) => route.abort());
    await window.goto(`${desk.url}/phone#wong-ka-yan`);
    const phone = new PhoneWindow(window);
    await desk.till.pay({ auth_code: await phone.code() });
    await phone.typePassword('123456');
    await phone.result.waitFor();
  });

  it('stops with the sandbox, and the phone says so', async () => {
    const other = await Desk.open();
    try {
      const phone = await PhoneWindow.open(other, 'li-na');
      await other.stopGateway();
      await phone.says('No connection to the sandbox. Trying again.');
      expect(await phone.page.locator('[data-test=code]').getAttribute('data-stale')).toBe('true');
      expect(await other.closeWindows()).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('tells of refunds, of money the account gets back, and keeps them in the history', async () => {
    await desk.tellSandbox('/sandbox/accounts/chan-tai-man', {
      free_limit_minor: 100_000,
      balance_minor: 500_000,
    });
    const phone = await PhoneWindow.open(desk, 'chan-tai-man');
    const { syssn } = await desk.till.pay({ auth_code: await phone.code() });
    await phone.press('Done');
    expect((await refund(desk.till, syssn)).respcd).toBe('0000');
    await phone.says('Refund received: HK$4.00');
    expect(await phone.balance()).toBe('HK$4,993.50');
    const returned = phone.entries.first().locator('[data-test=refund]');
    expect(await returned.textContent()).toContain('+HK$4.00');
    expect(await returned.getAttribute('data-state')).toBe('returned');
    await phone.press('Close');
    await phone.page.reload();
    await phone.entries.first().locator('[data-test=refund]').waitFor();
  });

  it('tells of a payment that is cancelled after it was paid', async () => {
    // The gateway does not take the money for the sale's, because the wallet reports another amount.
    await desk.tellSandbox('/sandbox/accounts/lee-siu-fong', {
      free_limit_minor: 100_000,
      balance_minor: 500_000,
      behaviour: 'wrong-amount',
    });
    const phone = await PhoneWindow.open(desk, 'lee-siu-fong');
    const { syssn } = await desk.till.pay({ auth_code: await phone.code(), pay_type: '801008' });
    await phone.press('Done');
    await desk.till.send('/trade/v1/reversal', { syssn, txamt: '1050', txdtm: '2026-03-15 12:05:00' });
    await advance(MINUTE_MS);
    await phone.says('Payment cancelled, money returned: HK$10.50');
    expect(await phone.entries.first().getAttribute('data-state')).toBe('reversed');
    expect(await phone.balance()).toBe('HK$5,000.00');
  });
});

describe('the switches for developers', () => {
  it('make the wallet misbehave at the next payment', async () => {
    const phone = await PhoneWindow.open(desk, 'liu-yang');
    await phone.page.getByText('For developers').click();
    await phone.page.locator('[data-test=behaviour]').selectOption('processing-declined');
    await phone.says('Saved.');
    const answer = await desk.till.pay({ auth_code: await phone.code(), pay_type: '800208' });
    expect(answer.respcd).not.toBe('0000');
    await phone.page.locator('[data-test=entry][data-state=processing]').waitFor();
    await advance(5_000);
    await phone.result.getByRole('heading', { name: 'Not paid' }).waitFor();
  });

  it('let a single call go wrong', async () => {
    const phone = await PhoneWindow.open(desk, 'zhao-jun');
    await phone.page.getByText('For developers').click();
    await phone.page.locator('[data-test=call]').selectOption('charge');
    await phone.page.locator('[data-test=fault]').selectOption('server-error-early');
    await phone.press('Let it go wrong');
    await phone.says('The next such call goes wrong.');
    const answer = await desk.till.pay({ auth_code: await phone.code(), pay_type: '800708' });
    expect(answer.respcd).not.toBe('0000');
    await phone.page.locator('[data-test=call]').selectOption('notification');
    expect(await phone.page.locator('[data-test=fault] option').allTextContents()).toContain('twice');
    expect(await phone.page.locator('[data-test=call] option').allTextContents()).not.toContain(
      'list of certificates',
    );
  });

  it('refuse the next call of a wallet with any code of its own', async () => {
    const phone = await PhoneWindow.open(desk, 'zhao-jun');
    await phone.page.getByText('For developers').click();
    await phone.page.locator('[data-test=call]').selectOption('charge');
    expect(await phone.page.locator('[data-test=fault-code]').count()).toBe(0);
    await phone.page.locator('[data-test=fault]').selectOption('refuse-CODE');
    await phone.page.getByLabel('Code of the wallet').fill('64');
    await phone.press('Let it go wrong');
    await phone.says('The next such call goes wrong.');
    const answer = await desk.till.pay({ auth_code: await phone.code(), pay_type: '800708' });
    expect(answer.respcd).toBe('1201');
  });

  it('set balance and limit, refuse nonsense, close the account, move the clock', async () => {
    const phone = await PhoneWindow.open(desk, 'lam-ho-yin');
    const old = await phone.code();
    await phone.page.getByText('For developers').click();
    const balance = phone.page.getByLabel('Balance, in cents');
    await balance.fill('12x');
    await phone.press('Save');
    await phone.says('Not saved: give whole numbers from 0.');
    await balance.fill('123456');
    await phone.press('Save');
    await phone.says('Saved.');
    await phone.page.getByText('HK$1,234.56').waitFor();
    await phone.press('1 minute ahead');
    await phone.codeOtherThan(old);
    await phone.page.locator('[data-test=status]').selectOption('closed');
    await phone.says('Saved.');
    const code = await phone.code();
    expect((await desk.till.pay({ auth_code: code, pay_type: '805808' })).respcd).toBe('1203');
    await phone.says('The account is closed.');
  });
});
