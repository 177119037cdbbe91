import {
  cashierWords,
  isResponseCode,
  LANGUAGES,
  type Language,
  type ResponseCode,
  RESPONSE_CODE_ENTRIES,
  responseCode,
} from '@opencpm/protocol';
import { CASHIER_WORDS } from '@opencpm/protocol/cashier/en';
import { catalogueWords, explainResponseCode } from '@opencpm/protocol/explain-response-code';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printJson } from '../terminal/print.ts';
import { formatFields } from '../terminal/table.ts';

/** `opencpm explain`: the catalogue of response codes at the command line. */
export const explainCommand: Command = {
  name: 'explain',
  summary: 'Explain a response code to cashiers and developers',
  usage: '[CODE] [options]',
  positionalsMax: 1,
  options: {
    lang: {
      type: 'text',
      value: LANGUAGES.join('|'),
      meaning: 'Language of the words. Default: en.',
    },
  },
  details: ['Without a code it lists all. Nothing is sent; no gateway is needed.'],
  examples: [
    { line: 'opencpm explain 1143', purpose: 'What 1143 means, and what to do about it.' },
    { line: 'opencpm explain 1202 --lang zh-Hant', purpose: 'The same in Chinese, as written in Hong Kong.' },
    { line: 'opencpm explain', purpose: 'Every code with its meaning.' },
  ],
  run: (context) => Promise.resolve(explain(context)),
};

function explain(context: CommandContext): ExitCode {
  const language = readLanguage(context.options.text('lang') ?? 'en');
  const [code] = context.positionals;
  if (code === undefined) printCodes(context, language);
  else printCode(context, knownCode(code), language);
  return EXIT.done;
}

function readLanguage(text: string): Language {
  const language = LANGUAGES.find((each) => each.toLowerCase() === text.toLowerCase());
  if (language !== undefined) return language;
  throw wrongUsage(
    `--lang is none of ${LANGUAGES.join(', ')}: ${text}`,
    'Write --lang zh-Hant, for example.',
  );
}

function knownCode(text: string): ResponseCode {
  if (isResponseCode(text)) return text;
  throw wrongUsage(
    /^\d{4}$/.test(text)
      ? `No gateway is known to answer ${text}.`
      : `A response code is four digits: ${text}`,
    `A till that meets a code nobody knows says: ${cashierWords(CASHIER_WORDS, text)}\nAll codes: opencpm explain`,
  );
}

function printCodes(context: CommandContext, language: Language): void {
  const rows = RESPONSE_CODE_ENTRIES.map(
    ({ code }) => [code, explainResponseCode(code, language).meaning] as const,
  );
  if (context.json)
    printJson(
      context.stdout,
      rows.map(([code]) => jsonOf(code, language)),
    );
  else context.stdout.write(formatFields(rows));
}

function printCode(context: CommandContext, code: ResponseCode, language: Language): void {
  if (context.json) {
    printJson(context.stdout, jsonOf(code, language));
    return;
  }
  const { headings, classes, retries } = catalogueWords(language);
  const { meaning, cashier, action, note } = explainResponseCode(code, language);
  const { class: codeClass, retry } = responseCode(code);
  context.stdout.write(
    formatFields([
      [code, meaning],
      [headings.class, classes[codeClass].title],
      [headings.cashier, cashier],
      [headings.developer, action],
      [headings.note, note],
      [headings.retry, retries[retry].replaceAll('`', '')],
    ]),
  );
}

function jsonOf(code: ResponseCode, language: Language): unknown {
  const { class: codeClass, retry, emitted, legacy } = responseCode(code);
  const { meaning, cashier, action, note } = explainResponseCode(code, language);
  return {
    code,
    class: codeClass,
    retry,
    emitted,
    legacy,
    language,
    meaning,
    cashier,
    developer: action,
    note,
  };
}
