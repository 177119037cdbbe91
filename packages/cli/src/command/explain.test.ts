import { LANGUAGES, RESPONSE_CODE_ENTRIES } from '@opencpm/protocol';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../test-support/run-command.ts';

describe('opencpm explain', () => {
  it('explains a code to cashier and developer', async () => {
    const { exitCode, stdout } = await runCommand(['explain', '1145']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^1145 +Being processed, the outcome is not known yet$/m);
    expect(stdout).toMatch(/^Class +Pending$/m);
    expect(stdout).toMatch(/^Cashier +Wait for the result\./m);
    expect(stdout).toMatch(/^Developer +Pending: the wallet is still working/m);
    expect(stdout).toMatch(/^Retry +Enquire first\./m);
    expect(stdout).not.toMatch(/^Note/m);
  });

  it.each([
    ['zh-Hant', '收銀員', '暫勿再次收款'],
    ['zh-hans', '收银员', '暂勿再次收款'],
  ])('speaks %s', async (language, heading, words) => {
    const { stdout } = await runCommand(['explain', '1143', '--lang', language]);
    expect(stdout).toMatch(new RegExp(`^${heading} .*${words}`, 'm'));
  });

  it.each(LANGUAGES)('lists every code in %s', async (language) => {
    const { stdout } = await runCommand(['explain', '--lang', language]);
    expect(stdout.match(/^\d{4} {2}\S/gm)).toHaveLength(RESPONSE_CODE_ENTRIES.length);
  });

  it('gives all of it as JSON', async () => {
    const one = await runCommand(['explain', '1101', '--json']);
    expect(JSON.parse(one.stdout)).toMatchObject({
      code: '1101',
      class: 'system',
      retry: 'query',
      language: 'en',
    });
    const all = await runCommand(['explain', '--json', '--lang', 'zh-Hans']);
    expect(JSON.parse(all.stdout)).toHaveLength(RESPONSE_CODE_ENTRIES.length);
  });

  it.each([
    [['explain', '9999'], 'No gateway is known to answer 9999.', 'Do not charge again yet.'],
    [['explain', 'toString'], 'A response code is four digits: toString', 'opencpm explain'],
    [['explain', '1143', '--lang', 'zh'], '--lang is none of en, zh-Hant, zh-Hans: zh', '--lang zh-Hant'],
  ])('refuses %j', async (words, message, mend) => {
    const { exitCode, stderr } = await runCommand(words);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(mend);
  });
});
