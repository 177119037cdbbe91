import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountChange } from './account.ts';
import type { ReversalBehaviour } from './reversal-behaviour.ts';
import { REVERSAL_TEST_NUMBERS } from './test-numbers.ts';
import {
  inShort,
  movementInShort,
  PATIENT,
  referenceOf,
  refundOf,
  sale,
  TestSandbox,
} from './test-sandbox.ts';
import type { ChargeOrder } from './wallet-answer.ts';

let test: TestSandbox;
beforeEach(() => {
  test = new TestSandbox();
});
afterEach(() => test.dispose());

async function accountSale(change: AccountChange = {}, number = 'order-1'): Promise<ChargeOrder> {
  await test.sandbox.changeAccount('li-na', change);
  const { authCode } = await test.sandbox.issueCode('alipay', 'li-na');
  const order = sale(number, { authCode });
  await test.sandbox.charge(order, PATIENT);
  return order;
}

async function balanceMinor(): Promise<number | undefined> {
  const [alipay] = await test.sandbox.listWallets();
  return alipay?.accounts[0]?.balanceMinor;
}

async function reverse(order: ChargeOrder): Promise<string> {
  return movementInShort(await test.sandbox.reverse(referenceOf(order), PATIENT));
}

async function enquire(order: ChargeOrder): Promise<string> {
  return inShort(await test.sandbox.query(referenceOf(order), PATIENT));
}

describe('a reversal', () => {
  it.each([
    ['waiting', 'password-approved'],
    ['processing', 'processing-paid'],
  ] as const)('of a payment that is %s leaves nothing charged', async (_, behaviour) => {
    const order = await accountSale({ behaviour });
    expect(await reverse(order)).toBe('reversed');
    test.time.advance(86_400_000);
    expect(await enquire(order)).toBe('reversed');
    expect(await balanceMinor()).toBe(500_000);
    expect(await test.sandbox.book('alipay')).toMatchObject([
      { state: 'reversed', timesCharged: 0, dueAtMs: undefined },
    ]);
  });

  it('of a paid payment returns exactly what was debited, once', async () => {
    const order = await accountSale();
    const paidAtMs = test.time.nowMs();
    expect(await balanceMinor()).toBe(500_000 - 966);
    test.time.advance(1_000);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await reverse(order)).toBe('reversed');
      test.restart();
    }
    expect(await enquire(order)).toBe('reversed');
    expect(inShort(await test.sandbox.charge(order, PATIENT))).toBe('reversed');
    expect(await balanceMinor()).toBe(500_000);
    expect(await test.sandbox.book('alipay')).toMatchObject([
      { state: 'reversed', timesCharged: 1, endedAtMs: paidAtMs, reversedAtMs: paidAtMs + 1_000 },
    ]);
  });

  it.each([
    ['declined', 'declined-1294', 'declined 1294'],
    ['declined but not finally', 'declined-not-final', 'declined 1205'],
  ] as const)('of a payment that is %s is acknowledged', async (_, behaviour, outcome) => {
    const order = await accountSale({ behaviour });
    expect(await reverse(order)).toBe('reversed');
    expect(await enquire(order)).toBe(outcome);
  });

  it('of a payment that was closed is acknowledged', async () => {
    const order = await accountSale({ behaviour: 'password-unanswered' });
    test.time.advance(180_000);
    expect(await reverse(order)).toBe('reversed');
    expect(await enquire(order)).toBe('declined 1142');
  });

  it('of a number never seen bars it for ever', async () => {
    const order = sale('order-1');
    expect(await reverse(order)).toBe('reversed');
    expect(await enquire(order)).toBe('reversed');
    test.restart();
    expect(inShort(await test.sandbox.charge(order, PATIENT))).toBe('declined 1142');
    expect(inShort(await test.sandbox.charge(order, PATIENT))).toBe('declined 1142');
    expect(await enquire(order)).toBe('reversed');
    expect(await reverse(order)).toBe('reversed');
    expect(await test.sandbox.book('alipay')).toMatchObject([{ state: 'declined', timesCharged: 0 }]);
  });

  it('of a number never seen leaves the code of the phone unspent', async () => {
    const { authCode } = await test.sandbox.issueCode('alipay', 'li-na');
    const barred = sale('order-1', { authCode });
    await reverse(barred);
    expect(inShort(await test.sandbox.charge(barred, PATIENT))).toBe('declined 1142');
    expect(inShort(await test.sandbox.charge({ ...barred, channelOrderId: 'order-2' }, PATIENT))).toBe(
      'paid',
    );
  });

  it('is known only in the family it was made in', async () => {
    const order = sale('order-1');
    await reverse(order);
    expect(inShort(await test.sandbox.query({ ...referenceOf(order), family: 'payme' }, PATIENT))).toBe(
      'not_found',
    );
  });

  it('overtaking its payment keeps it from being charged when it arrives', async () => {
    const order = await accountSale({ behaviour: 'late-success' });
    expect(await enquire(order)).toBe('not_found');
    expect(await reverse(order)).toBe('reversed');
    expect(await enquire(order)).toBe('reversed');
    test.time.advance(20_000);
    expect(await enquire(order)).toBe('reversed');
    expect(await balanceMinor()).toBe(500_000);
    expect(await test.sandbox.book('alipay')).toMatchObject([
      { state: 'declined', respcd: '1142', timesCharged: 0 },
    ]);
  });

  it('after a refund is refused for good', async () => {
    const order = await accountSale();
    await test.sandbox.refund(refundOf(order, 'refund-1'), PATIENT);
    expect(await reverse(order)).toBe('refused 1262');
    expect(await enquire(order)).toBe('paid');
  });

  it('while a refund is under way is refused for good', async () => {
    const order = await accountSale({ refundBehaviour: 'processing-returned' });
    await test.sandbox.refund(refundOf(order, 'refund-1'), PATIENT);
    expect(await reverse(order)).toBe('refused 1262');
  });

  it.each([{ amountMinor: 1_051 }, { currency: 'CNY' }, { family: 'payme' }] as const)(
    'with other facts (%j) decides nothing',
    async (change) => {
      const order = await accountSale();
      expect(movementInShort(await test.sandbox.reverse({ ...referenceOf(order), ...change }, PATIENT))).toBe(
        'unknown',
      );
      expect(await enquire(order)).toBe('paid');
    },
  );

  it('is not sent by a caller that has given up', async () => {
    const answer = await test.sandbox.reverse(referenceOf(sale('order-1')), AbortSignal.abort());
    expect(answer.kind).toBe('not_sent');
    expect(await enquire(sale('order-1'))).toBe('not_found');
  });
});

