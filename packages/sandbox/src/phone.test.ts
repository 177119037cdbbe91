import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox } from './sandbox.ts';
import { inShort, ManualTime, PATIENT, referenceOf, sale, TestSandbox } from './test-sandbox.ts';
import { WALLETS, wallet } from './wallet.ts';

let test: TestSandbox;
beforeEach(() => {
  test = new TestSandbox();
});
afterEach(() => test.dispose());

/** Charges a code for an amount under a new number. */
const charge = (...code: Parameters<TestSandbox['chargeCode']>): Promise<string> => test.chargeCode(...code);

async function balanceMinor(account: string): Promise<number | undefined> {
  const wallets = await test.sandbox.listWallets();
  return wallets.flatMap(({ accounts }) => accounts).find(({ id }) => id === account)?.balanceMinor;
}

describe.each(WALLETS)('a code of $name', ({ id }) => {
  it('pays once', async () => {
    const { authCode, expiresAtMs } = await test.sandbox.issueCode(id);
    expect(expiresAtMs).toBe(test.time.nowMs() + 60_000);
    expect(await charge(id, authCode)).toBe('paid');
    expect(await charge(id, authCode)).toBe('declined 1202');
  });

  it('is good for a minute, and a moment longer when it was shown in time', async () => {
    const { graceMs, asksPassword } = wallet(id).lateCode;
    const [early, late, last, old] = [
      await test.sandbox.issueCode(id),
      await test.sandbox.issueCode(id),
      await test.sandbox.issueCode(id),
      await test.sandbox.issueCode(id),
    ];
    test.time.advance(59_999);
    expect(await charge(id, early.authCode)).toBe('paid');
    test.time.advance(1);
    expect(await charge(id, late.authCode)).toBe(asksPassword ? 'waiting_for_payer' : 'paid');
    test.time.advance(graceMs - 1);
    expect(await charge(id, last.authCode)).toBe(asksPassword ? 'waiting_for_payer' : 'paid');
    test.time.advance(1);
    expect(await charge(id, old.authCode)).toBe('declined 1202');
    expect(asksPassword).toBe(['wechatpay', 'wechatpayhk'].includes(id));
  });

  it('may give way to another while its payment waits: the first is still finished', async () => {
    const { authCode, account } = await test.sandbox.issueCode(id);
    await test.sandbox.changeAccount(account, { freeLimitMinor: 0 });
    expect(await charge(id, authCode)).toBe('waiting_for_payer');
    test.time.advance(100_000);
    const next = await test.sandbox.issueCode(id);
    expect(await test.sandbox.approve('latest', '123456')).toMatchObject({ state: 'paid', timesCharged: 1 });
    expect(await charge(id, authCode)).toBe('declined 1202');
    expect(await charge(id, next.authCode)).toBe('waiting_for_payer');
  });

  it('is refused without its last digit, and then still good', async () => {
    const { authCode } = await test.sandbox.issueCode(id);
    expect(await charge(id, authCode.slice(0, -1))).toBe('declined 1202');
    expect(await charge(id, authCode)).toBe('paid');
  });

  it('belongs to the account that shows it', async () => {
    const wallets = await test.sandbox.listWallets();
    const second = wallets.find((each) => each.id === id)?.accounts[1];
    const { authCode, account } = await test.sandbox.issueCode(id, second?.id);
    expect(account).toBe(second?.id);
    expect(await charge(id, authCode, 3_000)).toBe('declined 1201');
    expect(await balanceMinor(account)).toBe(2_000);
  });

  it('is not known to wallets of other families', async () => {
    const { authCode } = await test.sandbox.issueCode(id);
    for (const other of WALLETS) {
      if (other.family !== wallet(id).family) expect(await charge(other.id, authCode)).toBe('declined 1202');
    }
    expect(await charge(id, authCode)).toBe('paid');
  });

  it('works after a restart, and stays used over one', async () => {
    const { authCode } = await test.sandbox.issueCode(id);
    test.restart();
    expect(await charge(id, authCode)).toBe('paid');
    test.restart();
    expect(await charge(id, authCode)).toBe('declined 1202');
  });

  it('of a closed account is refused', async () => {
    const { authCode, account } = await test.sandbox.issueCode(id);
    await test.sandbox.changeAccount(account, { status: 'closed' });
    expect(await charge(id, authCode)).toBe('declined 1203');
  });

  it('survives a refusal, except at Alipay', async () => {
    const { authCode, account } = await test.sandbox.issueCode(id);
    await test.sandbox.changeAccount(account, { behaviour: 'declined-1294' });
    expect(await charge(id, authCode)).toBe('declined 1294');
    await test.sandbox.changeAccount(account, { behaviour: 'normal' });
    expect(await charge(id, authCode)).toBe(wallet(id).family === 'alipay' ? 'declined 1202' : 'paid');
  });

  it('is left alone by a busy wallet', async () => {
    const { authCode, account } = await test.sandbox.issueCode(id);
    await test.sandbox.changeAccount(account, { behaviour: 'busy' });
    expect(await charge(id, authCode)).toBe('declined 1297');
    expect(await test.sandbox.book(id)).toEqual([]);
    await test.sandbox.changeAccount(account, { behaviour: 'normal' });
    expect(await charge(id, authCode)).toBe('paid');
  });
});

