import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NAMED_BEHAVIOURS, type NamedBehaviour } from './behaviour.ts';
import { TEST_NUMBERS } from './test-numbers.ts';
import { inShort, PATIENT, referenceOf, sale, TestSandbox } from './test-sandbox.ts';
import type { ChargeOrder } from './wallet-answer.ts';

interface Course {
  /** Answer to the charge; undefined for one that never comes. */
  readonly answer: string | undefined;
  /** How long the answer takes, in milliseconds. */
  readonly answerAfterMs?: number;
  /** Answer to an enquiry right after the charge. */
  readonly enquiry: string;
  /** When and how an enquiry changes by itself. */
  readonly later?: { readonly afterMs: number; readonly enquiry: string };
}

const COURSES: Readonly<Record<NamedBehaviour, Course>> = {
  paid: { answer: 'paid', enquiry: 'paid' },
  'password-approved': {
    answer: 'waiting_for_payer',
    enquiry: 'waiting_for_payer',
    later: { afterMs: 5_000, enquiry: 'paid' },
  },
  'password-refused': {
    answer: 'waiting_for_payer',
    enquiry: 'waiting_for_payer',
    later: { afterMs: 5_000, enquiry: 'declined 1205' },
  },
  'password-unanswered': {
    answer: 'waiting_for_payer',
    enquiry: 'waiting_for_payer',
    later: { afterMs: 180_000, enquiry: 'declined 1142' },
  },
  'processing-paid': {
    answer: 'unknown',
    enquiry: 'unknown',
    later: { afterMs: 5_000, enquiry: 'paid' },
  },
  'processing-declined': {
    answer: 'unknown',
    enquiry: 'unknown',
    later: { afterMs: 5_000, enquiry: 'declined 1205' },
  },
  slow: { answer: 'paid', answerAfterMs: 3_000, enquiry: 'paid' },
  'very-slow': { answer: 'paid', answerAfterMs: 10_000, enquiry: 'paid' },
  'answer-lost': { answer: 'unknown', enquiry: 'paid' },
  'answer-timeout': { answer: undefined, enquiry: 'paid' },
  'never-arrived': { answer: 'unknown', enquiry: 'not_found' },
  'late-success': {
    answer: 'unknown',
    enquiry: 'not_found',
    later: { afterMs: 20_000, enquiry: 'paid' },
  },
  'wrong-amount': { answer: 'paid', enquiry: 'paid' },
  'wrong-currency': { answer: 'paid', enquiry: 'paid' },
  busy: { answer: 'declined 1297', enquiry: 'not_found' },
  'declined-not-final': { answer: 'declined 1205 for now', enquiry: 'declined 1205' },
  'declined-then-paid': {
    answer: 'declined 1205 for now',
    enquiry: 'unknown',
    later: { afterMs: 5_000, enquiry: 'paid' },
  },
  'declined-then-charged': {
    answer: 'declined 1205',
    enquiry: 'declined 1205',
    later: { afterMs: 30_000, enquiry: 'paid' },
  },
  'reversal-ignored': {
    answer: 'unknown',
    enquiry: 'not_found',
    later: { afterMs: 150_000, enquiry: 'paid' },
  },
  'connection-reset': { answer: 'unknown', enquiry: 'paid' },
  'answer-cut': { answer: 'unknown', enquiry: 'paid' },
  'answer-empty': { answer: 'unknown', enquiry: 'paid' },
  'answer-garbage': { answer: 'unknown', enquiry: 'paid' },
  'server-error': { answer: 'unknown', enquiry: 'paid' },
  'server-error-early': { answer: 'unknown', enquiry: 'not_found' },
  redirect: { answer: 'unknown', enquiry: 'paid' },
  'answer-too-long': { answer: 'unknown', enquiry: 'paid' },
  'answer-trickles': { answer: 'unknown', enquiry: 'paid' },
  unsigned: { answer: 'unknown', enquiry: 'paid' },
  'wrong-signature': { answer: 'unknown', enquiry: 'paid' },
  'other-order': { answer: 'unknown', enquiry: 'paid' },
  'unknown-code': { answer: 'unknown', enquiry: 'paid' },
};

