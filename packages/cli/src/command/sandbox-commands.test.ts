import { SANDBOX_DAMAGES, SANDBOX_WALLETS } from '../sandbox/wallet-options.ts';
import { CODE_DAMAGES, WALLET_IDS } from '@opencpm/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import {
  type ImitatedAnswer,
  type ImitatedGateway,
  type ImitatedRoutes,
  imitateGateway,
  TEST_MERCHANTS,
} from '../test-support/imitated-gateway.ts';
import { type CommandRun, runCommand } from '../test-support/run-command.ts';

const SYSSN = '20260305000100020000000001';
let gateway: ImitatedGateway | undefined;

afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

async function run(routes: ImitatedRoutes, words: readonly string[]): Promise<CommandRun> {
  gateway = await imitateGateway(routes);
  return runCommand([...words, '--url', gateway.url]);
}

const plain =
  (json: unknown, status = 200): (() => ImitatedAnswer) =>
  () => ({ json, status, signature: 'none' });

const PAYMENT = {
  sequence: 3,
  channel_order_id: SYSSN,
  wallet: 'alipay',
  account: 'li-na',
  state: 'paid',
  amount_minor: 150000,
  currency: 'HKD',
  debit_minor: 138000,
  debit_currency: 'CNY',
  times_charged: 1,
  respcd: null,
  reason: '',
  created_at: '2026-03-05T10:00:00.000Z',
};

describe('opencpm code', () => {
  const issued = {
    auth_code: '6288',
    emv_text: 'hQVDUFYw',
    expires_at: '2026-03-05T10:01:00.000Z',
    account: 'a',
    wallet: 'unionpay',
  };
  const routes = { '/sandbox/wallets/unionpay/codes': plain(issued) };

  it('prints the code alone, the rest on the standard error', async () => {
    const { exitCode, stdout, stderr } = await run(routes, [
      'code',
      '--wallet',
      'unionpay',
      '--account',
      'a',
    ]);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toBe('6288\n');
    expect(stderr).toContain('good until 2026-03-05T10:01:00.000Z');
    expect(gateway?.requests[0]).toMatchObject({ method: 'POST', body: '{"account":"a"}' });
  });

  it('prints the EMV text or everything', async () => {
    expect((await run(routes, ['code', '--wallet', 'unionpay', '--emv'])).stdout).toBe('hQVDUFYw\n');
    await gateway?.close();
    expect(JSON.parse((await run(routes, ['code', '--wallet', 'unionpay', '--json'])).stdout)).toEqual(
      issued,
    );
  });

  it('refuses an EMV text where there is none', async () => {
    const alipay = {
      '/sandbox/wallets/alipay/codes': plain({ auth_code: '28', account: 'a', wallet: 'alipay' }),
    };
    expect(await run(alipay, ['code', '--wallet', 'alipay', '--emv'])).toMatchObject({
      exitCode: EXIT.usage,
      stdout: '',
    });
  });

  it.each([[['code']], [['code', '--wallet', 'cash']]])('asks for a wallet in %j', async (words) => {
    const { exitCode, stderr } = await run(routes, words);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain('wechatpayhk');
  });

  it('says where the customers are listed when there is none of that name', async () => {
    const unknown = {
      '/sandbox/wallets/alipay/codes': plain({ error: 'account: there is none nobody.' }, 404),
    };
    const words = ['code', '--wallet', 'alipay', '--account', 'nobody'];
    const { exitCode, stderr } = await run(unknown, words);
    expect(exitCode).toBe(EXIT.refused);
    expect(stderr).toContain('opencpm wallets');
    expect(stderr).not.toContain('opencpm book');
  });

  it('asks for digits as they are wished', async () => {
    const words = ['code', '--wallet', 'unionpay', '--prefix', '6291', '--length', '20'];
    expect((await run(routes, words)).exitCode).toBe(EXIT.done);
    expect(gateway?.requests[0]).toMatchObject({ body: '{"prefix":"6291","length":20}' });
  });

  it.each([
    ['CR and LF', '6288\r\n', '6288\r\n'],
    ['a separator', '62\x1d88', '62\x1d88\n'],
    ['full width', '６２８８', '６２８８\n'],
    ['a blank at the end', 'hQ ', 'hQ \n'],
  ])('prints %s of a damaged code as it arrives', async (_what, auth_code, stdout) => {
    const damaged = { '/sandbox/wallets/unionpay/codes': plain({ ...issued, damaged: { auth_code } }) };
    const result = await run(damaged, ['code', '--wallet', 'unionpay', '--damage', 'any']);
    expect(result).toMatchObject({ exitCode: EXIT.done, stdout });
    expect(gateway?.requests[0]).toMatchObject({ body: '{"damage":"any"}' });
  });

  it('prints nothing that could steer a terminal', async () => {
    const damaged = { auth_code: '62\x1b[2J88' };
    const routesOfStranger = { '/sandbox/wallets/unionpay/codes': plain({ ...issued, damaged }) };
    expect(await run(routesOfStranger, ['code', '--wallet', 'unionpay', '--damage', 'cut'])).toMatchObject({
      exitCode: EXIT.unreachable,
      stdout: '',
    });
  });

  it.each([
    ['a length in words', ['--length', 'long'], 'Give a whole number'],
    ['a damage that digits cannot have', ['--damage', 'caps-lock'], 'Add --emv'],
  ])('takes %s for wrong usage', async (_what, options, mend) => {
    const onText = { '/sandbox/wallets/unionpay/codes': plain({ ...issued, damaged: { emv_text: 'Hq' } }) };
    const { exitCode, stderr } = await run(onText, ['code', '--wallet', 'unionpay', ...options]);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain(mend);
  });

  it('takes a wish the sandbox does not fulfil for wrong usage', async () => {
    const refusal = {
      '/sandbox/wallets/unionpay/codes': plain({ error: 'prefix: codes of unionpay have …' }, 400),
    };
    const { exitCode, stderr } = await run(refusal, ['code', '--wallet', 'unionpay', '--prefix', '63']);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain('codes of unionpay have');
  });

  it('knows the wallets and the damages of the sandbox', () => {
    expect(SANDBOX_WALLETS).toEqual(WALLET_IDS);
    expect(SANDBOX_DAMAGES).toEqual(CODE_DAMAGES.map(({ name }) => name));
  });
});

