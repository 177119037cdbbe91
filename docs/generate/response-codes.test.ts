import { describe, expect, it } from 'vitest';
import { RESPONSE_CODE_ENTRIES } from '../../packages/protocol/src/response-code/catalogue.ts';
import { explainResponseCode } from '../../packages/protocol/src/response-code/explain-response-code.ts';
import { LANGUAGES } from '../../packages/protocol/src/response-code/language.ts';
import { RESPONSE_CODE_INTRODUCTIONS } from './response-code-introductions.ts';
import { renderResponseCodes } from './response-codes.ts';

describe.each(LANGUAGES)('the reference page of response codes in %s', (language) => {
  const lines = renderResponseCodes(language).split('\n');

  it('has one row per code with five cells', () => {
    const rows = lines.filter((line) => /^\| `\d{4}`/.test(line));
    expect(rows).toHaveLength(RESPONSE_CODE_ENTRIES.length);
    for (const row of rows) {
      expect(row.split(/(?<!\\)\|/), row).toHaveLength(7);
    }
  });

  it.each(RESPONSE_CODE_ENTRIES)('shows $code with its texts and marks', (entry) => {
    const rows = lines.filter((line) => line.startsWith(`| \`${entry.code}\``));
    expect(rows).toHaveLength(1);
    const [row = ''] = rows;
    const { meaning, cashier, action, note = '' } = explainResponseCode(entry.code, language);
    for (const text of [meaning, cashier, action, note]) expect(row).toContain(text);
    expect(row.includes(`*${RESPONSE_CODE_INTRODUCTIONS[language].legacy}*`)).toBe(entry.legacy);
    expect(row.includes('●')).toBe(entry.emitted);
    expect(row.endsWith(`| \`${entry.retry}\` |`)).toBe(true);
  });

  it('explains each retry value and ends with a single line break', () => {
    for (const retry of ['never', 'query', 'later', 'new-code']) {
      expect(lines.filter((line) => line.startsWith(`| \`${retry}\` |`))).toHaveLength(1);
    }
    expect(lines.join('\n')).toMatch(/[^\n]\n$/);
  });
});
