import { type Language, speechOf } from '@opencpm/page-host/kit';
import type { Words } from '../../../src/page-api/index.ts';
import { settings } from '../shell/settings.ts';
import type { Phrases } from './phrases.ts';

/** What the page is written in, and how that is changed. */
export const { spoken, speak, speakFirst, say } = speechOf<Phrases>(settings, {
  en: async () => (await import('./en.ts')).phrases,
  'zh-Hant': async () => (await import('./zh-hant.ts')).phrases,
  'zh-Hans': async () => (await import('./zh-hans.ts')).phrases,
});

/** The language spoken now. */
export function language(): Language {
  return spoken.value?.language ?? 'en';
}

const KEYS = { en: 'en', 'zh-Hant': 'zhHant', 'zh-Hans': 'zhHans' } as const;

/** What the server says, in the language spoken now. */
export function inLanguage(words: Words): string {
  return words[KEYS[language()]];
}