describe('opencpm approve and refuse', () => {
  it('approves the newest payment', async () => {
    const { exitCode, stdout } = await run({ '/sandbox/payments/latest/approve': plain(PAYMENT) }, [
      'approve',
    ]);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toMatch(/^PAID {2}HKD 1500\.00\n/);
    expect(stdout).toContain('CNY 1380.00');
    expect(gateway?.requests[0]?.body).toBe('{}');
  });

  it('approves by syssn with a password', async () => {
    const routes = { [`/sandbox/payments/${SYSSN}/approve`]: plain(PAYMENT) };
    const { exitCode } = await run(routes, ['approve', SYSSN, '--password', '123456', '--json']);
    expect(exitCode).toBe(EXIT.done);
    expect(gateway?.requests[0]?.body).toBe('{"password":"123456"}');
  });

  it.each([[['refuse', 'A-1']], [['refuse', '--order', 'A-1']]])(
    'finds the syssn of an order for %j',
    async (words) => {
      const row = { out_trade_no: 'A-1', syssn: SYSSN, order_type: 'payment' };
      const refund = { out_trade_no: 'A-1', syssn: '9', order_type: 'refund' };
      const routes: ImitatedRoutes = {
        '/sandbox/merchants': plain(TEST_MERCHANTS),
        '/trade/v1/query': () => ({ json: { respcd: '0000', data: [refund, row] } }),
        [`/sandbox/payments/${SYSSN}/refuse`]: plain({ ...PAYMENT, state: 'declined', respcd: '1205' }),
      };
      const { exitCode, stdout } = await run(routes, words);
      expect(exitCode).toBe(EXIT.done);
      expect(stdout).toMatch(/^DECLINED/);
    },
  );

  it('says when the gateway knows no such order', async () => {
    const routes: ImitatedRoutes = {
      '/sandbox/merchants': plain(TEST_MERCHANTS),
      '/trade/v1/query': () => ({ json: { respcd: '0000', data: [] } }),
    };
    const { exitCode, stderr } = await run(routes, ['approve', 'A-1']);
    expect(exitCode).toBe(EXIT.refused);
    expect(stderr).toContain('no payment with the order number A-1');
  });

  it('does not end well when an approval did not lead to a payment', async () => {
    const routes = { '/sandbox/payments/latest/approve': plain({ ...PAYMENT, state: 'declined' }) };
    expect((await run(routes, ['approve'])).exitCode).toBe(EXIT.refused);
  });

  it('refuses a payment named twice', async () => {
    expect((await run({}, ['approve', SYSSN, '--order', 'A-1'])).exitCode).toBe(EXIT.usage);
  });

  it.each([400, 404, 409])('passes on what the sandbox says with HTTP %i', async (status) => {
    const routes = { '/sandbox/payments/latest/approve': plain({ error: 'password: it is wrong' }, status) };
    const result = await run(routes, ['approve']);
    expect(result.exitCode).toBe(EXIT.refused);
    expect(result.stderr).toContain('password: it is wrong');
  });

  it('does not claim to know what a lost answer did', async () => {
    const { exitCode, stderr } = await run({ '/sandbox/payments/latest/approve': () => 'cut' }, ['approve']);
    expect(exitCode).toBe(EXIT.unreachable);
    expect(stderr).toContain('may have done it all the same');
  });

  it('says when there is no sandbox', async () => {
    const { exitCode, stderr } = await run({}, ['approve']);
    expect(exitCode).toBe(EXIT.unreachable);
    expect(stderr).toContain('There is no sandbox at');
  });
});

