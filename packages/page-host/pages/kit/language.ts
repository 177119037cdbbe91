import { type ReadonlySignal, signal } from '@preact/signals';
import type { Settings } from './settings.ts';

/** A language of a page, as BCP 47. */
export type Language = 'en' | 'zh-Hant' | 'zh-Hans';

/** The languages with their own names. */
export const LANGUAGES: Readonly<Record<Language, string>> = {
  en: 'English',
  'zh-Hant': '繁體中文',
  'zh-Hans': '简体中文',
};

/** What a page is written in now. */
interface Spoken<Words> {
  readonly language: Language;
  readonly words: Words;
}

/** The words of a page, in the language its reader has chosen. */
export interface Speech<Words> {
  /** Undefined until the first language is here. */
  readonly spoken: ReadonlySignal<Spoken<Words> | undefined>;
  /** Switches the page to a language and remembers it. */
  readonly speak: (language: Language) => Promise<void>;
  /** Begins in the language chosen last, or in the reader's own. */
  readonly speakFirst: () => Promise<void>;
  /**
   * Words of the language spoken now; asked while rendering, it renders again when the language changes.
   *
   * @throws Error before the first language is here.
   */
  readonly say: () => Words;
}

/**
 * The speech of a page.
 *
 * @param load brings the words of a language; only the one that is read comes over the line.
 */
export function speechOf<Words>(
  settings: Settings,
  load: Readonly<Record<Language, () => Promise<Words>>>,
): Speech<Words> {
  const spoken = signal<Spoken<Words> | undefined>(undefined);
  const speak = async (language: Language): Promise<void> => {
    const words = await load[language]();
    document.documentElement.lang = language;
    settings.keep('language', language);
    spoken.value = { language, words };
  };
  return {
    spoken,
    speak,
    speakFirst() {
      const last = settings.kept('language');
      const own = navigator.languages.map(languageFor).find((each) => each !== undefined);
      return speak(isLanguage(last) ? last : (own ?? 'en'));
    },
    say() {
      if (spoken.value === undefined) throw new Error('No language is here yet.');
      return spoken.value.words;
    },
  };
}

function isLanguage(text: string | undefined): text is Language {
  return text !== undefined && Object.hasOwn(LANGUAGES, text);
}

/** The language of a page for a language of its reader. */
export function languageFor(wanted: string): Language | undefined {
  const tag = wanted.toLowerCase();
  if (/^zh\b.*\b(?:hant|hk|tw|mo)\b/.test(tag)) return 'zh-Hant';
  if (/^zh\b/.test(tag)) return 'zh-Hans';
  return /^en\b/.test(tag) ? 'en' : undefined;
}

/**
 * How dates are written for a reader of a language: as where the reader lives, when the browser says so. English days
 * come in different orders.
 *
 * @returns BCP 47, such as `en-GB` for a page in English.
 */
export function localTag(language: Language): string {
  const own = navigator.languages.map(withoutVariant);
  return own.find((tag) => languageFor(tag) === language && isLocale(tag)) ?? language;
}

/** A browser on a machine without a language says `en-US@posix`, which is no BCP 47. */
function withoutVariant(tag: string): string {
  return tag.replace(/@.*/, '');
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
