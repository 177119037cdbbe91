import { CASHIER_WORDS as ENGLISH } from './en.ts';
import { CASHIER_WORDS as SIMPLIFIED } from './zh-hans.ts';
import { CASHIER_WORDS as TRADITIONAL } from './zh-hant.ts';

/** The words for cashiers in every language. */
export const CASHIERS = { en: ENGLISH, 'zh-Hant': TRADITIONAL, 'zh-Hans': SIMPLIFIED } as const;
