import { afterEach, describe, expect, it } from 'vitest';
import { EXIT } from '../exit-code.ts';
import {
  type ImitatedAnswer,
  type ImitatedGateway,
  imitateGateway,
  type ReceivedRequest,
  TEST_APP_CODE,
  TEST_KEY,
  TEST_MERCHANTS,
} from '../test-support/imitated-gateway.ts';
import { type CommandRun, type RunOptions, runCommand, TEST_NOW_MS } from '../test-support/run-command.ts';
import { TestClock } from '../test-support/test-clock.ts';

const PAYMENT = '/trade/v1/payment';
const QUERY = '/trade/v1/query';
const MERCHANTS = '/sandbox/merchants';
let gateway: ImitatedGateway | undefined;

afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

type Route = (request: ReceivedRequest) => ImitatedAnswer;

const sandbox: Route = () => ({ json: TEST_MERCHANTS, signature: 'none' });

/** An answer as the gateway gives it to a payment that has a number. */
function answer(respcd: string, more: Readonly<Record<string, unknown>> = {}): Route {
  return ({ parameters }) => ({
    json: {
      respcd,
      resperr: 'text',
      syssn: '20260305000100020000000001',
      out_trade_no: parameters.get('out_trade_no'),
      txamt: Number(parameters.get('txamt')),
      txcurrcd: parameters.get('txcurrcd'),
      ...more,
    },
  });
}

/** An enquiry that finds nothing, then the result codes one after the other, the last one for ever. */
function rows(...respcds: readonly (string | undefined)[]): Route {
  let asked = 0;
  return ({ parameters }) => {
    const respcd = respcds[Math.min(asked, respcds.length - 1)];
    asked += 1;
    const row = {
      respcd,
      syssn: '20260305000100020000000001',
      out_trade_no: parameters.get('out_trade_no'),
      order_type: 'payment',
      txamt: '1050',
      txcurrcd: 'HKD',
      cancel: '0',
    };
    return { json: { respcd: '0000', data: respcd === undefined ? [] : [row] } };
  };
}

async function pay(
  routes: Readonly<Record<string, Route>>,
  words: readonly string[],
  options: RunOptions = {},
): Promise<CommandRun> {
  gateway = await imitateGateway(routes);
  return runCommand(['pay', ...words, '--url', gateway.url], options);
}

function sent(): ReadonlyMap<string, string> {
  return gateway?.requests.find(({ path }) => path === PAYMENT)?.parameters ?? new Map();
}