interface Course {
  /** Answers to four requests, one after another. */
  readonly answers: readonly string[];
  /** Answers to an enquiry after each of them. */
  readonly enquiries: readonly string[];
}

const COURSES: Readonly<Record<ReversalBehaviour, Course>> = {
  done: { answers: ['reversed', 'reversed'], enquiries: ['reversed', 'reversed'] },
  'answer-lost': { answers: ['unknown', 'reversed'], enquiries: ['reversed', 'reversed'] },
  'refused-at-first': {
    answers: ['refused 1297 for now', 'refused 1297 for now', 'reversed', 'reversed'],
    enquiries: ['waiting_for_payer', 'waiting_for_payer', 'reversed', 'reversed'],
  },
  'refused-too-late': { answers: ['refused 1260', 'refused 1260'], enquiries: ['paid', 'paid'] },
  slow: { answers: ['reversed', 'reversed'], enquiries: ['reversed', 'reversed'] },
  'never-arrived': {
    answers: ['unknown', 'unknown', 'unknown'],
    enquiries: ['waiting_for_payer', 'waiting_for_payer', 'waiting_for_payer'],
  },
};

describe.each(REVERSAL_TEST_NUMBERS)(
  'a reversal that is $reversalBehaviour',
  ({ number, amountMinor, reversalBehaviour }) => {
    const { answers, enquiries } = COURSES[reversalBehaviour];

    async function follow(order: ChargeOrder): Promise<void> {
      for (const [index, expected] of answers.entries()) {
        const answer = reverse(order);
        await test.sandbox.waiting();
        test.time.advance(3_000);
        expect(await answer).toBe(expected);
        expect(await enquire(order)).toBe(enquiries[index]);
        test.restart();
      }
      expect(test.time.running).toBe(0);
    }

    it('goes as it should for a test code', async () => {
      const order = sale('order-1', { authCode: `281234567890${number}` });
      expect(inShort(await test.sandbox.charge(order, PATIENT))).toBe('waiting_for_payer');
      await follow(order);
    });

    it('goes as it should for a test code by its amount', async () => {
      const order = sale('order-1', { amountMinor });
      expect(inShort(await test.sandbox.charge(order, PATIENT))).toBe('waiting_for_payer');
      await follow(order);
    });

    it('goes as it should for an account', async () => {
      await follow(await accountSale({ behaviour: 'password-unanswered', reversalBehaviour }));
      expect(await balanceMinor()).toBe(500_000 - (reversalBehaviour === 'refused-too-late' ? 966 : 0));
    });
  },
);

