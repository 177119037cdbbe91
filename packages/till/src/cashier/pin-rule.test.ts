import { describe, expect, it } from 'vitest';
import { pinProblem } from './pin-rule.ts';

describe('a new PIN', () => {
  it.each(['271828', '918273', '604207', '000001', '135792', '122333', '999999999998'])(
    'may be %s',
    (pin) => {
      expect(pinProblem(pin)).toBeUndefined();
    },
  );

  it.each(['', '12345', '1234567890123', '12 456', '１２３４５６', 'abcdef', '27182８'])(
    'has too few digits, too many, or others: "%s"',
    (pin) => {
      expect(pinProblem(pin)).toBe('give 6 to 12 digits');
    },
  );

  it.each(['000000', '123456', '987654', '890123', '121212', '123123', '77777777', '0123456789'])(
    'is not what everybody tries first: %s',
    (pin) => {
      expect(pinProblem(pin)).toBe('choose digits that are harder to guess');
    },
  );
});
