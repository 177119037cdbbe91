import { describe, expect, it } from 'vitest';
import { RESPONSE_CODE_ENTRIES } from './catalogue.ts';
import { catalogueWords, explainResponseCode } from './explain-response-code.ts';
import { LANGUAGES } from './language.ts';
import { SIMPLIFIED_ONLY, TRADITIONAL_ONLY } from './test-scripts.ts';

const CODES = RESPONSE_CODE_ENTRIES.map(({ code }) => code);
const CJK = /\p{Script=Han}/u;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
/** Names of the wire, other codes, times and dates: what every language has to keep. */
const FACTS =
  /[A-Za-z]+(?:_[a-z]+)+|X-QF-[A-Z]+|Retry-After|\d{4,6}|\d\d:\d\d|\b429\b|\b48\b|\b(?:txamt|syssn|mchid|respmsg|udid|respcd)\b/g;

function facts(text: string): readonly string[] {
  return [...new Set(text.match(FACTS))].sort();
}

describe.each(LANGUAGES)('the catalogue in %s', (language) => {
  it.each(CODES)('%s is explained in the script of the language', (code) => {
    const { meaning, action, note = '' } = explainResponseCode(code, language);
    for (const text of [meaning, action, note].filter((each) => each !== '')) {
      if (language === 'en') {
        expect(text).toMatch(PRINTABLE_ASCII);
      } else {
        expect(text).toMatch(CJK);
        expect(text).not.toMatch(language === 'zh-Hant' ? SIMPLIFIED_ONLY : TRADITIONAL_ONLY);
      }
    }
    for (const text of [action, note]) expect(text).toMatch(/^$|[.。]$/);
    expect(meaning).not.toMatch(/[.。]$/);
    expect(action.length).toBeGreaterThan(language === 'en' ? 20 : 6);
  });

  it.each(CODES)('%s keeps the facts of the English advice', (code) => {
    const english = explainResponseCode(code, 'en');
    const { action, note } = explainResponseCode(code, language);
    expect(facts(action)).toEqual(facts(english.action));
    expect(facts(note ?? '')).toEqual(facts(english.note ?? ''));
    expect(note === undefined).toBe(english.note === undefined);
  });

  it('has a heading for everything', () => {
    const { headings, classes, retries } = catalogueWords(language);
    const texts = [
      ...Object.values(headings),
      ...Object.values(classes).flatMap(({ title, about }) => [title, about]),
      ...Object.values(retries),
    ];
    for (const text of texts) expect(text).toMatch(language === 'en' ? PRINTABLE_ASCII : CJK);
  });
});

describe('an explanation', () => {
  it('gives the meanings that go over the wire in English and in simplified Chinese', () => {
    expect(explainResponseCode('1143', 'en').meaning).toBe('Waiting for the customer to confirm the payment');
    expect(explainResponseCode('1143', 'zh-Hans').meaning).toBe('等待顾客确认付款');
    expect(explainResponseCode('1143', 'zh-Hant').meaning).toBe('等待顧客確認付款');
  });
});
