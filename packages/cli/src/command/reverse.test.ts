import { describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { type ImitatedAnswer, TEST_KEY } from '../test-support/imitated-gateway.ts';
import { useMerchantCommands } from '../test-support/merchant-commands.ts';
import type { CommandRun } from '../test-support/run-command.ts';

const PAYMENT = '20260305000100020000000001';
const OWN = '20260305000100020000000009';
const VERBS = [
  ['reverse', '/trade/v1/reversal'],
  ['close', '/trade/v1/close'],
] as const;
const merchant = useMerchantCommands();

function reversed(respcd: string): ImitatedAnswer {
  return {
    json: {
      syssn: OWN,
      orig_syssn: PAYMENT,
      out_trade_no: 'A-1',
      txamt: '1050',
      txcurrcd: 'HKD',
      respcd,
      resperr: '',
      respmsg: '',
    },
  };
}

describe.each(VERBS)('opencpm %s', (verb, path) => {
  function run(given: ImitatedAnswer, words: readonly string[]): Promise<CommandRun> {
    return merchant.run({ [path]: () => given }, [verb, ...words]);
  }

  it('undoes a payment by its number', async () => {
    const { exitCode, stdout } = await run(reversed('0000'), [PAYMENT, '1050', '--udid', 'till-1']);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toMatch(/^REVERSED {2}HKD 10\.50\n/);
    expect(stdout).toContain(PAYMENT);
    expect(merchant.requests[0]?.signed).toBe(true);
    expect(Object.fromEntries(merchant.requests[0]?.parameters ?? [])).toEqual({
      syssn: PAYMENT,
      txamt: '1050',
      txdtm: '2026-03-05 18:00:00',
      udid: 'till-1',
    });
  });

  it('undoes a payment by its order number', async () => {
    const { exitCode, stdout } = await run(reversed('0000'), ['1050', '--order', 'A-1', '--store', 'M001']);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toMatch(/payment +20260305000100020000000001/);
    expect(Object.fromEntries(merchant.requests[0]?.parameters ?? [])).toEqual({
      out_trade_no: 'A-1',
      txamt: '1050',
      txdtm: '2026-03-05 18:00:00',
      mchid: 'M001',
    });
  });

  it.each([
    ['0000', EXIT.done, 'REVERSED'],
    ['1143', EXIT.pending, 'PENDING, processing'],
    ['1145', EXIT.pending, 'PENDING, processing'],
    ['1101', EXIT.pending, 'UNKNOWN'],
    ['1298', EXIT.pending, 'UNKNOWN'],
    ['1260', EXIT.refused, 'NOT REVERSED, the payment is paid'],
    ['1266', EXIT.refused, 'REFUSED'],
    ['1267', EXIT.refused, 'REFUSED'],
    ['1268', EXIT.refused, 'REFUSED'],
    ['1108', EXIT.refused, 'REFUSED'],
  ])('reads %s as exit code %i, %s', async (respcd, exitCode, words) => {
    const shown = await run(reversed(respcd), ['--order', 'A-1', '1050']);
    expect(shown.exitCode).toBe(exitCode);
    expect(shown.stdout).toMatch(new RegExp(`^${words}`));
    expect(shown.stdout.includes('opencpm query --order A-1')).toBe(exitCode === EXIT.pending);
  });

  it.each<[string, ImitatedAnswer]>([
    ['a lost answer', 'cut'],
    ['an answer about another payment', { json: { respcd: '0000', orig_syssn: OWN } }],
    ['an answer about another amount', { json: { respcd: '0000', txamt: '1051' } }],
  ])('takes %s for no result', async (_, given) => {
    const shown = await run(given, [PAYMENT, '1050', '--json']);
    expect(shown.exitCode).toBe(EXIT.pending);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      state: 'unknown',
      final: false,
      orig_syssn: PAYMENT,
      out_trade_no: '',
      ask: expect.stringMatching(new RegExp(`^opencpm query --syssn ${PAYMENT}`)),
    });
  });

  it('says how to do it again', async () => {
    const shown = await run('cut', [PAYMENT, '1050']);
    expect(shown.stdout).toContain(`opencpm ${verb} ${PAYMENT} 1050 --url`);
    expect(shown.stdout).not.toContain(TEST_KEY);
  });

  it.each([
    [[], /number of the payment is missing/],
    [['A-1', '1050'], /no transaction number/],
    [[PAYMENT], /amount of the payment is missing/],
    [['--order', 'A-1'], /amount of the payment is missing/],
    [[PAYMENT, '1050', '--order', 'A-1'], /named twice/],
    [['1050', '--order', ''], /--order is empty/],
    [[PAYMENT, '10.50'], /whole number of minor units/],
  ])('refuses %j before anything is sent', async (words, message) => {
    const shown = await run(reversed('0000'), words);
    expect(shown.exitCode).toBe(EXIT.usage);
    expect(shown.stderr).toMatch(message);
    expect(merchant.requests).toHaveLength(0);
  });

  it('says when the gateway is not there', async () => {
    const shown = await merchant.runUnreachable([verb, PAYMENT, '1050']);
    expect(shown.exitCode).toBe(EXIT.unreachable);
    expect(shown.stderr).toContain(`The gateway at ${shown.url} does not answer`);
  });
});
