import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountChange } from './account.ts';
import { NAMED_REFUND_BEHAVIOURS, type NamedRefundBehaviour } from './refund-behaviour.ts';
import { REFUND_TEST_NUMBERS } from './test-numbers.ts';
import { movementInShort, PATIENT, referenceOf, refundOf, sale, TestSandbox } from './test-sandbox.ts';
import type { ChargeOrder, RefundOrder } from './wallet-answer.ts';

let test: TestSandbox;
beforeEach(() => {
  test = new TestSandbox();
});
afterEach(() => test.dispose());

async function accountSale(change: AccountChange = {}): Promise<ChargeOrder> {
  await test.sandbox.changeAccount('li-na', change);
  const { authCode } = await test.sandbox.issueCode('alipay', 'li-na');
  const order = sale('order-1', { authCode });
  await test.sandbox.charge(order, PATIENT);
  return order;
}

async function balanceMinor(): Promise<number | undefined> {
  const [alipay] = await test.sandbox.listWallets();
  return alipay?.accounts[0]?.balanceMinor;
}

async function refund(request: RefundOrder): Promise<string> {
  return movementInShort(await test.sandbox.refund(request, PATIENT));
}

async function enquire(request: RefundOrder): Promise<string> {
  return movementInShort(await test.sandbox.queryRefund(request, PATIENT));
}

describe('a refund', () => {
  it('returns money to the account in proportion, and names its facts', async () => {
    const order = await accountSale();
    test.time.advance(5_000);
    const request = refundOf(order, 'refund-1', 105);
    expect(await enquire(request)).toBe('not_found');
    const answer = await test.sandbox.refund(request, PATIENT);
    expect(answer).toEqual({
      kind: 'returned',
      amountMinor: 105,
      currency: 'HKD',
      walletNumber: '2026030110900000000001',
      payerAccount: 'li-na',
      returnedAtMs: test.time.nowMs(),
    });
    expect(await test.sandbox.queryRefund(request, PATIENT)).toEqual(answer);
    expect(await balanceMinor()).toBe(500_000 - 966 + 96);
    expect(await test.sandbox.book('alipay')).toMatchObject([
      {
        state: 'paid',
        timesCharged: 1,
        refundedMinor: 105,
        refundingMinor: 0,
        refunds: [{ channelRefundId: 'refund-1', state: 'returned', amountMinor: 105, creditMinor: 96 }],
      },
    ]);
  });

  it('of a test code names no account', async () => {
    const order = sale('order-1');
    await test.sandbox.charge(order, PATIENT);
    expect(await test.sandbox.refund(refundOf(order, 'refund-1'), PATIENT)).toMatchObject({
      kind: 'returned',
      payerAccount: 'test-code',
    });
    expect(await test.sandbox.book('alipay')).toMatchObject([{ refunds: [{ creditMinor: undefined }] }]);
  });

  it('in parts that make the whole returns exactly what was debited', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), async (parts) => {
        const own = new TestSandbox();
        try {
          const { authCode } = await own.sandbox.issueCode('alipay', 'li-na');
          const order = sale('order-1', { authCode });
          await own.sandbox.charge(order, PATIENT);
          let leftMinor = order.amountMinor;
          for (const [index, part] of [...parts, order.amountMinor].entries()) {
            const wanted = Math.min(part, leftMinor);
            if (wanted === 0) break;
            leftMinor -= wanted;
            await own.sandbox.refund(refundOf(order, `refund-${index}`, wanted), PATIENT);
          }
          const [alipay] = await own.sandbox.listWallets();
          expect(alipay?.accounts[0]?.balanceMinor).toBe(500_000);
        } finally {
          own.dispose();
        }
      }),
      { numRuns: 30 },
    );
  });

  it('with the same number again returns nothing more', async () => {
    const order = await accountSale();
    const request = refundOf(order, 'refund-1', 1_050);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await refund(request)).toBe('returned');
      test.restart();
    }
    expect(await balanceMinor()).toBe(500_000);
  });

  it.each([
    { amountMinor: 201 },
    { currency: 'CNY' },
    { channelOrderId: 'order-2' },
    { family: 'payme' },
  ] as const)('with a known number and other facts (%j) decides nothing', async (change) => {
    const order = await accountSale();
    await refund(refundOf(order, 'refund-1'));
    const changed = { ...refundOf(order, 'refund-1'), ...change };
    expect(await refund(changed)).toBe('unknown');
    expect(await enquire(changed)).toBe('unknown');
    expect(await balanceMinor()).toBe(500_000 - 966 + 184);
  });

  it('never returns more than was paid, counting what is under way', async () => {
    const order = await accountSale({ refundBehaviour: 'processing-refused' });
    expect(await refund(refundOf(order, 'refund-1', 600))).toBe('processing');
    await test.sandbox.changeAccount('li-na', { refundBehaviour: 'returned' });
    expect(await refund(refundOf(order, 'refund-2', 451))).toBe('refused 1272');
    expect(await refund(refundOf(order, 'refund-3', 450))).toBe('returned');
    expect(await refund(refundOf(order, 'refund-4', 1))).toBe('refused 1262');
    test.time.advance(5_000);
    expect(await enquire(refundOf(order, 'refund-1', 600))).toBe('refused 1265');
    expect(await refund(refundOf(order, 'refund-5', 600))).toBe('returned');
    expect(await balanceMinor()).toBe(500_000);
    expect(await refund(refundOf(order, 'refund-2', 451))).toBe('refused 1272');
  });

  it.each([
    ['never seen', undefined, '1268'],
    ['still on its way', 'late-success', '1268'],
    ['waiting', 'password-unanswered', '1261'],
    ['declined', 'declined-1294', '1261'],
  ] as const)('of a payment that is %s is refused', async (_, behaviour, respcd) => {
    const order = behaviour === undefined ? sale('order-1') : await accountSale({ behaviour });
    expect(await refund(refundOf(order, 'refund-1'))).toBe(`refused ${respcd}`);
  });

  it('of a reversed payment is refused', async () => {
    const order = await accountSale();
    await test.sandbox.reverse(referenceOf(order), PATIENT);
    expect(await refund(refundOf(order, 'refund-1'))).toBe('refused 1263');
    expect(await balanceMinor()).toBe(500_000);
  });

  it.each([
    { paymentAmountMinor: 1_049 },
    { currency: 'CNY' },
    { walletNumber: '2026030110000000000009' },
  ] as const)('that describes the payment wrongly (%j) is refused', async (change) => {
    const order = await accountSale();
    expect(await refund({ ...refundOf(order, 'refund-1'), ...change })).toBe('refused 1267');
  });

  it('that knows the wallet number of the payment is done', async () => {
    const order = await accountSale();
    const walletNumber = '2026030110000000000001';
    expect(await refund({ ...refundOf(order, 'refund-1'), walletNumber })).toBe('returned');
  });

  it('goes back to a closed account, too', async () => {
    const order = await accountSale();
    await test.sandbox.changeAccount('li-na', { status: 'closed' });
    expect(await refund(refundOf(order, 'refund-1', 1_050))).toBe('returned');
    expect(await balanceMinor()).toBe(500_000);
  });

  it.each([0, -1, 1.5, Number.NaN])('of the amount %d is not sent', async (amountMinor) => {
    const order = await accountSale();
    expect(await refund(refundOf(order, 'refund-1', amountMinor))).toBe('not_sent');
  });

  it('is not sent by a caller that has given up', async () => {
    const request = refundOf(await accountSale(), 'refund-1');
    expect((await test.sandbox.refund(request, AbortSignal.abort())).kind).toBe('not_sent');
    expect((await test.sandbox.queryRefund(request, AbortSignal.abort())).kind).toBe('not_sent');
    expect(await enquire(request)).toBe('not_found');
  });
});

