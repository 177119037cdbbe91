import { afterEach, describe, expect, it, vi } from 'vitest';
import { languageFor, localTag } from './language.ts';

describe('the language of a reader', () => {
  it.each([
    ['en', 'en'],
    ['en-GB', 'en'],
    ['zh-HK', 'zh-Hant'],
    ['zh-TW', 'zh-Hant'],
    ['zh-Hant-MO', 'zh-Hant'],
    ['zh-hant', 'zh-Hant'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-Hans-SG', 'zh-Hans'],
    ['fr-FR', undefined],
    ['eng', undefined],
  ])('%s is shown as %s', (wanted, language) => {
    expect(languageFor(wanted)).toBe(language);
  });
});

describe('dates', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    [['en-GB', 'zh-HK'], 'en', 'en-GB'],
    [['en-GB', 'zh-HK'], 'zh-Hant', 'zh-HK'],
    [['zh-HK'], 'en', 'en'],
    [['en-US@posix'], 'en', 'en-US'],
    [['en--US', 'en-GB'], 'en', 'en-GB'],
  ] as const)('of a reader of %j are written in %s as %s', (languages, language, tag) => {
    vi.stubGlobal('navigator', { languages });
    expect(localTag(language)).toBe(tag);
  });
});