describe('a reversal that misbehaves', () => {
  it('takes its time over a slow answer', async () => {
    const order = await accountSale({ behaviour: 'password-unanswered', reversalBehaviour: 'slow' });
    let settled = false;
    const answer = reverse(order).finally(() => {
      settled = true;
    });
    await test.sandbox.waiting();
    test.time.advance(2_999);
    await test.sandbox.waiting();
    expect(settled).toBe(false);
    expect(await enquire(order)).toBe('reversed');
    test.time.advance(1);
    expect(await answer).toBe('reversed');
  });

  it('undoes a payment that never reaches it only when its request arrives', async () => {
    const order = await accountSale({ behaviour: 'late-success', reversalBehaviour: 'never-arrived' });
    expect(await reverse(order)).toBe('unknown');
    test.time.advance(20_000);
    expect(await enquire(order)).toBe('paid');
    await test.sandbox.changeAccount('li-na', { reversalBehaviour: 'done' });
    expect(await reverse(order)).toBe('reversed');
    expect(await balanceMinor()).toBe(500_000);
  });

  it('too late for an account without money leaves nothing charged', async () => {
    const order = await accountSale({
      behaviour: 'password-unanswered',
      reversalBehaviour: 'refused-too-late',
    });
    await test.sandbox.changeAccount('li-na', { balanceMinor: 965 });
    expect(await reverse(order)).toBe('reversed');
    expect(await enquire(order)).toBe('declined 1201');
  });

  it('too late for a payment that is paid leaves it paid', async () => {
    const order = await accountSale({ reversalBehaviour: 'refused-too-late' });
    expect(await reverse(order)).toBe('refused 1260');
    expect(await balanceMinor()).toBe(500_000 - 966);
  });
});

describe('a wallet that does not keep its word', () => {
  it('charges a declined payment 30 s later, unless it is reversed before', async () => {
    const kept = await accountSale({ behaviour: 'declined-then-charged' }, 'order-1');
    const reversed = await accountSale({}, 'order-2');
    expect(await enquire(kept)).toBe('declined 1205');
    expect(await reverse(reversed)).toBe('reversed');
    test.time.advance(30_000);
    expect(await enquire(kept)).toBe('paid');
    expect(await enquire(reversed)).toBe('declined 1205');
    expect(await balanceMinor()).toBe(500_000 - 966);
    expect(await reverse(kept)).toBe('reversed');
    expect(await balanceMinor()).toBe(500_000);
  });

  it('charges a declined payment only when the account can pay', async () => {
    const order = await accountSale({ behaviour: 'declined-then-charged' });
    await test.sandbox.changeAccount('li-na', { balanceMinor: 965 });
    test.time.advance(30_000);
    expect(await enquire(order)).toBe('declined 1205');
    expect(await balanceMinor()).toBe(965);
  });

  it.each([false, true])(
    'charges a barred number, and gives the money back (refund: %j)',
    async (byRefund) => {
      const order = await accountSale({ behaviour: 'reversal-ignored' });
      expect(await reverse(order)).toBe('reversed');
      test.time.advance(149_999);
      expect(await enquire(order)).toBe('reversed');
      test.time.advance(1);
      expect(await enquire(order)).toBe('paid');
      expect(await balanceMinor()).toBe(500_000 - 966);
      const returned = byRefund
        ? movementInShort(await test.sandbox.refund(refundOf(order, 'refund-1', 1_050), PATIENT))
        : await reverse(order);
      expect(returned).toBe(byRefund ? 'returned' : 'reversed');
      expect(await balanceMinor()).toBe(500_000);
    },
  );

  it('charges a number that was barred before the charge', async () => {
    const order = sale('order-1', { amountMinor: 410_019 });
    await reverse(order);
    expect(inShort(await test.sandbox.charge(order, PATIENT))).toBe('unknown');
    test.time.advance(150_000);
    expect(await enquire(order)).toBe('paid');
  });
});