interface Course {
  /** Answers to requests with the same number, one after another. */
  readonly answers: readonly string[];
  /** Answer to an enquiry after each of them. */
  readonly enquiries: readonly string[];
  /** Answer to an enquiry 5 s after the last one. */
  readonly outcome: string;
}

const COURSES: Readonly<Record<NamedRefundBehaviour, Course>> = {
  returned: { answers: ['returned', 'returned'], enquiries: ['returned', 'returned'], outcome: 'returned' },
  refused: {
    answers: ['refused 1265', 'refused 1265'],
    enquiries: ['refused 1265', 'refused 1265'],
    outcome: 'refused 1265',
  },
  'answer-lost': {
    answers: ['unknown', 'returned'],
    enquiries: ['returned', 'returned'],
    outcome: 'returned',
  },
  'processing-returned': {
    answers: ['processing', 'processing'],
    enquiries: ['processing', 'processing'],
    outcome: 'returned',
  },
  'processing-refused': {
    answers: ['processing', 'processing'],
    enquiries: ['processing', 'processing'],
    outcome: 'refused 1265',
  },
  'lost-at-first': {
    answers: ['unknown', 'unknown', 'returned', 'returned'],
    enquiries: ['not_found', 'not_found', 'returned', 'returned'],
    outcome: 'returned',
  },
  'never-arrived': {
    answers: ['unknown', 'unknown', 'unknown'],
    enquiries: ['not_found', 'not_found', 'not_found'],
    outcome: 'not_found',
  },
  slow: { answers: ['returned', 'returned'], enquiries: ['returned', 'returned'], outcome: 'returned' },
  'unseen-at-first': {
    answers: ['unknown', 'returned', 'returned', 'returned'],
    enquiries: ['not_found', 'not_found', 'not_found', 'returned'],
    outcome: 'returned',
  },
};

