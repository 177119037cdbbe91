/** The languages of the catalogue: English, Chinese as written in Hong Kong, Chinese in simplified characters. */
export const LANGUAGES = ['en', 'zh-Hant', 'zh-Hans'] as const;

/** A language of the catalogue, by its BCP 47 tag. */
export type Language = (typeof LANGUAGES)[number];
