import { describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import {
  type ImitatedAnswer,
  type ImitatedRoutes,
  type ReceivedRequest,
  TEST_APP_CODE,
  TEST_KEY,
} from '../test-support/imitated-gateway.ts';
import { useMerchantCommands } from '../test-support/merchant-commands.ts';
import type { CommandRun } from '../test-support/run-command.ts';

const REFUND = '/trade/v1/refund';
const QUERY = '/trade/v1/query';
const PAYMENT = '20260305000100020000000001';
const OWN = '20260305000100020000000002';
const merchant = useMerchantCommands();

type Route = (request: ReceivedRequest) => ImitatedAnswer;

function answer(respcd: string, more: Readonly<Record<string, unknown>> = {}): Route {
  return ({ parameters }) => ({
    json: {
      syssn: OWN,
      orig_syssn: parameters.get('syssn'),
      out_trade_no: parameters.get('out_trade_no'),
      txamt: parameters.get('txamt'),
      txcurrcd: 'HKD',
      respcd,
      resperr: '',
      respmsg: '',
      ...more,
    },
  });
}

/** Enquiries that show the refund with these result codes, one after the other; undefined for no row. */
function rows(...respcds: readonly (string | undefined)[]): Route {
  let asked = 0;
  return ({ parameters }) => {
    const respcd = respcds[Math.min(asked, respcds.length - 1)];
    asked += 1;
    const row = {
      syssn: OWN,
      origssn: PAYMENT,
      out_trade_no: parameters.get('out_trade_no'),
      order_type: 'refund',
      txamt: '500',
      txcurrcd: 'HKD',
      respcd,
      cancel: '0',
    };
    return { json: { respcd: '0000', data: respcd === undefined ? [] : [row] } };
  };
}

function run(routes: ImitatedRoutes, words: readonly string[]): Promise<CommandRun> {
  return merchant.run(routes, ['refund', ...words]);
}

describe('opencpm refund', () => {
  it('returns a part of a payment under a number of its own', async () => {
    const { exitCode, stdout, stderr } = await run({ [REFUND]: answer('0000') }, [PAYMENT, '500']);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toMatch(/^REFUNDED {2}HKD 5\.00\n/);
    expect(stdout).toContain(OWN);
    expect(stdout).toContain(PAYMENT);
    expect(merchant.requests[0]?.signed).toBe(true);
    const sent = Object.fromEntries(merchant.requests[0]?.parameters ?? []);
    expect(sent).toEqual({
      syssn: PAYMENT,
      out_trade_no: expect.stringMatching(/^cli20260305180000[0-9a-f]{8}$/),
      txamt: '500',
      txdtm: '2026-03-05 18:00:00',
    });
    expect(stderr).toBe(`Refunding 500 of ${PAYMENT} as order ${sent['out_trade_no']}\n`);
  });

  it('sends what the options say, the store included', async () => {
    await run({ [REFUND]: answer('0000') }, [
      ...[PAYMENT, '500', '--order', 'R 1', '--udid', 'till-1', '--store', 'M001'],
    ]);
    expect(Object.fromEntries(merchant.requests[0]?.parameters ?? [])).toMatchObject({
      out_trade_no: 'R 1',
      udid: 'till-1',
      mchid: 'M001',
    });
  });

  it.each([
    ['0000', EXIT.done, 'REFUNDED'],
    ['1143', EXIT.pending, 'PENDING, processing'],
    ['1145', EXIT.pending, 'PENDING, processing'],
    ['2999', EXIT.pending, 'UNKNOWN'],
    ['1254', EXIT.pending, 'UNKNOWN'],
    ['2011', EXIT.pending, 'UNKNOWN'],
    ['9999', EXIT.pending, 'UNKNOWN'],
    ['1155', EXIT.refused, 'REFUSED'],
    ['1260', EXIT.refused, 'REFUSED'],
    ['1261', EXIT.refused, 'REFUSED'],
    ['1265', EXIT.refused, 'REFUSED'],
    ['1268', EXIT.refused, 'REFUSED'],
    ['1269', EXIT.refused, 'REFUSED'],
    ['1272', EXIT.refused, 'REFUSED'],
  ])('reads %s as exit code %i, %s', async (respcd, exitCode, words) => {
    const shown = await run({ [REFUND]: answer(respcd) }, [PAYMENT, '500', '--order', 'R-1']);
    expect(shown.exitCode).toBe(exitCode);
    expect(shown.stdout).toMatch(new RegExp(`^${words}`));
    const says = `opencpm query --order R-1 --url ${merchant.url} --app-code ${TEST_APP_CODE} --key ...`;
    expect(shown.stdout.includes(says)).toBe(exitCode === EXIT.pending);
    expect(shown.stdout).not.toContain(TEST_KEY);
  });

  it.each<[string, ImitatedAnswer]>([
    ['a lost answer', 'cut'],
    ['a forged answer', { json: { respcd: '0000' }, signature: 'wrong' }],
    ['a page of a proxy', { text: '<html>', status: 502 }],
    ['another refund', { json: { respcd: '0000', out_trade_no: 'R-2' } }],
    ['another amount', { json: { respcd: '0000', txamt: '501' } }],
    ['another payment', { json: { respcd: '0000', orig_syssn: OWN } }],
  ])('takes %s for no result', async (_, given) => {
    const shown = await run({ [REFUND]: () => given }, [PAYMENT, '500', '--order', 'R-1']);
    expect(shown.exitCode).toBe(EXIT.pending);
    expect(shown.stdout).toMatch(/^UNKNOWN/);
    expect(shown.stdout).toContain('Do not give the money back in another way.');
    expect(shown.stdout).toContain(`opencpm refund ${PAYMENT} 500 --order R-1`);
  });

  it('says when a success is not signed', async () => {
    const unsigned: ImitatedAnswer = { json: { respcd: '0000' }, signature: 'none' };
    const shown = await run({ [REFUND]: () => unsigned }, [PAYMENT, '500']);
    expect(shown.stdout).toContain('; the answer carries no signature');
  });

  it('says when too much was asked at once', async () => {
    const limited: ImitatedAnswer = { json: { respcd: '1100' }, status: 429 };
    const shown = await run({ [REFUND]: () => limited }, [PAYMENT, '500']);
    expect(shown.exitCode).toBe(EXIT.refused);
    expect(shown.stdout).toContain('too many requests, nothing was started');
  });

  it('waits for the verdict', async () => {
    const routes = { [REFUND]: answer('1145'), [QUERY]: rows(undefined, '1145', '0000') };
    const shown = await run(routes, [PAYMENT, '500', '--wait']);
    expect(shown.exitCode).toBe(EXIT.done);
    expect(shown.stdout).toMatch(/^REFUNDED {2}HKD 5\.00\n/);
    expect(shown.stderr).toContain('PENDING, processing\nREFUNDED\n');
    expect(merchant.requests.filter(({ path }) => path === QUERY)).toHaveLength(3);
  });

  it('waits for a refusal, too, and never for the row of something else', async () => {
    const routes = { [REFUND]: () => 'cut' as const, [QUERY]: rows('1265') };
    expect((await run(routes, [PAYMENT, '500', '--wait'])).exitCode).toBe(EXIT.refused);
    await merchant.close();
    const strange = await run({ ...routes, [QUERY]: rows('0000') }, [PAYMENT, '501', '--wait']);
    expect(strange.exitCode).toBe(EXIT.pending);
    expect(strange.stdout).toContain('names txamt 500 instead of 501');
  });

  it('does not wait for a number that belongs to something else', async () => {
    const shown = await run({ [REFUND]: answer('2011'), [QUERY]: rows('0000') }, [PAYMENT, '500', '--wait']);
    expect(shown.stdout).toContain('opencpm query --order');
    expect(shown.stdout).toContain('order number');
    expect(shown.stdout).not.toContain('opencpm refund');
    expect(shown.exitCode).toBe(EXIT.pending);
    expect(merchant.requests).toHaveLength(1);
  });

  it('prints one JSON value', async () => {
    const done = await run({ [REFUND]: answer('0000') }, [PAYMENT, '500', '--order', 'R-1', '--json']);
    expect(JSON.parse(done.stdout)).toEqual({
      state: 'refunded',
      final: true,
      syssn: OWN,
      orig_syssn: PAYMENT,
      out_trade_no: 'R-1',
      txamt: 500,
      txcurrcd: 'HKD',
      respcd: '0000',
      explanation: expect.stringContaining('0000 Success'),
    });
    await merchant.close();
    const open = await run({ [REFUND]: () => 'cut' }, [PAYMENT, '500', '--order', 'R-1', '--json']);
    expect(JSON.parse(open.stdout)).toMatchObject({
      state: 'unknown',
      final: false,
      ask: expect.stringMatching(/^opencpm query --order R-1/),
    });
  });

  it.each([
    [[], /number of the payment is missing/],
    [['A-1', '500'], /no transaction number of a gateway: A-1/],
    [[PAYMENT], /amount is missing/],
    [[PAYMENT, '5.00'], /whole number of minor units/],
    [[PAYMENT, '0'], /whole number of minor units/],
    [[PAYMENT, '500', 'x'], /x/],
  ])('refuses %j before anything is sent', async (words, message) => {
    const shown = await run({ [REFUND]: answer('0000') }, words);
    expect(shown.exitCode).toBe(EXIT.usage);
    expect(shown.stderr).toMatch(message);
    expect(merchant.requests).toHaveLength(0);
  });

  it('says when the gateway is not there', async () => {
    const shown = await merchant.runUnreachable(['refund', PAYMENT, '500']);
    expect(shown.exitCode).toBe(EXIT.unreachable);
    expect(shown.stderr).toContain(`The gateway at ${shown.url} does not answer`);
  });
});
