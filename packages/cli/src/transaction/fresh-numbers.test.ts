import { randomBytes } from 'node:crypto';
import { classify, PAY_TYPES } from '@opencpm/protocol';
import { outcomeOfTestCode } from '@opencpm/sandbox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TEST_NOW_MS } from '../test-support/run-command.ts';
import { freshOrderNumber } from './fresh-order-number.ts';
import { freshTestCode } from './fresh-test-code.ts';

const FAMILIES = {
  '800008': 'alipay',
  '800108': 'alipay',
  '800208': 'wechatpay',
  '801008': 'wechatpay_hk',
  '800708': 'unionpay',
} as const;

describe('freshTestCode', () => {
  it.each(Object.entries(FAMILIES))('makes a code for %s that is recognised as %s', (payType, family) => {
    const found = classify(freshTestCode(payType as keyof typeof FAMILIES, randomBytes));
    expect(found).toMatchObject({ kind: 'recognised', family });
  });

  it('makes PayMe codes of the form the sandbox gives them', () => {
    expect(freshTestCode('805808', randomBytes)).toMatch(/^80\d{16}$/);
  });

  it('never hits a test number, whatever the random bytes are', () => {
    const payType = fc.constantFrom(...PAY_TYPES);
    fc.assert(
      fc.property(payType, fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (type, stream) => {
        // Sevens close the stream, because a source that only ever gave test numbers would never end.
        let drawn = 0;
        const code = freshTestCode(type, () => {
          drawn += 1;
          return Uint8Array.of(drawn > 500 ? 7 : Number(stream.next().value));
        });
        expect(outcomeOfTestCode(code, 1)).toEqual({ behaviour: 'paid', reversalBehaviour: 'done' });
      }),
    );
  });

  it('draws again when the digits are a test number', () => {
    const digits = Array.from('00000000004012050000000000123456', Number);
    expect(freshTestCode('800108', () => Uint8Array.of(digits.shift() ?? 255))).toBe('280000000000123456');
  });
});

describe('freshOrderNumber', () => {
  it('holds the time in UTC+8 and four random bytes', () => {
    expect(freshOrderNumber(TEST_NOW_MS, () => Uint8Array.of(0, 1, 254, 255))).toBe(
      'cli202603051800000001feff',
    );
  });
});
