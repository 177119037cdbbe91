import { describe, expect, it } from 'vitest';
import { matchesRule } from './rule-match.ts';
import {
  checkRules,
  enableRule,
  PAYMENT_CODE_RULES,
  type PaymentCodeRule,
  WECHATPAY_HK_16_RULE,
} from './rules.ts';

const PAYME: PaymentCodeRule = {
  name: 'payme-aggregator',
  family: 'payme',
  payType: '805808',
  prefixes: ['PAYME-TEST-'],
  minLength: 29,
  maxLength: 29,
  characters: 'digits',
  enabled: true,
  source: 'aggregator',
  reviewedOn: '2026-01-31',
};

const plus = (changes: Partial<PaymentCodeRule>): readonly PaymentCodeRule[] => [
  ...PAYMENT_CODE_RULES,
  { ...PAYME, ...changes },
];

describe('the documented rules', () => {
  it('accept no code twice among all prefixes of two digits and all lengths', () => {
    const enabled = PAYMENT_CODE_RULES.filter((rule) => rule.enabled);
    const shapes = new Map<string, string[]>();
    for (let prefix = 0; prefix < 100; prefix++) {
      for (let length = 2; length <= 32; length++) {
        const code = prefix.toString().padStart(2, '0').padEnd(length, '7');
        const names = enabled.filter((rule) => matchesRule(rule, code)).map((rule) => rule.name);
        expect(names.length).toBeLessThanOrEqual(1);
        for (const name of names)
          shapes.set(name, [...(shapes.get(name) ?? []), `${code.slice(0, 2)}/${length}`]);
      }
    }
    expect(shapes.get('unionpay-62')).toEqual(['62/19', '62/20']);
    expect(shapes.get('wechatpay-hk-15')).toEqual(['15/18']);
    expect(shapes.get('wechatpay-10-14')).toEqual(['10/18', '11/18', '12/18', '13/18', '14/18']);
    expect(shapes.get('alipay-25-30')).toHaveLength(6 * 9);
    expect([...shapes.keys()]).toHaveLength(4);
  });

  it('keep prefix 16 switched off, for 801008 only', () => {
    const rule = PAYMENT_CODE_RULES.find(({ name }) => name === WECHATPAY_HK_16_RULE);
    expect(rule).toMatchObject({ enabled: false, payType: '801008', explicitPayTypeOnly: true });
    expect(rule && matchesRule(rule, '164567890123456789')).toBe(true);
  });

  it('have no rule for PayMe, which publishes no format', () => {
    expect(PAYMENT_CODE_RULES.some(({ family }) => family === 'payme')).toBe(false);
  });

  it('cannot be changed after the check', () => {
    expect(Object.isFrozen(PAYMENT_CODE_RULES)).toBe(true);
  });
});

describe('enableRule', () => {
  it('switches one rule on and leaves the others and the original list alone', () => {
    const rules = enableRule(WECHATPAY_HK_16_RULE);
    expect(rules.filter(({ enabled }) => enabled)).toHaveLength(5);
    expect(PAYMENT_CODE_RULES.filter(({ enabled }) => enabled)).toHaveLength(4);
  });

  it('names the known rules when there is none of that name', () => {
    expect(() => enableRule('wechat')).toThrow(
      'No payment code rule is called "wechat"; known are unionpay-62, wechatpay-hk-15, wechatpay-10-14, alipay-25-30, wechatpay-hk-16.',
    );
  });

  it('refuses a rule that would shadow another once it is on', () => {
    const rules = checkRules(plus({ prefixes: ['13'], minLength: 18, maxLength: 18, enabled: false }));
    expect(() => enableRule(PAYME.name, rules)).toThrow('"wechatpay-10-14" and "payme-aggregator"');
  });
});

