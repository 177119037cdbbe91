import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PATIENT, refundOf, sale, TestSandbox } from '../test-sandbox.ts';
import type { PhoneFacts } from './phone-facts.ts';

/** A phone that writes down what it is told. */
class HeardPhone {
  readonly told: PhoneFacts[] = [];
  ended = false;
  #waiting: { readonly enough: () => boolean; readonly resolve: () => void }[] = [];

  tell(facts: PhoneFacts): void {
    this.told.push(facts);
    this.#look();
  }

  end(): void {
    this.ended = true;
    this.#look();
  }

  get last(): PhoneFacts | undefined {
    return this.told.at(-1);
  }

  /** Waits until the phone has heard enough. */
  until(enough: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ enough, resolve });
      this.#look();
    });
  }

  #look(): void {
    for (const { enough, resolve } of this.#waiting) if (enough()) resolve();
  }
}

const DESCRIBED = { family: 'alipay', amountMinor: 1050 } as const;

describe('phones that are followed', () => {
  let test: TestSandbox;
  let phone: HeardPhone;
  beforeEach(() => {
    test = new TestSandbox();
    phone = new HeardPhone();
  });
  afterEach(() => test.dispose());

  async function follow(account = 'chan-tai-man'): Promise<() => void> {
    const leave = test.sandbox.followPhone(account, phone);
    await phone.until(() => phone.told.length > 0 || phone.ended);
    return leave;
  }

  it('hear at once how things stand', async () => {
    await follow();
    expect(phone.told).toMatchObject([
      {
        nowMs: test.time.nowMs(),
        wallet: { id: 'alipayhk' },
        account: { id: 'chan-tai-man', balanceMinor: 500_000 },
        freshCodes: [],
        waiting: [],
        history: [],
      },
    ]);
  });

  it('hear of codes, their use, payments, refunds and their own balance', async () => {
    await follow();
    const { authCode } = await test.sandbox.issueCode('alipayhk', 'chan-tai-man');
    await phone.until(() => phone.last?.freshCodes.includes(authCode) === true);
    const order = sale('order-1', { ...DESCRIBED, authCode });
    await test.sandbox.charge(order, PATIENT);
    await phone.until(() => phone.last?.history.length === 1);
    expect(phone.last).toMatchObject({
      freshCodes: [],
      account: { balanceMinor: 498_950 },
      history: [{ channelOrderId: 'order-1', state: 'paid', refunds: [], attemptsLeft: 3 }],
    });
    await test.sandbox.refund(refundOf(order, 'refund-1'), PATIENT);
    await phone.until(() => phone.last?.history[0]?.refunds.length === 1);
    expect(phone.last?.account.balanceMinor).toBe(499_150);
  });

  it('hear of a payment that waits, of wrong passwords, and of its time-out at the very instant', async () => {
    await test.sandbox.changeAccount('chan-tai-man', { freeLimitMinor: 0 });
    await follow();
    const { authCode } = await test.sandbox.issueCode('alipayhk', 'chan-tai-man');
    await test.sandbox.charge(sale('order-1', { ...DESCRIBED, authCode }), PATIENT);
    await phone.until(() => phone.last?.waiting.length === 1);
    await test.sandbox.approve('order-1', '000000').catch(() => undefined);
    await phone.until(() => phone.last?.waiting[0]?.attemptsLeft === 2);
    // Nobody uses the book now but the phone's own timer.
    test.time.advance(180_000);
    await phone.until(() => phone.last?.history[0]?.state === 'closed');
    expect(phone.last?.waiting).toEqual([]);
  });

  it('hear of what is delayed on its way, and of refunds under way, when their time has come', async () => {
    await test.sandbox.changeAccount('chan-tai-man', {
      behaviour: 'late-success',
      refundBehaviour: 'processing-returned',
    });
    await follow();
    const { authCode } = await test.sandbox.issueCode('alipayhk', 'chan-tai-man');
    const order = sale('order-1', { ...DESCRIBED, authCode });
    await test.sandbox.charge(order, PATIENT);
    await phone.until(() => phone.last?.freshCodes.length === 0);
    expect(phone.last?.history).toEqual([]);
    test.time.advance(20_000);
    await phone.until(() => phone.last?.history[0]?.state === 'paid');
    await test.sandbox.refund(refundOf(order, 'refund-1'), PATIENT);
    await phone.until(() => phone.last?.history[0]?.refunds[0]?.state === 'processing');
    test.time.advance(5_000);
    await phone.until(() => phone.last?.history[0]?.refunds[0]?.state === 'returned');
  });

  it('do not hear of what only reads', async () => {
    await follow();
    await test.sandbox.listWallets();
    await test.sandbox.waiting();
    await test.sandbox.changeAccount('chan-tai-man', { balanceMinor: 7 });
    await phone.until(() => phone.told.length > 1);
    expect(phone.told.map(({ account }) => account.balanceMinor)).toEqual([500_000, 7]);
  });

  it('hear the time when the clock was moved', async () => {
    await follow();
    test.time.advance(60_000);
    test.sandbox.tellPhones();
    await phone.until(() => phone.told.length === 2);
    expect(phone.last?.nowMs).toBe(test.time.nowMs());
  });

  it('hear nothing any more when they are switched off, and leave no timer', async () => {
    await test.sandbox.changeAccount('chan-tai-man', { freeLimitMinor: 0 });
    const leave = await follow();
    const { authCode } = await test.sandbox.issueCode('alipayhk', 'chan-tai-man');
    await test.sandbox.charge(sale('order-1', { ...DESCRIBED, authCode }), PATIENT);
    await phone.until(() => phone.last?.waiting.length === 1);
    const second = new HeardPhone();
    const leaveSecond = test.sandbox.followPhone('chan-tai-man', second);
    leave();
    const told = phone.told.length;
    await second.until(() => second.told.length > 0);
    await test.sandbox.refuse('order-1');
    await second.until(() => second.last?.waiting.length === 0);
    expect(phone.told).toHaveLength(told);
    leaveSecond();
    leaveSecond();
    await test.sandbox.listWallets();
    expect(test.time.running).toBe(0);
  });

  it('end when there is no such account, and when the sandbox closes', async () => {
    await follow('nobody');
    expect(phone).toMatchObject({ ended: true, told: [] });
    const other = new HeardPhone();
    test.sandbox.followPhone('li-na', other);
    await other.until(() => other.told.length > 0);
    test.sandbox.close();
    expect(other.ended).toBe(true);
  });

  it('show the newest codes only while they can be charged', async () => {
    for (let issued = 0; issued < 3; issued++) await test.sandbox.issueCode('alipayhk', 'chan-tai-man');
    await test.sandbox.issueCode('alipayhk', 'wong-ka-yan');
    expect((await test.sandbox.phone('chan-tai-man')).freshCodes).toHaveLength(3);
    test.time.advance(60_000);
    expect((await test.sandbox.phone('chan-tai-man')).freshCodes).toEqual([]);
  });
});