describe('opencpm book', () => {
  it('shows what the wallet booked', async () => {
    const test = {
      ...PAYMENT,
      sequence: 2,
      account: null,
      debit_minor: null,
      state: 'declined',
      respcd: '1205',
      reason: 'refused',
    };
    const routes = { '/sandbox/wallets/alipay/book': plain({ payments: [PAYMENT, test] }) };
    const { stdout } = await run(routes, ['book', '--wallet', 'alipay', '--limit', '2', '--before', '9']);
    expect(gateway?.requests[0]?.path).toBe('/sandbox/wallets/alipay/book?limit=2&before=9');
    expect(stdout).toContain('CNY 1380.00');
    expect(stdout).toContain('(test code)');
    expect(stdout).toContain('1205 refused');
  });

  it.each([
    [0, ''],
    [1, 'CNY 1380.00'],
  ])('shows what was debited where money was taken %i times', async (taken, debited) => {
    const one = { ...PAYMENT, times_charged: taken, state: taken === 0 ? 'declined' : 'paid' };
    const routes = { '/sandbox/wallets/alipay/book': plain({ payments: [one] }) };
    const { stdout } = await run(routes, ['book', '--wallet', 'alipay']);
    expect(stdout.includes('CNY 1380.00')).toBe(debited !== '');
    await gateway?.close();
    const refused = await run({ '/sandbox/payments/latest/refuse': plain(one) }, ['refuse']);
    expect(refused.stdout.includes('CNY 1380.00')).toBe(debited !== '');
  });

  it('says when the book is empty', async () => {
    const routes = { '/sandbox/wallets/payme/book': plain({ payments: [] }) };
    expect((await run(routes, ['book', '--wallet', 'payme'])).stdout).toBe('The book of payme is empty.\n');
  });

  it('takes a limit the sandbox does not know for wrong usage', async () => {
    const error = 'limit: write a number from 1 to 1000.';
    const routes = { '/sandbox/wallets/payme/book': plain({ error }, 400) };
    const shown = await run(routes, ['book', '--wallet', 'payme', '--limit', '0']);
    expect(shown.exitCode).toBe(EXIT.usage);
    expect(shown.stderr).toContain(error);
  });

  it('refuses an answer without a book', async () => {
    const routes = { '/sandbox/wallets/payme/book': plain({ payments: 'none' }) };
    expect((await run(routes, ['book', '--wallet', 'payme'])).exitCode).toBe(EXIT.unreachable);
  });
});

