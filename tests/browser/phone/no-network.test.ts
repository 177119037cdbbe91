import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../support/desk.ts';
import { PhoneWindow } from './phone-window.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
afterEach(async () => {
  expect(await desk.closeWindows()).toEqual([]);
});

describe('a phone without a network', () => {
  it('shows the codes it has kept, a minute each, and hears of nothing until it is back', async () => {
    await desk.tellSandbox('/sandbox/accounts/zhang-min', {
      free_limit_minor: 100_000,
      balance_minor: 500_000,
    });
    const phone = await PhoneWindow.open(desk, 'zhang-min');
    const fetched = await phone.code();
    await phone.page.getByText('For developers').click();
    await phone.page.locator('[data-test=no-network]').check();
    await phone.says('Kept codes left: 15');
    const first = await phone.codeOtherThan(fetched);
    expect((await desk.till.pay({ auth_code: first, pay_type: '800208' })).respcd).toBe('0000');
    await phone.press('1 minute ahead');
    const second = await phone.codeOtherThan(first);
    await phone.says('Kept codes left: 14');
    // Nothing has told the phone that it has paid, and nothing asks for the password now.
    expect(await phone.result.count()).toBe(0);
    expect(await phone.balance()).toBe('CN¥5,000.00');
    const waiting = await desk.till.pay({ auth_code: second, pay_type: '800208', txamt: '200000' });
    expect(waiting.respcd).toBe('1143');
    expect(await phone.pad.count()).toBe(0);
    await phone.page.locator('[data-test=no-network]').uncheck();
    await phone.typePassword('123456');
    await phone.result.waitFor();
    const { rows } = await desk.till.query({ syssn: waiting.syssn });
    expect(rows[0]?.['respcd']).toBe('0000');
    await phone.codeOtherThan(second);
    expect(await phone.entries.count()).toBeGreaterThanOrEqual(2);
  });

  it('shows none of a wallet that fetches each over the network', async () => {
    const phone = await PhoneWindow.open(desk, 'zhao-jun');
    await phone.page.getByText('For developers').click();
    await phone.page.locator('[data-test=no-network]').check();
    await phone.says('No network, and no code is kept.');
    expect(await phone.page.locator('[data-test=code]').count()).toBe(0);
    await phone.page.locator('[data-test=no-network]').uncheck();
    expect(await phone.code()).toMatch(/^62/);
  });
});
