import { describe, expect, it } from 'vitest';
import { RESPONSE_CODE_ENTRIES, type ResponseCodeEntry } from '../catalogue.ts';
import { LANGUAGES } from '../language.ts';
import { SIMPLIFIED_ONLY, TRADITIONAL_ONLY } from '../test-scripts.ts';
import { cashierWords } from './cashier-words.ts';
import { CASHIERS } from './test-cashiers.ts';

const CODES = RESPONSE_CODE_ENTRIES.map(({ code }) => code);
const CJK = /\p{Script=Han}/u;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
const WAIT = { en: 'Do not charge again yet', 'zh-Hant': '暫勿再次收款', 'zh-Hans': '暂勿再次收款' };
const NOT_PAID = { en: 'Not paid', 'zh-Hant': '未付款', 'zh-Hans': '未付款' };
const FRESH_CODE = { en: 'fresh code', 'zh-Hant': '新的付款碼', 'zh-Hans': '新的付款码' };
const SUPPORT_CODE = { en: 'this code', 'zh-Hant': '提供此代碼', 'zh-Hans': '提供此代码' };

function codesWhere(condition: (entry: ResponseCodeEntry) => boolean): readonly string[] {
  return RESPONSE_CODE_ENTRIES.filter(condition).map(({ code }) => code);
}

describe.each(LANGUAGES)('the words for cashiers in %s', (language) => {
  const words = CASHIERS[language];

  it('cover every code, and those nobody knows', () => {
    expect(Object.keys(words).sort()).toEqual([...CODES, 'unlisted'].sort());
  });

  it.each([...CODES, 'unlisted'] as const)(
    '%s: are short sentences in the script of the language',
    (code) => {
      const text = words[code];
      if (language === 'en') {
        expect(text).toMatch(PRINTABLE_ASCII);
        expect(text).toMatch(/\.$/);
      } else {
        expect(text).toMatch(CJK);
        expect(text).toMatch(/。$/);
        expect(text).not.toMatch(/[\s,.;!?]/);
        expect(text).not.toMatch(language === 'zh-Hant' ? SIMPLIFIED_ONLY : TRADITIONAL_ONLY);
      }
      expect(text.length).toBeLessThanOrEqual(language === 'en' ? 115 : 55);
    },
  );

  it('forbid another charge exactly where an enquiry must come first', () => {
    expect(codesWhere(({ code }) => words[code].includes(WAIT[language]))).toEqual(
      codesWhere(({ retry }) => retry === 'query'),
    );
    expect(words.unlisted).toContain(WAIT[language]);
  });

  it('say "not paid" only where the refusal of the payment is final', () => {
    const saying = RESPONSE_CODE_ENTRIES.filter(({ code }) => words[code].includes(NOT_PAID[language]));
    expect(saying.length).toBeGreaterThan(10);
    for (const { class: codeClass, retry, code } of saying) {
      expect(['declined', 'risk', 'conflict'], code).toContain(codeClass);
      expect(['new-code', 'never'], code).toContain(retry);
    }
  });

  it('ask for a fresh code exactly where a fresh code may help', () => {
    expect(codesWhere(({ code }) => words[code].includes(FRESH_CODE[language]))).toEqual(
      codesWhere(({ retry }) => retry === 'new-code'),
    );
  });

  it('say the same as the English words', () => {
    for (const mark of [WAIT, NOT_PAID, SUPPORT_CODE]) {
      expect(codesWhere(({ code }) => words[code].includes(mark[language]))).toEqual(
        codesWhere(({ code }) => CASHIERS.en[code].toLowerCase().includes(mark.en.toLowerCase())),
      );
    }
    for (const code of CODES) {
      const sameAs = (other: (typeof CODES)[number]): boolean => CASHIERS.en[other] === CASHIERS.en[code];
      expect(new Set(CODES.filter(sameAs).map((other) => words[other])).size, code).toBe(1);
    }
  });
});

describe('the words for a code as it came', () => {
  it('are those of the code', () => {
    expect(cashierWords(CASHIERS.en, '1143')).toBe(CASHIERS.en['1143']);
  });

  it.each(['', '9999', ' 0000', '0000 ', 'toString', '__proto__', 'unlisted'])(
    'forbid another charge when the code is %j',
    (respcd) => {
      expect(cashierWords(CASHIERS['zh-Hant'], respcd)).toBe(CASHIERS['zh-Hant'].unlisted);
    },
  );
});
