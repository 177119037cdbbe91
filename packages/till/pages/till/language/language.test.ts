import { describe, expect, it } from 'vitest';
import { languageFor } from './language.ts';

describe('the language of a cashier', () => {
  it.each([
    ['en-GB', 'en'],
    ['zh-HK', 'zh-Hant'],
    ['zh-TW', 'zh-Hant'],
    ['zh-CN', 'zh-Hans'],
    ['zh-Hans-SG', 'zh-Hans'],
    ['fr-FR', undefined],
  ])('%s is %s', (wanted, language) => {
    expect(languageFor(wanted)).toBe(language);
  });
});