describe('opencpm pay', () => {
  it('signs with the time of a sandbox whose clock was moved ahead', async () => {
    for (const aheadMs of [0, 54_000_000]) {
      const times: string[] = [];
      const recorded: typeof fetch = (input, init) => {
        const time = new Headers(init?.headers).get('x-qf-timestamp');
        if (time !== null) times.push(time);
        return fetch(input, init);
      };
      const routes = {
        [MERCHANTS]: sandbox,
        [PAYMENT]: answer('0000'),
        '/sandbox/clock': () => ({ json: { ahead_ms: aheadMs }, signature: 'none' }) as const,
      };
      await pay(routes, ['1050', '--sign-type', 'HMAC-SHA256'], { fetch: recorded });
      expect(times).toEqual([String((TEST_NOW_MS + aheadMs) / 1_000)]);
      await gateway?.close();
    }
  });

  it('asks no gateway on another machine for a clock, and none for a signature without a time', async () => {
    await pay({ [MERCHANTS]: sandbox, [PAYMENT]: answer('0000') }, ['1050']);
    expect(gateway?.requests.map(({ path }) => path)).not.toContain('/sandbox/clock');
    const asked: string[] = [];
    const away: typeof fetch = (input) => {
      asked.push(typeof input === 'string' ? input : '');
      return Promise.reject(new Error('no network in this test'));
    };
    const access = ['--url', 'https://pay.example.com', '--app-code', TEST_APP_CODE, '--key', TEST_KEY];
    const words = ['pay', '1050', '--code', '280244567856723026', '--sign-type', 'HMAC-SHA256', ...access];
    await runCommand(words, { fetch: away });
    expect(asked).toEqual(['https://pay.example.com/trade/v1/payment']);
  });

  it('pays with the first direct merchant of the sandbox and a made-up code', async () => {
    const { exitCode, stdout, stderr } = await pay({ [MERCHANTS]: sandbox, [PAYMENT]: answer('0000') }, [
      '1050',
    ]);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toMatch(/^PAID {2}HKD 10\.50\n/);
    expect(stdout).toContain('20260305000100020000000001');
    expect(stdout).toContain('0000 Success');
    expect(gateway?.requests.find(({ path }) => path === PAYMENT)?.signed).toBe(true);
    expect(Object.fromEntries(sent())).toEqual({
      txamt: '1050',
      txcurrcd: 'HKD',
      pay_type: '800008',
      out_trade_no: expect.stringMatching(/^cli20260305180000[0-9a-f]{8}$/),
      txdtm: '2026-03-05 18:00:00',
      auth_code: expect.stringMatching(/^28\d{16}$/),
    });
    expect(stderr).toContain(`as order ${sent().get('out_trade_no')}`);
  });

  it('sends what the options say', async () => {
    await pay({ [PAYMENT]: answer('0000') }, [
      ...['--amount', '1000', '--currency', 'JPY', '--order', 'A 1', '--code', '134567890123456789'],
      ...[
        '--goods',
        'tea & cake',
        '--udid',
        'till-1',
        '--notify-url',
        'https://shop.example/n',
        '--store',
        'M001',
      ],
      ...['--app-code', TEST_APP_CODE, '--key', TEST_KEY, '--sign-type', 'md5', '--pay-type', '800208'],
    ]);
    expect(gateway?.requests).toHaveLength(1);
    expect(gateway?.requests[0]?.signed).toBe(true);
    expect(Object.fromEntries(sent())).toMatchObject({
      txamt: '1000',
      txcurrcd: 'JPY',
      pay_type: '800208',
      out_trade_no: 'A 1',
      auth_code: '134567890123456789',
      goods_name: 'tea & cake',
      udid: 'till-1',
      notify_url: 'https://shop.example/n',
      mchid: 'M001',
    });
  });

  it('takes address and credentials from the environment, and flags before it', async () => {
    gateway = await imitateGateway({ [PAYMENT]: answer('0000') });
    const environment = {
      OPENCPM_URL: gateway.url,
      OPENCPM_APP_CODE: 'other',
      OPENCPM_KEY: TEST_KEY,
      OPENCPM_MCHID: 'M9',
    };
    const words = ['pay', '10', '--code', '134567890123456789', '--app-code', TEST_APP_CODE];
    const { exitCode } = await runCommand(words, { environment });
    expect(exitCode).toBe(EXIT.done);
    expect(gateway.requests[0]?.signed).toBe(true);
    expect(sent().get('mchid')).toBe('M9');
  });

  it.each([
    ['1205', EXIT.refused, /^REFUSED/],
    ['1143', EXIT.pending, /^PENDING, customer confirms/],
    ['1145', EXIT.pending, /^PENDING, processing/],
    ['1298', EXIT.pending, /^UNKNOWN/],
    ['9999', EXIT.pending, /^UNKNOWN/],
    ['2011', EXIT.pending, /^UNKNOWN/],
  ])('ends %s with exit code %i', async (respcd, exitCode, state) => {
    const run = await pay({ [MERCHANTS]: sandbox, [PAYMENT]: answer(respcd) }, ['1050']);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout).toMatch(state);
    expect(run.stdout).toContain(respcd);
  });

  it('says for a waiting payment how to ask and how to confirm', async () => {
    const { stdout } = await pay({ [MERCHANTS]: sandbox, [PAYMENT]: answer('1143') }, [
      '1050',
      '--order',
      "it's",
    ]);
    expect(stdout).toContain(`opencpm query --order 'it'\\''s' --url ${gateway?.url}`);
    expect(stdout).toContain('opencpm approve 20260305000100020000000001');
  });

  it('never repeats a key', async () => {
    const words = ['1050', '--code', '134567890123456789', '--app-code', TEST_APP_CODE, '--key', TEST_KEY];
    const { stdout, stderr } = await pay({ [PAYMENT]: answer('1145') }, words);
    expect(stdout + stderr).not.toContain(TEST_KEY);
    expect(stdout).toContain('--key ...');
  });

  it.each<[string, ImitatedAnswer]>([
    ['a cut connection', 'cut'],
    ['an error page', { text: 'oops', status: 500 }],
    ['a wrong signature', { json: { respcd: '1205' }, signature: 'wrong' }],
  ])('calls the outcome unknown after %s', async (_what, lost) => {
    const { exitCode, stdout, stderr } = await pay({ [MERCHANTS]: sandbox, [PAYMENT]: () => lost }, [
      '1050',
      '--order',
      'A-1',
    ]);
    expect(exitCode).toBe(EXIT.pending);
    expect(stdout).toMatch(/^UNKNOWN {2}HKD 10\.50\n/);
    expect(stdout).toContain('opencpm query --order A-1');
    expect(stdout + stderr).not.toMatch(/fail|refused/i);
  });

  it('calls the outcome unknown when no answer comes in time', async () => {
    const clock = new TestClock(TEST_NOW_MS);
    gateway = await imitateGateway({ [MERCHANTS]: sandbox, [PAYMENT]: () => 'silence' });
    const run = runCommand(['pay', '1050', '--url', gateway.url], { clock });
    await expect.poll(() => sent().size).toBeGreaterThan(0);
    clock.timeOut();
    expect(await run).toMatchObject({
      exitCode: EXIT.pending,
      stdout: expect.stringContaining('no answer within 10 s'),
    });
  });

  it('says that nothing was sent when nobody listens', async () => {
    const closed = await imitateGateway({});
    await closed.close();
    const words = [
      'pay',
      '10',
      '--code',
      '134567890123456789',
      '--app-code',
      'A',
      '--key',
      'K',
      '--url',
      closed.url,
    ];
    const { exitCode, stdout, stderr } = await runCommand(words);
    expect(exitCode).toBe(EXIT.unreachable);
    expect(stdout).toBe('');
    expect(stderr).toContain('does not answer');
  });

  it('prints one JSON object', async () => {
    const { stdout } = await pay({ [MERCHANTS]: sandbox, [PAYMENT]: answer('1143') }, [
      '1050',
      '--json',
      '--order',
      'A-1',
    ]);
    expect(JSON.parse(stdout)).toEqual({
      state: 'waiting_for_payer',
      final: false,
      out_trade_no: 'A-1',
      syssn: '20260305000100020000000001',
      pay_type: '800008',
      txamt: 1050,
      txcurrcd: 'HKD',
      respcd: '1143',
      explanation: expect.stringContaining('1143'),
      ask: `opencpm query --order A-1 --url ${gateway?.url}`,
    });
  });

  it.each([
    [[], /amount is missing/],
    [['10.50'], /not a whole number of minor units/],
    [['0'], /not a whole number/],
    [['100000000000'], /not a whole number/],
    [['10', '--amount', '10'], /given twice/],
    [['10', '--currency', 'XXX'], /--currency is not supported/],
    [['10', '--pay-type', '800201'], /--pay-type is not known/],
    [['10', '--sign-type', 'SHA1'], /none of MD5, SHA256, HMAC-SHA256/],
    [['10', '--code', '4006381333931'], /wallet of this code cannot be told/],
  ])('refuses %j before anything is sent', async (words, problem) => {
    const { exitCode, stderr } = await pay({ [MERCHANTS]: sandbox, [PAYMENT]: answer('0000') }, words);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toMatch(problem);
    expect(sent().size).toBe(0);
  });

  it('makes up no code where there is no sandbox', async () => {
    const { exitCode, stderr } = await pay({ [PAYMENT]: answer('0000') }, [
      '10',
      '--app-code',
      TEST_APP_CODE,
      '--key',
      TEST_KEY,
    ]);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain('--code is missing');
    expect(sent().size).toBe(0);
  });

  it('asks for credentials where there is no sandbox', async () => {
    const { exitCode, stderr } = await pay({ [PAYMENT]: answer('0000') }, [
      '10',
      '--key',
      'K',
      '--code',
      '134567890123456789',
    ]);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain('Give --app-code (or OPENCPM_APP_CODE)');
  });

  it.each(['ftp://x', 'nonsense', 'http://user@host', 'http://host/?a=1'])(
    'refuses the address %s',
    async (url) => {
      const { exitCode, stderr } = await runCommand(['pay', '10', '--url', url]);
      expect(exitCode).toBe(EXIT.usage);
      expect(stderr).toContain('--url is no address');
    },
  );
});

