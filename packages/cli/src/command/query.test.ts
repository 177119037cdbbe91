import { afterEach, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import {
  type ImitatedAnswer,
  type ImitatedGateway,
  imitateGateway,
  TEST_APP_CODE,
  TEST_KEY,
} from '../test-support/imitated-gateway.ts';
import { type CommandRun, runCommand } from '../test-support/run-command.ts';

let gateway: ImitatedGateway | undefined;

afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

async function query(answer: ImitatedAnswer, words: readonly string[]): Promise<CommandRun> {
  gateway = await imitateGateway({ '/trade/v1/query': () => answer });
  const access = ['--url', gateway.url, '--app-code', TEST_APP_CODE, '--key', TEST_KEY];
  return runCommand(['query', ...words, ...access]);
}

function row(respcd: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    syssn: '20260305000100020000000001',
    out_trade_no: 'A-1',
    order_type: 'payment',
    pay_type: '800108',
    txamt: '1050',
    txcurrcd: 'HKD',
    sysdtm: '2026-03-05 18:00:00',
    paydtm: '',
    respcd,
    errmsg: '交易',
    cancel: '0',
    chnlsn: '42',
    ...more,
  };
}

function found(...data: readonly unknown[]): ImitatedAnswer {
  return { json: { respcd: '0000', resperr: '', respmsg: '', page: 1, page_size: 10, data } };
}

function asked(): Readonly<Record<string, string>> {
  return Object.fromEntries(gateway?.requests[0]?.parameters ?? []);
}

describe('opencpm query', () => {
  it.each([
    ['0000', EXIT.done, 'PAID'],
    ['1143', EXIT.pending, 'PENDING, customer confirms'],
    ['1145', EXIT.pending, 'PENDING, processing'],
    ['1205', EXIT.refused, 'REFUSED'],
    ['1142', EXIT.refused, 'REVERSED'],
    ['1298', EXIT.pending, 'UNKNOWN'],
  ])('shows one payment with %s and ends with %i', async (respcd, exitCode, words) => {
    const run = await query(found(row(respcd)), ['--order', 'A-1']);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout).toMatch(new RegExp(`^${words} {2}HKD 10\\.50\n`));
    expect(run.stdout).toContain('800108 Alipay');
    expect(run.stdout).toContain('2026-03-05 18:00:00 (UTC+8)');
    expect(gateway?.requests[0]?.signed).toBe(true);
    expect(asked()).toEqual({ out_trade_no: 'A-1', page_size: '100' });
  });

  it('shows a refund with the payment it belongs to', async () => {
    const run = await query(found(row('0000', { order_type: 'refund', origssn: '77' })), ['--syssn', '8']);
    expect(run.exitCode).toBe(EXIT.done);
    expect(run.stdout).toMatch(/^REFUNDED/);
    expect(run.stdout).toMatch(/refund of +77/);
  });

  it('does not take "nothing found" for "not paid"', async () => {
    const run = await query(found(), ['--order', 'A-1']);
    expect(run.exitCode).toBe(EXIT.pending);
    expect(run.stdout).toContain('may still be on its way');
  });

  it('shows several in a table and asks for all of them at once', async () => {
    const run = await query(found(row('0000'), row('1145', { out_trade_no: 'A-2' })), [
      '--order',
      'A-1,A-2',
      '--order',
      'A-3',
    ]);
    expect(run.exitCode).toBe(EXIT.done);
    expect(run.stdout).toContain('PENDING, processing');
    expect(run.stdout).toContain('2 rows, page 1');
    expect(asked()['out_trade_no']).toBe('A-1,A-2,A-3');
  });

  it('turns days into a window in UTC+8', async () => {
    const words = ['--from', '2026-03-01', '--to', '2026-03-05', '--respcd', '0000', '--pay-type', '800108'];
    await query(found(), [...words, '--pay-type', '800208', '--page', '2', '--page-size', '50']);
    expect(asked()).toEqual({
      start_time: '2026-03-01 00:00:00',
      end_time: '2026-03-05 23:59:59',
      respcd: '0000',
      pay_type: '800108,800208',
      page: '2',
      page_size: '50',
    });
  });

  it('takes moments as well as days', async () => {
    await query(found(), ['--from', '2026-03-01 10:00:00', '--to', '2026-03-01T11:00:00']);
    expect(asked()).toEqual({ start_time: '2026-03-01 10:00:00', end_time: '2026-03-01 11:00:00' });
  });

  it('says when there may be another page', async () => {
    const full = await query(
      { json: { respcd: '0000', page: '1', page_size: '2', data: [row('0000'), row('0000')] } },
      [],
    );
    expect(full.stdout).toContain('--page 2');
  });

  it('says when a list is empty', async () => {
    expect(await query(found(), [])).toMatchObject({
      exitCode: EXIT.done,
      stdout: 'No transactions found.\n',
    });
  });

  it('gives the rows as they came, with their state, as JSON', async () => {
    const { stdout } = await query(found(row('1143')), ['--json']);
    expect(JSON.parse(stdout)).toEqual({
      page: '1',
      page_size: '10',
      transactions: [{ state: 'waiting_for_payer', ...row('1143') }],
    });
  });

  it('keeps hostile text off the terminal', async () => {
    const { stdout } = await query(found(row('1205', { errmsg: 'x\u001b[2J' })), ['--order', 'A-1']);
    expect(stdout).not.toContain('\u001b');
  });

  it.each([
    [['--from', '2026-02-30'], /--from is no day or time/],
    [['--to', 'today'], /--to is no day or time/],
    [['--order', 'A', '--from', '2026-03-01'], /no effect/],
    [['--order', ''], /--order is empty/],
    [['A-1'], /does not take the argument/],
  ])('refuses %j', async (words, problem) => {
    const { exitCode, stderr } = await query(found(), words);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toMatch(problem);
    expect(gateway?.requests).toHaveLength(0);
  });

  it.each<[string, ImitatedAnswer, number, RegExp]>([
    [
      'a refusal',
      { json: { respcd: '1104', resperr: '参数', respmsg: 'page: too large' } },
      EXIT.refused,
      /1104.*page: too large\)?\n {2}Correct the option it names\./,
    ],
    ['a cut connection', 'cut', EXIT.unreachable, /not answered/],
    ['no list', { json: { respcd: '0000' } }, EXIT.unreachable, /no list of rows/],
    ['rows that are none', { json: { respcd: '0000', data: ['x'] } }, EXIT.unreachable, /no list of rows/],
    [
      'a wrong signature',
      { json: { respcd: '1108' }, signature: 'wrong' },
      EXIT.unreachable,
      /app code and client key \(1108\)/,
    ],
  ])('reports %s', async (_what, answer, exitCode, problem) => {
    const run = await query(answer, ['--order', 'A-1']);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toMatch(problem);
  });
});
