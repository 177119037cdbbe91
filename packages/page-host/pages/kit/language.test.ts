import { describe, expect, it } from 'vitest';
import { languageFor } from './language.ts';

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
