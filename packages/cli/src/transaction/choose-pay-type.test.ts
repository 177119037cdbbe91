import { describe, expect, it } from 'vitest';
import { CommandFailure } from '../command-failure.ts';
import { choosePayType } from './choose-pay-type.ts';

describe('choosePayType', () => {
  it.each([
    ['280244567856723026', '800008'],
    ['134567890123456789', '800008'],
    ['154567890123456789', '800008'],
    ['6236098835899996543', '800008'],
    ['hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkHw==', '800008'],
    ['801234567890123456', '805808'],
  ])('takes %s under %s', (code, payType) => {
    expect(choosePayType(code)).toBe(payType);
  });

  it.each(['', '4006381333931', 'https://qr.alipay.com/bax00001', '00020101021226', '880101698207133392'])(
    'refuses "%s" without repeating it',
    (code) => {
      const choose = (): unknown => choosePayType(code);
      expect(choose).toThrow(CommandFailure);
      try {
        choose();
      } catch (error) {
        if (code !== '') expect(String(error)).not.toContain(code);
      }
    },
  );
});