describe('opencpm pay --wait', () => {
  it('asks until the payment is final', async () => {
    const routes = { [MERCHANTS]: sandbox, [PAYMENT]: answer('1143'), [QUERY]: rows('1143', '1145', '0000') };
    const { exitCode, stdout, stderr } = await pay(routes, ['1050', '--wait']);
    expect(exitCode).toBe(EXIT.done);
    expect(stdout).toMatch(/^PAID/);
    expect(stderr).toMatch(/PENDING, customer confirms\nPENDING, processing\nPAID\n$/);
    expect(gateway?.requests.filter(({ path }) => path === QUERY)).toHaveLength(3);
  });

  it('asks after a lost answer, also while the gateway has not heard of the order', async () => {
    const routes = {
      [MERCHANTS]: sandbox,
      [PAYMENT]: (): ImitatedAnswer => 'cut',
      [QUERY]: rows(undefined, '1145', '1205'),
    };
    const { exitCode, stdout } = await pay(routes, ['1050', '--wait']);
    expect(exitCode).toBe(EXIT.refused);
    expect(stdout).toMatch(/^REFUSED/);
  });

  it('goes on asking when an enquiry gets lost', async () => {
    let asked = 0;
    const paid = rows('0000');
    const query: Route = (request) => {
      asked += 1;
      return asked === 1 ? 'cut' : paid(request);
    };
    const { exitCode } = await pay({ [MERCHANTS]: sandbox, [PAYMENT]: answer('1145'), [QUERY]: query }, [
      '1050',
      '--wait',
    ]);
    expect(exitCode).toBe(EXIT.done);
    expect(asked).toBe(2);
  });

  it('gives up after a minute and still calls it pending', async () => {
    const clock = new TestClock(TEST_NOW_MS);
    const routes = { [MERCHANTS]: sandbox, [PAYMENT]: answer('1145'), [QUERY]: rows('1145') };
    const { exitCode, stdout } = await pay(routes, ['1050', '--wait'], { clock });
    expect(exitCode).toBe(EXIT.pending);
    expect(stdout).toContain('opencpm query --order');
    expect(clock.nowMs() - TEST_NOW_MS).toBe(60_000);
  });

  it('believes no row about another amount', async () => {
    const routes = { [MERCHANTS]: sandbox, [PAYMENT]: answer('1145'), [QUERY]: rows('0000') };
    const { exitCode, stdout } = await pay(routes, ['999', '--wait']);
    expect(exitCode).toBe(EXIT.pending);
    expect(stdout).toContain('txamt 1050 instead of 999');
  });

  it("does not wait for somebody else's payment after 2011", async () => {
    const routes = { [MERCHANTS]: sandbox, [PAYMENT]: answer('2011'), [QUERY]: rows('0000') };
    const { exitCode } = await pay(routes, ['1050', '--wait']);
    expect(exitCode).toBe(EXIT.pending);
    expect(gateway?.requests.some(({ path }) => path === QUERY)).toBe(false);
  });

  it('stops at Ctrl-C and says how to ask', async () => {
    const interruption = new AbortController();
    const query: Route = () => {
      interruption.abort();
      return 'silence';
    };
    const routes = { [MERCHANTS]: sandbox, [PAYMENT]: answer('1143'), [QUERY]: query };
    const run = await pay(routes, ['1050', '--wait'], { interruption: interruption.signal });
    expect(run.exitCode).toBe(EXIT.pending);
    expect(run.stdout).toContain('opencpm query --order');
  });
});
