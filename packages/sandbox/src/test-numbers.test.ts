import { RESPONSE_CODE_ENTRIES } from '@opencpm/protocol';
import { afterAll, describe, expect, it } from 'vitest';
import { NAMED_BEHAVIOURS, planOf } from './behaviour.ts';
import { outcomeOfTestCode, TEST_NUMBERS } from './test-numbers.ts';
import { inShort, PATIENT, referenceOf, sale, TestSandbox } from './test-sandbox.ts';

function chargeOf(codeDigits: string, amountMinor: number): string {
  return outcomeOfTestCode(codeDigits, amountMinor).behaviour;
}

const PLAIN_CODE = '281234567890000000';

describe('the table of test numbers', () => {
  it('holds every response code and every behaviour once', () => {
    const numbers = TEST_NUMBERS.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers).toEqual([
      ...RESPONSE_CODE_ENTRIES.map(({ code }) => `40${code}`),
      ...NAMED_BEHAVIOURS.map((_, index) => `4100${String(index + 1).padStart(2, '0')}`),
    ]);
    for (const { number, amountMinor, meaning } of TEST_NUMBERS) {
      expect(number).toMatch(/^4[01]\d{4}$/);
      expect(amountMinor).toBe(Number(number));
      expect(meaning).not.toBe('');
    }
  });

  it('keeps the numbers that documents and tests already use', () => {
    const behaviours = Object.fromEntries(TEST_NUMBERS.map(({ number, behaviour }) => [number, behaviour]));
    expect(behaviours).toMatchObject({
      '400000': 'paid',
      '401143': 'password-unanswered',
      '401145': 'processing-paid',
      '401161': 'processing-paid',
      '401298': 'processing-paid',
      '402999': 'processing-paid',
      '401254': 'processing-paid',
      '401100': 'declined-1100',
      '401201': 'declined-1201',
      '401297': 'declined-1297',
      '402006': 'declined-2006',
      '410001': 'paid',
      '410002': 'password-approved',
      '410003': 'password-refused',
      '410004': 'password-unanswered',
      '410005': 'processing-paid',
      '410006': 'processing-declined',
      '410007': 'slow',
      '410008': 'very-slow',
      '410009': 'answer-lost',
      '410010': 'answer-timeout',
      '410011': 'never-arrived',
      '410012': 'late-success',
      '410013': 'wrong-amount',
      '410014': 'wrong-currency',
      '410015': 'busy',
      '410016': 'declined-not-final',
      '410017': 'declined-then-paid',
      '410018': 'declined-then-charged',
      '410019': 'reversal-ignored',
    });
  });

  it('lets the code beat the amount, and leaves everything else paid', () => {
    expect(chargeOf('281234567890401201', 401202)).toBe('declined-1201');
    expect(chargeOf(PLAIN_CODE, 401202)).toBe('declined-1202');
    expect(chargeOf(PLAIN_CODE, 401299)).toBe('paid');
    expect(chargeOf('281234567890410099', 1050)).toBe('paid');
    expect(chargeOf('284012011234567890', 4_012_010)).toBe('paid');
  });
});

describe('a forced outcome', () => {
  const test = new TestSandbox();
  afterAll(() => test.dispose());

  /** What the first answer must be, for outcomes that are not slow to come. */
  function expectedAnswer(number: string): string {
    const code = number.slice(2);
    const { behaviour } = TEST_NUMBERS.find((each) => each.number === number) ?? { behaviour: 'paid' };
    if (behaviour === `declined-${code}`) return `declined ${code}`;
    if (behaviour === 'password-unanswered') return 'waiting_for_payer';
    return behaviour === 'paid' ? 'paid' : 'unknown';
  }

  const forced = TEST_NUMBERS.filter(({ number }) => number.startsWith('40'));

  it.each(forced)('$number by code ending', async ({ number }) => {
    const order = sale(`by-code-${number}`, { authCode: `281234567890${number}` });
    expect(inShort(await test.sandbox.charge(order, PATIENT))).toBe(expectedAnswer(number));
    expect(inShort(await test.sandbox.query(referenceOf(order), PATIENT))).toBe(expectedAnswer(number));
  });

  it.each(forced)('$number by amount', async ({ number, amountMinor, behaviour }) => {
    const order = sale(`by-amount-${number}`, { amountMinor });
    expect(inShort(await test.sandbox.charge(order, PATIENT))).toBe(expectedAnswer(number));
    test.time.advance(5_000);
    const later = await test.sandbox.query(referenceOf(order), PATIENT);
    expect(inShort(later)).toBe(behaviour === 'processing-paid' ? 'paid' : expectedAnswer(number));
  });

  it.each(TEST_NUMBERS)('$number enters the book as $behaviour', async ({ number, behaviour }) => {
    const order = sale(`book-${number}`, { authCode: `281234567890${number}` });
    const stop = new AbortController();
    const answer = test.sandbox.charge(order, stop.signal);
    await test.sandbox.waiting();
    stop.abort();
    await answer;
    const [latest] = await test.sandbox.book('alipay', { limit: 1 });
    const inBook = latest?.channelOrderId === order.channelOrderId ? latest.behaviour : undefined;
    const { start } = planOf(behaviour);
    expect(inBook).toBe(start === 'nothing' || start === 'in_transit' ? undefined : behaviour);
  });
});
