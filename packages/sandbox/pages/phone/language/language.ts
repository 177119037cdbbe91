import { speechOf } from '@opencpm/page-host/kit';
import { settings } from '../settings.ts';
import type { Words } from './words.ts';

/** What the page is written in, and how that is changed. */
export const { spoken, speak, speakFirst, say } = speechOf<Words>(settings, {
  en: async () => (await import('./en.ts')).words,
  'zh-Hant': async () => (await import('./zh-hant.ts')).words,
  'zh-Hans': async () => (await import('./zh-hans.ts')).words,
});