describe('checkRules', () => {
  it('accepts a further rule that shares no code', () => {
    expect(checkRules(plus({}))).toHaveLength(PAYMENT_CODE_RULES.length + 1);
    expect(checkRules([])).toEqual([]);
  });

  it.each([
    [
      'the same prefix and length',
      { prefixes: ['13'], minLength: 18, maxLength: 18 },
      'wechatpay-10-14',
      '130000000000000000',
    ],
    [
      'a shorter prefix',
      { prefixes: ['8', '6'], minLength: 10, maxLength: 30 },
      'unionpay-62',
      '6200000000000000000',
    ],
    [
      'a longer prefix',
      { prefixes: ['289'], minLength: 19, maxLength: 19 },
      'alipay-25-30',
      '2890000000000000000',
    ],
    [
      'letters beside digits',
      { prefixes: ['1'], minLength: 18, maxLength: 18, characters: 'alphanumeric' },
      'wechatpay-hk-15',
      '150000000000000000',
    ],
    [
      'the end of a range of lengths',
      { prefixes: ['30'], minLength: 24, maxLength: 30 },
      'alipay-25-30',
      '300000000000000000000000',
    ],
  ] as const)('catches a planted rule with %s', (_what, changes, earlier, code) => {
    expect(() => checkRules(plus(changes))).toThrow(
      `Payment code rules "${earlier}" and "payme-aggregator" both accept codes such as ${code}; ` +
        'narrow the prefixes or lengths of one, or disable it.',
    );
  });

  it.each([
    ['another length', { prefixes: ['13'], minLength: 16, maxLength: 17 }],
    ['another prefix', { prefixes: ['16', '17', '20', '24', '31'], minLength: 18, maxLength: 18 }],
    [
      'a prefix that goes on with letters where digits are due',
      { prefixes: ['13X'], minLength: 18, maxLength: 18 },
    ],
    ['being disabled', { prefixes: ['13'], minLength: 18, maxLength: 18, enabled: false }],
    ['lengths before the start of a reserved text', { prefixes: ['0'], minLength: 5, maxLength: 5 }],
    ['digits where a reserved text has letters', { prefixes: ['h'], minLength: 10, maxLength: 10 }],
    ['a colon that begins no address', { prefixes: ['PAYME:'], minLength: 10, maxLength: 10 }],
  ] as const)('accepts a rule kept apart by %s', (_what, changes) => {
    expect(checkRules(plus(changes))).toHaveLength(PAYMENT_CODE_RULES.length + 1);
  });

  it('refuses two rules of one name', () => {
    expect(() => checkRules([...plus({}), PAYME])).toThrow(
      'Two payment code rules are called "payme-aggregator"; rename one.',
    );
  });

  it.each([
    [{ prefixes: [] }, 'prefixes: give at least one'],
    [{ prefixes: ['8', ''] }, 'prefixes: give at least one'],
    [{ prefixes: ['8 '] }, 'prefixes: give at least one'],
    [{ prefixes: ['８'] }, 'prefixes: give at least one'],
    [{ minLength: 10 }, 'minLength: give a whole number of characters, at least 11 (its longest prefix)'],
    [{ minLength: 28.5 }, 'minLength: give a whole number'],
    [{ maxLength: 28 }, 'maxLength: give a whole number of characters from minLength to 512'],
    [{ maxLength: 513 }, 'maxLength: give a whole number'],
    [{ maxLength: Number.NaN }, 'maxLength: give a whole number'],
    [{ reviewedOn: '2026-13-01' }, 'reviewedOn: give a day as YYYY-MM-DD'],
    [{ reviewedOn: '31.1.2026' }, 'reviewedOn: give a day as YYYY-MM-DD'],
    [{ prefixes: ['hQVDUFYx'] }, 'codes beginning with hQVDUFY are EMV codes'],
    [{ prefixes: ['hqvdufy'] }, 'codes beginning with hQVDUFY are EMV codes'],
    [{ prefixes: ['HQ'], characters: 'alphanumeric' }, 'codes beginning with hQVDUFY are EMV codes'],
    [{ prefixes: ['0002'] }, "are payees' QR codes"],
    [{ prefixes: ['000201-'] }, "are payees' QR codes"],
    [{ prefixes: ['https://pay.example/'] }, "are payees' QR codes"],
  ] as const)('refuses %j even when disabled', (changes, message) => {
    expect(() => checkRules(plus({ ...changes, enabled: false }))).toThrow(
      `Payment code rule "payme-aggregator": `,
    );
    expect(() => checkRules(plus(changes))).toThrow(message);
  });
});