describe.each(NAMED_REFUND_BEHAVIOURS)('a refund that is $name', ({ name }) => {
  const { answers, enquiries, outcome } = COURSES[name];

  async function follow(request: RefundOrder): Promise<void> {
    for (const [index, expected] of answers.entries()) {
      const answer = refund(request);
      await test.sandbox.waiting();
      if (name === 'slow') test.time.advance(3_000);
      expect(await answer).toBe(expected);
      expect(await enquire(request)).toBe(enquiries[index]);
      test.restart();
    }
    test.time.advance(5_000);
    expect(await enquire(request)).toBe(outcome);
    test.time.advance(86_400_000);
    expect(await enquire(request)).toBe(outcome);
  }

  it('goes as it should for an account', async () => {
    const order = await accountSale({ refundBehaviour: name });
    await follow(refundOf(order, 'refund-1', 1_050));
    expect(await balanceMinor()).toBe(outcome === 'returned' ? 500_000 : 500_000 - 966);
  });

  it('goes as it should for a test code by its amount', async () => {
    const order = sale('order-1', { amountMinor: 500_000 });
    await test.sandbox.charge(order, PATIENT);
    const { amountMinor } = REFUND_TEST_NUMBERS.find(({ refundBehaviour }) => refundBehaviour === name) ?? {};
    await follow(refundOf(order, 'refund-1', amountMinor));
    const [entry] = await test.sandbox.book('alipay');
    expect(entry?.refundedMinor).toBe(outcome === 'returned' ? amountMinor : 0);
    expect(entry?.refundingMinor).toBe(0);
  });
});

describe('a refund that misbehaves', () => {
  it('is refused with any code that is a refusal', async () => {
    const order = await accountSale({ refundBehaviour: 'refused-1269' });
    expect(await refund(refundOf(order, 'refund-1'))).toBe('refused 1269');
    expect(await enquire(refundOf(order, 'refund-1'))).toBe('refused 1269');
  });

  it('takes its time over a slow answer', async () => {
    const order = await accountSale({ refundBehaviour: 'slow' });
    let settled = false;
    const answer = refund(refundOf(order, 'refund-1')).finally(() => {
      settled = true;
    });
    await test.sandbox.waiting();
    test.time.advance(2_999);
    await test.sandbox.waiting();
    expect(settled).toBe(false);
    test.time.advance(1);
    expect(await answer).toBe('returned');
  });

  it.each([
    [4_000, 'paid'],
    [6_000, 'declined'],
  ])('settles in turn with payments: asked %i ms before one is due, that is %s', async (aheadMs, outcome) => {
    const order = await accountSale({ refundBehaviour: 'processing-returned' });
    const { authCode } = await test.sandbox.issueCode('alipay', 'li-na');
    const waiting = sale('order-2', { authCode });
    const request = refundOf(order, 'refund-1', 1_050);
    const pay = async (): Promise<void> => {
      await test.sandbox.changeAccount('li-na', { behaviour: 'password-approved' });
      await test.sandbox.charge(waiting, PATIENT);
      await test.sandbox.changeAccount('li-na', { balanceMinor: 0 });
    };
    // Both take 5 s. The payment needs the money that the refund brings back.
    if (outcome === 'paid') {
      await test.sandbox.refund(request, PATIENT);
      test.time.advance(aheadMs);
      await pay();
    } else {
      await pay();
      test.time.advance(aheadMs - 5_000);
      await test.sandbox.refund(request, PATIENT);
    }
    test.time.advance(86_400_000);
    expect((await test.sandbox.query(referenceOf(waiting), PATIENT)).kind).toBe(outcome);
    expect(await enquire(request)).toBe('returned');
  });

  it('is returned at the instant it was due, whenever that is noticed', async () => {
    const order = await accountSale({ refundBehaviour: 'processing-returned' });
    const request = refundOf(order, 'refund-1');
    const askedAtMs = test.time.nowMs();
    await test.sandbox.refund(request, PATIENT);
    test.restart();
    test.time.advance(7 * 86_400_000);
    expect(await test.sandbox.queryRefund(request, PATIENT)).toMatchObject({
      kind: 'returned',
      returnedAtMs: askedAtMs + 5_000,
    });
  });
});
