import { describe, expect, it } from 'vitest';
import { CASHIERS } from '../../packages/protocol/src/response-code/cashier/test-cashiers.ts';
import { RESPONSE_CODE_ENTRIES } from '../../packages/protocol/src/response-code/catalogue.ts';
import { DEVELOPER_WORDS } from '../../packages/protocol/src/response-code/developer/en.ts';
import { renderResponseCodes } from './response-codes.ts';

const lines = renderResponseCodes().split('\n');

describe('the reference page of response codes', () => {
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
    const cashiers = Object.values(CASHIERS).map((words) => words[entry.code]);
    for (const text of [entry.textEn, entry.textZh, ...cashiers, DEVELOPER_WORDS[entry.code].action]) {
      expect(row).toContain(text);
    }
    expect(row.includes('*legacy*')).toBe(entry.legacy);
    expect(row.includes('●')).toBe(entry.emitted);
    expect(row.endsWith(`| \`${entry.retry}\` |`)).toBe(true);
  });

  it('explains each retry value and ends with a single line break', () => {
    for (const retry of ['never', 'query', 'later', 'new-code']) {
      expect(lines.filter((line) => line.startsWith(`| \`${retry}\` |`))).toHaveLength(1);
    }
    expect(renderResponseCodes()).toMatch(/[^\n]\n$/);
  });
});
