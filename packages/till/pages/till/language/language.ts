import { signal } from '@preact/signals';
import type { Words } from '../../../src/page-api/index.ts';
import { keep, kept } from '../keep.ts';
import type { Phrases } from './phrases.ts';

/** A language of the page, as BCP 47. */
export type Language = 'en' | 'zh-Hant' | 'zh-Hans';

/** The languages with their own names. */
export const LANGUAGES: Readonly<Record<Language, string>> = {
  en: 'English',
  'zh-Hant': '繁體中文',
  'zh-Hans': '简体中文',
};

// Only the language that is read comes over the line.
const LOADERS: Readonly<Record<Language, () => Promise<{ readonly phrases: Phrases }>>> = {
  en: () => import('./en.ts'),
  'zh-Hant': () => import('./zh-hant.ts'),
  'zh-Hans': () => import('./zh-hans.ts'),
};

/** What the page is written in now, together with its phrases; undefined until the first language is here. */
export const spoken = signal<{ readonly language: Language; readonly phrases: Phrases } | undefined>(
  undefined,
);

function isLanguage(text: string | undefined): text is Language {
  return text !== undefined && Object.hasOwn(LANGUAGES, text);
}

/** The language of the page for a language of the reader. */
export function languageFor(wanted: string): Language | undefined {
  const tag = wanted.toLowerCase();
  if (/^zh\b.*\b(?:hant|hk|tw|mo)\b/.test(tag)) return 'zh-Hant';
  if (/^zh\b/.test(tag)) return 'zh-Hans';
  return /^en\b/.test(tag) ? 'en' : undefined;
}

/** Switches the page to a language and remembers it. */
export async function speak(language: Language): Promise<void> {
  const { phrases } = await LOADERS[language]();
  document.documentElement.lang = language;
  keep('language', language);
  spoken.value = { language, phrases };
}

/** Begins in the language chosen last, or in the reader's own. */
export async function speakFirst(): Promise<void> {
  const last = kept('language');
  const own = navigator.languages.map(languageFor).find((each) => each !== undefined);
  await speak(isLanguage(last) ? last : (own ?? 'en'));
}

/** Phrases of the language spoken now; asked while rendering, it renders again when the language changes. */
export function say(): Phrases {
  if (spoken.value === undefined) throw new Error('No language is here yet.');
  return spoken.value.phrases;
}

/** The language spoken now. */
export function language(): Language {
  return spoken.value?.language ?? 'en';
}

const KEYS = { en: 'en', 'zh-Hant': 'zhHant', 'zh-Hans': 'zhHans' } as const;

/** What the server says, in the language spoken now. */
export function inLanguage(words: Words): string {
  return words[KEYS[language()]];
}