describe('a phone', () => {
  it('does not take test numbers: its account decides', async () => {
    const { authCode } = await test.sandbox.issueCode('alipayhk');
    await test.sandbox.changeAccount('chan-tai-man', { freeLimitMinor: 1_000_000 });
    expect(await charge('alipayhk', authCode, 401_201)).toBe('paid');
  });

  it('must exist', async () => {
    await expect(test.sandbox.issueCode('payme', 'li-na')).rejects.toThrow(
      'account: the wallet payme has no such account; it has cheung-mei-ling, lam-ho-yin.',
    );
  });

  it('gives no code twice, whatever the random source does', async () => {
    const time = new ManualTime();
    const options = { file: ':memory:', clock: time, timers: time };
    const stuck = openSandbox({ ...options, randomBytes: (count) => new Uint8Array(count) });
    await stuck.issueCode('alipay');
    await expect(stuck.issueCode('alipay')).rejects.toThrow('randomBytes: ');
    stuck.close();
  });
});

describe('a payment that waits for its payer', () => {
  const order = sale('order-waiting', { amountMinor: 200_000 });

  /** Charges HKD 2,000.00 to an account that pays HKD 1,000.00 without asking. */
  async function startWaiting(): Promise<void> {
    const { authCode } = await test.sandbox.issueCode('alipayhk');
    expect(inShort(await test.sandbox.charge({ ...order, authCode }, PATIENT))).toBe('waiting_for_payer');
  }

  async function state(): Promise<string> {
    return inShort(await test.sandbox.query(referenceOf(order), PATIENT));
  }

  it('is listed until it is decided', async () => {
    await startWaiting();
    const waiting = {
      channelOrderId: 'order-waiting',
      state: 'waiting',
      dueAtMs: test.time.nowMs() + 180_000,
    };
    expect(await test.sandbox.waiting()).toMatchObject([waiting]);
    expect(await test.sandbox.refuse('order-waiting')).toMatchObject({ state: 'declined', respcd: '1205' });
    expect(await test.sandbox.waiting()).toEqual([]);
    expect(await state()).toBe('declined 1205');
    expect(await balanceMinor('chan-tai-man')).toBe(500_000);
  });

  it.each([
    ['order-waiting', '123456'],
    ['latest', '123456'],
    ['latest', undefined],
  ])('is paid when %s is approved with %s', async (number, password) => {
    await startWaiting();
    test.time.advance(179_999);
    const approved = await test.sandbox.approve(number, password);
    expect(approved).toMatchObject({ state: 'paid', timesCharged: 1, endedAtMs: test.time.nowMs() });
    expect(await state()).toBe('paid');
    expect(await balanceMinor('chan-tai-man')).toBe(300_000);
    await expect(test.sandbox.approve('order-waiting')).rejects.toThrow('is paid; choose one that waits');
    await expect(test.sandbox.refuse('order-waiting')).rejects.toThrow('is paid; choose one that waits');
    expect(await balanceMinor('chan-tai-man')).toBe(300_000);
  });

  it('means the newest one by "latest"', async () => {
    await startWaiting();
    await test.sandbox.charge(sale('newest', { amountMinor: 401_143 }), PATIENT);
    await test.sandbox.charge(sale('paid-later'), PATIENT);
    expect(await test.sandbox.approve('latest')).toMatchObject({ channelOrderId: 'newest', state: 'paid' });
    expect(await test.sandbox.approve('latest')).toMatchObject({ channelOrderId: 'order-waiting' });
    await expect(test.sandbox.approve('latest')).rejects.toThrow('number: no payment waits for its payer');
  });

  it('takes two wrong passwords and is declined by the third, over a restart', async () => {
    await startWaiting();
    await expect(test.sandbox.approve('latest', '000000')).rejects.toThrow(
      'password: it is wrong; attempts left: 2.',
    );
    await expect(test.sandbox.approve('latest', '')).rejects.toThrow(
      'password: it is wrong; attempts left: 1.',
    );
    test.restart();
    await expect(test.sandbox.approve('latest', '123457')).rejects.toThrow(
      'password: wrong for the third time',
    );
    expect(await state()).toBe('declined 1205');
    expect(await balanceMinor('chan-tai-man')).toBe(500_000);
  });

  it('takes the right password after two wrong ones', async () => {
    await startWaiting();
    for (const wrong of ['000000', '111111']) {
      await expect(test.sandbox.approve('latest', wrong)).rejects.toThrow('password: it is wrong');
    }
    expect(await test.sandbox.approve('latest', '123456')).toMatchObject({ state: 'paid' });
  });

  it('is declined when the account cannot pay any more', async () => {
    await startWaiting();
    await test.sandbox.changeAccount('chan-tai-man', { balanceMinor: 199_999 });
    expect(await test.sandbox.approve('latest')).toMatchObject({ state: 'declined', respcd: '1201' });
    expect(await balanceMinor('chan-tai-man')).toBe(199_999);
  });

  it('is closed after three minutes, and cannot be approved from then on', async () => {
    await startWaiting();
    test.time.advance(180_000);
    await expect(test.sandbox.approve('order-waiting')).rejects.toThrow('is closed; choose one that waits');
    expect(await state()).toBe('declined 1142');
    expect(await test.sandbox.waiting()).toEqual([]);
  });

  it('can be decided before its scripted end', async () => {
    await test.sandbox.charge(sale('scripted', { amountMinor: 410_002 }), PATIENT);
    expect(await test.sandbox.refuse('latest')).toMatchObject({
      channelOrderId: 'scripted',
      state: 'declined',
    });
    test.time.advance(5_000);
    expect(inShort(await test.sandbox.query(referenceOf(sale('scripted')), PATIENT))).toBe('declined 1205');
  });

  it('must be known to a wallet', async () => {
    await expect(test.sandbox.approve('nothing')).rejects.toThrow(
      'number: no wallet knows the payment nothing',
    );
    await test.sandbox.charge(sale('late', { amountMinor: 410_012 }), PATIENT);
    await expect(test.sandbox.refuse('late')).rejects.toThrow('number: no wallet knows the payment late');
  });
});
