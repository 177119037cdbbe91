import { CASHIER_WORDS as CASHIER_EN } from './cashier/en.ts';
import { CASHIER_WORDS as CASHIER_ZH_HANS } from './cashier/zh-hans.ts';
import { CASHIER_WORDS as CASHIER_ZH_HANT } from './cashier/zh-hant.ts';
import { type ResponseCode, responseCode } from './catalogue.ts';
import type { CatalogueWords } from './catalogue-words/catalogue-words.ts';
import { CATALOGUE_WORDS as CATALOGUE_EN } from './catalogue-words/en.ts';
import { CATALOGUE_WORDS as CATALOGUE_ZH_HANS } from './catalogue-words/zh-hans.ts';
import { CATALOGUE_WORDS as CATALOGUE_ZH_HANT } from './catalogue-words/zh-hant.ts';
import { DEVELOPER_WORDS as DEVELOPER_EN } from './developer/en.ts';
import { DEVELOPER_WORDS as DEVELOPER_ZH_HANS } from './developer/zh-hans.ts';
import { DEVELOPER_WORDS as DEVELOPER_ZH_HANT } from './developer/zh-hant.ts';
import type { Language } from './language.ts';
import { MEANINGS as MEANINGS_ZH_HANT } from './meaning/zh-hant.ts';

const CASHIERS = { en: CASHIER_EN, 'zh-Hant': CASHIER_ZH_HANT, 'zh-Hans': CASHIER_ZH_HANS };
const DEVELOPERS = { en: DEVELOPER_EN, 'zh-Hant': DEVELOPER_ZH_HANT, 'zh-Hans': DEVELOPER_ZH_HANS };
const CATALOGUES = { en: CATALOGUE_EN, 'zh-Hant': CATALOGUE_ZH_HANT, 'zh-Hans': CATALOGUE_ZH_HANS };

/** Everything the catalogue says about one code, in one language. */
export interface ResponseCodeExplanation {
  readonly meaning: string;
  /** What the cashier says or does. */
  readonly cashier: string;
  /** What the program at the till, or the person who writes it, does. */
  readonly action: string;
  /** Facts that help with other gateways or older documents. */
  readonly note: string | undefined;
}

/**
 * Explains a code. This module holds every word of every language: for commands and documents. A page imports the words
 * it shows from `cashier`.
 */
export function explainResponseCode(code: ResponseCode, language: Language): ResponseCodeExplanation {
  const { action, note } = DEVELOPERS[language][code];
  return { meaning: meaning(code, language), cashier: CASHIERS[language][code], action, note };
}

/** The words about codes in general. */
export function catalogueWords(language: Language): CatalogueWords {
  return CATALOGUES[language];
}

function meaning(code: ResponseCode, language: Language): string {
  const { textEn, textZh } = responseCode(code);
  return { en: textEn, 'zh-Hans': textZh, 'zh-Hant': MEANINGS_ZH_HANT[code] }[language];
}
