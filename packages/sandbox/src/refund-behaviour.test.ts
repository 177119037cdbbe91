import { describe, expect, it } from 'vitest';
import {
  isRefundBehaviour,
  NAMED_REFUND_BEHAVIOURS,
  type RefundBehaviour,
  refundPlanOf,
} from './refund-behaviour.ts';
import { isReversalBehaviour, REVERSAL_BEHAVIOURS, reversalPlanOf } from './reversal-behaviour.ts';
import {
  outcomeOfTestCode,
  REFUND_TEST_NUMBERS,
  refundBehaviourOfAmount,
  REVERSAL_TEST_NUMBERS,
  TEST_NUMBERS,
} from './test-numbers.ts';

describe('behaviours of refunds', () => {
  it.each(NAMED_REFUND_BEHAVIOURS)('$name has a plan the book can follow', ({ name, meaning }) => {
    const { start, later, respcd } = refundPlanOf(name);
    expect(later !== undefined).toBe(start === 'processing');
    if (start === 'refused' || later?.event === 'refuse') expect(respcd).toBeDefined();
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(isRefundBehaviour(name)).toBe(true);
  });

  it('include a refusal with any code that is a refusal', () => {
    expect(isRefundBehaviour('refused-1269')).toBe(true);
    expect(refundPlanOf('refused-1269')).toEqual({ start: 'refused', respcd: '1269', answer: 'at_once' });
  });

  it.each(['refused-0000', 'refused-1145', 'refused-', 'declined-1269', 'done', '', 'toString'])(
    'do not include %j',
    (text) => {
      expect(isRefundBehaviour(text)).toBe(false);
      expect(() => refundPlanOf(text as RefundBehaviour)).toThrow('is no behaviour of refunds');
    },
  );
});

describe('behaviours of reversals', () => {
  it.each(REVERSAL_BEHAVIOURS)('$name says what it means', ({ name, meaning }) => {
    expect(reversalPlanOf(name).meaning).toBe(meaning);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(isReversalBehaviour(name)).toBe(true);
  });

  it.each(['returned', 'refused-1260', '', 'toString'])('do not include %j', (text) => {
    expect(isReversalBehaviour(text)).toBe(false);
  });
});

describe('their test numbers', () => {
  it('keep their places, and meet no other test number', () => {
    expect(REVERSAL_TEST_NUMBERS.map(({ number, reversalBehaviour }) => [number, reversalBehaviour])).toEqual(
      [
        ['430001', 'done'],
        ['430002', 'answer-lost'],
        ['430003', 'refused-at-first'],
        ['430004', 'refused-too-late'],
        ['430005', 'slow'],
        ['430006', 'never-arrived'],
      ],
    );
    expect(
      REFUND_TEST_NUMBERS.map(({ amountMinor, refundBehaviour }) => [amountMinor, refundBehaviour]),
    ).toEqual([
      [420_001, 'returned'],
      [420_002, 'refused'],
      [420_003, 'answer-lost'],
      [420_004, 'processing-returned'],
      [420_005, 'processing-refused'],
      [420_006, 'lost-at-first'],
      [420_007, 'never-arrived'],
      [420_008, 'slow'],
      [420_009, 'unseen-at-first'],
    ]);
    const amounts = [TEST_NUMBERS, REVERSAL_TEST_NUMBERS, REFUND_TEST_NUMBERS].flatMap((numbers) =>
      numbers.map(({ amountMinor }) => amountMinor),
    );
    expect(new Set(amounts).size).toBe(amounts.length);
  });

  it('choose the reversal of a code that waits for its payer, and the refund by its own amount', () => {
    expect(outcomeOfTestCode('281234567890430003', 410_001)).toEqual({
      behaviour: 'password-unanswered',
      reversalBehaviour: 'refused-at-first',
    });
    expect(refundBehaviourOfAmount(420_002)).toBe('refused');
    expect(refundBehaviourOfAmount(420_999)).toBe('returned');
  });

  it('refuse a refund by 42 and a response code that is a refusal', () => {
    expect(refundBehaviourOfAmount(421_269)).toBe('refused-1269');
    expect(refundBehaviourOfAmount(422_004)).toBe('refused-2004');
    for (const amountMinor of [421_145, 420_000, 421_999, 4_212_690, 21_269]) {
      expect(refundBehaviourOfAmount(amountMinor)).toBe('returned');
    }
  });
});