describe('opencpm wallets', () => {
  const wallets = {
    wallets: [
      {
        wallet: 'alipay',
        currency: 'CNY',
        accounts: [
          {
            account: 'li-na',
            name: 'Li Na',
            balance_minor: 0,
            free_limit_minor: 100000,
            password: '123456',
            status: 'open',
            behaviour: 'normal',
          },
        ],
      },
    ],
  };

  it('shows who can pay', async () => {
    const { stdout } = await run({ '/sandbox/wallets': plain(wallets) }, ['wallets']);
    expect(stdout).toMatch(/alipay +li-na +Li Na +CNY 0 +CNY 1000\.00 +123456 +open +normal/);
  });

  it('passes the answer on as JSON', async () => {
    const { stdout } = await run({ '/sandbox/wallets': plain(wallets) }, ['wallets', '--json']);
    expect(JSON.parse(stdout)).toEqual(wallets);
  });
});

describe('opencpm clock', () => {
  const clock = { now: '2026-03-05T10:00:00.000Z', ahead_ms: 0, timers: 3 };

  it('shows the clock', async () => {
    const { exitCode, stdout } = await run({ '/sandbox/clock': plain(clock) }, ['clock']);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toBe('now (UTC)       2026-03-05 10:00:00\nahead           0s\ntimers waiting  3\n');
    expect(gateway?.requests[0]?.method).toBe('GET');
  });

  it('moves it ahead', async () => {
    const moved = { ...clock, ahead_ms: 140_645_000, timers_fired: 9 };
    const { stdout } = await run({ '/sandbox/clock': plain(moved) }, ['clock', '--advance', '15h']);
    expect(stdout).toMatch(/ahead +1d 15h 4m 5s\ntimers fired +9\n/);
    expect(gateway?.requests[0]).toMatchObject({ method: 'POST', body: '{"advance":"15h"}' });
  });

  it('prints JSON', async () => {
    const { stdout } = await run({ '/sandbox/clock': plain(clock) }, ['clock', '--json']);
    expect(JSON.parse(stdout)).toEqual(clock);
  });

  it('says what is wrong with a duration', async () => {
    const error = 'advance: write numbers with ms, s, m, h or d, such as "15h".';
    const shown = await run({ '/sandbox/clock': plain({ error }, 400) }, ['clock', '--advance', 'soon']);
    expect(shown.exitCode).toBe(EXIT.usage);
    expect(shown.stderr).toContain(error);
  });

  it('says when there is no sandbox', async () => {
    expect(await run({}, ['clock', '--advance', '1s'])).toMatchObject({ exitCode: EXIT.unreachable });
  });
});

describe('opencpm book with refunds and reversals', () => {
  it('shows what went back', async () => {
    const refund = {
      channel_refund_id: '20260305000100020000000002',
      state: 'returned',
      amount_minor: 5000,
      currency: 'HKD',
      respcd: null,
      reason: '',
      created_at: '2026-03-05T10:00:05.000Z',
    };
    const refused = { ...refund, state: 'refused', respcd: '1272', reason: 'Too much.' };
    const payments = [
      { ...PAYMENT, state: 'reversed', refunded_minor: 0, reversed: true, refunds: [] },
      { ...PAYMENT, refunded_minor: 5000, reversed: false, refunds: [refund, refused] },
    ];
    const { stdout } = await run({ '/sandbox/wallets/alipay/book': plain({ payments }) }, [
      ...['book', '--wallet', 'alipay'],
    ]);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/TAKEN +RETURNED +STATE/);
    expect(lines[1]).toMatch(/ 1 +reversed$/);
    expect(lines[2]).toMatch(/ 1 +HKD 50\.00 +paid$/);
    expect(lines[3]).toMatch(/20260305000100020000000002 .*HKD 50\.00 +HKD 50\.00 +refund returned$/);
    expect(lines[4]).toMatch(/refund refused +1272 Too much\.$/);
  });
});