const NAMES = NAMED_BEHAVIOURS.map(({ name }) => name);
const CASES = NAMES.flatMap((name) =>
  (['test code', 'issued code'] as const).flatMap((code) =>
    ([false, true] as const).map((restarts) => ({ name, code, restarts })),
  ),
);

let test: TestSandbox;
beforeEach(() => {
  test = new TestSandbox();
});
afterEach(() => test.dispose());

async function saleWith(name: NamedBehaviour, code: 'test code' | 'issued code'): Promise<ChargeOrder> {
  if (code === 'test code') {
    const { number } =
      TEST_NUMBERS.find(({ behaviour, number: text }) => behaviour === name && text.startsWith('41')) ?? {};
    return sale('order-1', { authCode: `101234567890${number}`, family: 'wechatpay' });
  }
  await test.sandbox.changeAccount('zhang-min', { behaviour: name });
  const { authCode } = await test.sandbox.issueCode('wechatpay', 'zhang-min');
  return sale('order-1', { authCode, family: 'wechatpay' });
}

async function enquire(order: ChargeOrder): Promise<string> {
  return inShort(await test.sandbox.query(referenceOf(order), PATIENT));
}

async function balanceMinor(): Promise<number | undefined> {
  const wallets = await test.sandbox.listWallets();
  return wallets.flatMap(({ accounts }) => accounts).find(({ id }) => id === 'zhang-min')?.balanceMinor;
}

describe.each(CASES)('$name with a $code, restart: $restarts', ({ name, code, restarts }) => {
  const course = COURSES[name];

  it('answers the charge as it should', async () => {
    const order = await saleWith(name, code);
    const stop = new AbortController();
    let settled = false;
    const answer = test.sandbox.charge(order, stop.signal).finally(() => {
      settled = true;
    });
    await test.sandbox.waiting();
    if (course.answerAfterMs !== undefined) {
      test.time.advance(course.answerAfterMs - 1);
      await test.sandbox.waiting();
      expect(settled).toBe(false);
      test.time.advance(1);
    } else if (course.answer === undefined) {
      test.time.advance(3_600_000);
      await test.sandbox.waiting();
      expect(settled).toBe(false);
      stop.abort();
    }
    expect(inShort(await answer)).toBe(course.answer ?? 'unknown');
    expect(test.time.running).toBe(0);
  });

  it('answers enquiries as it should, and charges once at most', async () => {
    const order = await saleWith(name, code);
    const stop = new AbortController();
    const answer = test.sandbox.charge(order, stop.signal);
    await test.sandbox.waiting();
    stop.abort();
    await answer;
    if (restarts) test.restart();
    expect(await enquire(order)).toBe(course.enquiry);
    if (course.later !== undefined) {
      test.time.advance(course.later.afterMs - 1);
      if (restarts) test.restart();
      expect(await enquire(order)).toBe(course.enquiry);
      test.time.advance(1);
      if (restarts) test.restart();
    }
    const outcome = course.later?.enquiry ?? course.enquiry;
    expect(await enquire(order)).toBe(outcome);
    test.time.advance(86_400_000);
    if (restarts) test.restart();
    expect(await enquire(order)).toBe(outcome);

    const [entry, ...others] = await test.sandbox.book('wechatpay');
    expect(others).toEqual([]);
    expect(entry?.timesCharged ?? 0).toBe(outcome === 'paid' ? 1 : 0);
    const debitMinor = code === 'issued code' && outcome === 'paid' ? 966 : 0;
    expect(await balanceMinor()).toBe(500_000 - debitMinor);
  });

  it('answers the same number again without charging again', async () => {
    const order = await saleWith(name, code);
    for (let attempt = 0; attempt < 3; attempt++) {
      const stop = new AbortController();
      const answer = test.sandbox.charge(order, stop.signal);
      await test.sandbox.waiting();
      stop.abort();
      await answer;
      if (restarts) test.restart();
      test.time.advance(course.later?.afterMs ?? 1_000);
    }
    const entries = await test.sandbox.book('wechatpay');
    const isSeen = !['busy', 'never-arrived', 'server-error-early'].includes(name);
    expect(entries.length).toBe(isSeen ? 1 : 0);
    const paid = (course.later?.enquiry ?? course.enquiry) === 'paid';
    expect(entries[0]?.timesCharged ?? 0).toBe(paid ? 1 : 0);
    if (paid) expect(inShort(await test.sandbox.charge(order, PATIENT))).toBe('paid');
  });
});

