import {
  RESPONSE_CODE_ENTRIES,
  type ResponseCodeEntry,
} from '../../packages/protocol/src/response-code/catalogue.ts';
import {
  catalogueWords,
  explainResponseCode,
} from '../../packages/protocol/src/response-code/explain-response-code.ts';
import { type Language, LANGUAGES } from '../../packages/protocol/src/response-code/language.ts';
import type { ResponseCodeClass } from '../../packages/protocol/src/response-code/response-code.ts';
import { RESPONSE_CODE_INTRODUCTIONS } from './response-code-introductions.ts';

/** The pages of response codes by language, as files of `docs/reference`. */
export const RESPONSE_CODE_PAGES: Readonly<Record<Language, string>> = {
  en: 'response-codes.md',
  'zh-Hant': 'response-codes.zh-hant.md',
  'zh-Hans': 'response-codes.zh-hans.md',
};

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  'zh-Hant': '繁體中文',
  'zh-Hans': '简体中文',
};

/** The order of the classes on a page: what a till meets first. */
const CLASSES: readonly ResponseCodeClass[] = [
  'success',
  'pending',
  'declined',
  'risk',
  'conflict',
  'refund',
  'invalid-request',
  'auth',
  'config',
  'system',
];

/** Makes a text safe inside a Markdown table cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*');
}

function row(entry: ResponseCodeEntry, language: Language): string {
  const { legacy } = RESPONSE_CODE_INTRODUCTIONS[language];
  const { meaning, cashier, action, note } = explainResponseCode(entry.code, language);
  const code = [`\`${entry.code}\``, entry.emitted ? '●' : '', entry.legacy ? `*${legacy}*` : '']
    .filter((part) => part !== '')
    .join(' ');
  const developer =
    note === undefined ? action : `${action}${language === 'en' ? ` (${note})` : `（${note}）`}`;
  return `| ${[code, cell(meaning), cell(cashier), cell(developer), `\`${entry.retry}\``].join(' | ')} |`;
}

function section(codeClass: ResponseCodeClass, language: Language): string {
  const { headings, classes } = catalogueWords(language);
  const { title, about } = classes[codeClass];
  const { code, meaning, cashier, developer, retry } = headings;
  const rows = RESPONSE_CODE_ENTRIES.filter((entry) => entry.class === codeClass);
  return [
    `## ${title}`,
    '',
    about,
    '',
    `| ${[code, meaning, cashier, developer, retry].join(' | ')} |`,
    '| --- | --- | --- | --- | --- |',
    ...rows.map((entry) => row(entry, language)),
  ].join('\n');
}

function retrySection(language: Language): string {
  const { headings, retries } = catalogueWords(language);
  const { value, whatMayFollow } = RESPONSE_CODE_INTRODUCTIONS[language];
  const rows = Object.entries(retries).map(([retry, meaning]) => `| \`${retry}\` | ${meaning} |`);
  return [`## ${headings.retry}`, '', `| ${value} | ${whatMayFollow} |`, '| --- | --- |', ...rows].join('\n');
}

function languageLine(language: Language): string {
  return LANGUAGES.map((each) => {
    const name = LANGUAGE_NAMES[each];
    return each === language ? name : `[${name}](${RESPONSE_CODE_PAGES[each]})`;
  }).join(' · ');
}

/** A reference page of response codes: an introduction, the retry values, and one table per class. */
export function renderResponseCodes(language: Language): string {
  const { title, text } = RESPONSE_CODE_INTRODUCTIONS[language];
  const head = [`# ${title}`, languageLine(language), text, retrySection(language)];
  return `${[...head, ...CLASSES.map((codeClass) => section(codeClass, language))].join('\n\n')}\n`;
}
