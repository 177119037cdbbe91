import { describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { type ImitatedAnswer, TEST_APP_CODE } from '../test-support/imitated-gateway.ts';
import { useMerchantCommands } from '../test-support/merchant-commands.ts';
import type { CommandRun } from '../test-support/run-command.ts';

const SYSSN = '20260305000100020000000001';
const merchant = useMerchantCommands();

function run(given: ImitatedAnswer, words: readonly string[]): Promise<CommandRun> {
  return merchant.run({ '/trade/v1/add_note': () => given }, ['note', ...words]);
}

const NOTED: ImitatedAnswer = {
  json: { respcd: '0000', resperr: 'Success', respmsg: '', data: { syssn: SYSSN } },
};

describe('opencpm note', () => {
  it('puts a remark on a transaction, for the app code as a whole', async () => {
    const { exitCode, stdout } = await run(NOTED, [SYSSN, 'table 7 茶', '--store', 'M001']);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toBe(`Noted on ${SYSSN}: table 7 茶\n`);
    expect(merchant.requests[0]?.signed).toBe(true);
    expect(Object.fromEntries(merchant.requests[0]?.parameters ?? [])).toEqual({
      code: TEST_APP_CODE,
      syssn: SYSSN,
      note: 'table 7 茶',
    });
  });

  it('prints JSON', async () => {
    expect(JSON.parse((await run(NOTED, [SYSSN, 'tea', '--json'])).stdout)).toEqual({
      syssn: SYSSN,
      note: 'tea',
      respcd: '0000',
    });
  });

  it('says why a note is refused', async () => {
    const shown = await run({ json: { respcd: '1136', resperr: 'no such transaction' } }, [SYSSN, 'tea']);
    expect(shown.exitCode).toBe(EXIT.refused);
    expect(shown.stderr).toContain('The note was refused: 1136');
  });

  it('says when nobody knows', async () => {
    const shown = await run('cut', [SYSSN, 'tea']);
    expect(shown.exitCode).toBe(EXIT.unreachable);
    expect(shown.stderr).toContain('the same note twice is one note');
  });

  it.each([
    [[], /number of the payment is missing/],
    [['7', 'tea'], /no transaction number/],
    [[SYSSN], /text is missing/],
    [[SYSSN, ''], /text is missing/],
    [[SYSSN, '茶'.repeat(201)], /text is too long/],
  ])('refuses %j before anything is sent', async (words, message) => {
    const shown = await run(NOTED, words);
    expect(shown.exitCode).toBe(EXIT.usage);
    expect(shown.stderr).toMatch(message);
    expect(merchant.requests).toHaveLength(0);
  });

  it('says when the gateway is not there', async () => {
    const shown = await merchant.runUnreachable(['note', SYSSN, 'tea']);
    expect(shown.exitCode).toBe(EXIT.unreachable);
    expect(shown.stderr).toContain(`The gateway at ${shown.url} does not answer`);
  });
});