describe('a payment decided later', () => {
  it.each([
    ['password-approved', 5_000],
    ['processing-paid', 5_000],
    ['late-success', 20_000],
  ] as const)('is paid at the instant it was due, whenever that is noticed (%s)', async (name, afterMs) => {
    const order = await saleWith(name, 'issued code');
    const chargedAtMs = test.time.nowMs();
    await test.sandbox.charge(order, PATIENT);
    test.restart();
    test.time.advance(7 * 86_400_000);
    expect(await test.sandbox.query(referenceOf(order), PATIENT)).toMatchObject({
      kind: 'paid',
      paidAtMs: chargedAtMs + afterMs,
    });
  });

  it('is declined when the money is gone by then', async () => {
    const order = await saleWith('late-success', 'issued code');
    await test.sandbox.charge(order, PATIENT);
    await test.sandbox.changeAccount('zhang-min', { balanceMinor: 965 });
    test.time.advance(20_000);
    expect(await enquire(order)).toBe('declined 1201');
    expect(await balanceMinor()).toBe(965);
  });

  it('is settled in the order of due times, before anything newer', async () => {
    await test.sandbox.changeAccount('zhang-min', { balanceMinor: 1_500, behaviour: 'late-success' });
    const codes = await Promise.all([1, 2, 3].map(() => test.sandbox.issueCode('wechatpay', 'zhang-min')));
    const [first, second, third] = codes.map(({ authCode }, index) =>
      sale(`order-${index}`, { authCode, family: 'wechatpay' }),
    );
    if (first === undefined || second === undefined || third === undefined) throw new Error('no codes');
    await test.sandbox.charge(first, PATIENT);
    await test.sandbox.changeAccount('zhang-min', { behaviour: 'processing-paid' });
    await test.sandbox.charge(second, PATIENT);
    await test.sandbox.changeAccount('zhang-min', { behaviour: 'normal' });
    test.time.advance(30_000);
    // 1,500 pay one of three debits of 966: the one that was due first, after 5 s.
    expect(inShort(await test.sandbox.charge(third, PATIENT))).toBe('declined 1201');
    expect(await enquire(first)).toBe('declined 1201');
    expect(await enquire(second)).toBe('paid');
    expect(await balanceMinor()).toBe(1_500 - 966);
  });
});

describe('a wallet that reports something else than was asked', () => {
  it('adds one minor unit', async () => {
    const order = await saleWith('wrong-amount', 'test code');
    const expected = { kind: 'paid', amountMinor: order.amountMinor + 1, currency: 'HKD' };
    expect(await test.sandbox.charge(order, PATIENT)).toMatchObject(expected);
    expect(await test.sandbox.query(referenceOf(order), PATIENT)).toMatchObject(expected);
  });

  it.each([
    ['HKD', 'CNY'],
    ['CNY', 'HKD'],
    ['JPY', 'CNY'],
  ] as const)('names another currency than %s', async (currency, reported) => {
    const order = { ...(await saleWith('wrong-currency', 'test code')), currency };
    const expected = { kind: 'paid', amountMinor: order.amountMinor, currency: reported };
    expect(await test.sandbox.charge(order, PATIENT)).toMatchObject(expected);
    expect(await test.sandbox.query(referenceOf(order), PATIENT)).toMatchObject(expected);
  });
});
