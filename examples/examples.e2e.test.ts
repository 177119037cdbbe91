import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EXAMPLE_CLIENTS, type ExampleRun, missingPrograms, runExample } from './e2e/example-client.ts';
import { type LineFault, openFaultyLine } from './e2e/faulty-line.ts';
import { type GatewayProcess, startGateway } from './e2e/gateway-process.ts';

// Most of a run is waiting, for a password or for an answer that never comes; the rest is starting interpreters, which
// takes long on a busy machine.
vi.setConfig({ maxConcurrency: 8, testTimeout: 240_000, hookTimeout: 120_000 });

/** Test amounts of the sandbox. */
const REFUSED_1201 = '401201';
const PASSWORD_APPROVED = '410002';

const { CI } = process.env;

interface SandboxMerchant {
  readonly app_code: string;
  readonly client_key: string;
  readonly kind: string;
  readonly stores: readonly { readonly mchid: string }[];
}

let gateway: GatewayProcess;
let merchants: readonly SandboxMerchant[];

beforeAll(async () => {
  gateway = await startGateway();
  const answer: { merchants: SandboxMerchant[] } = JSON.parse(
    await (await fetch(`${gateway.url}/sandbox/merchants`)).text(),
  );
  merchants = answer.merchants;
});

afterAll(() => gateway.stop());

describe.concurrent.each(EXAMPLE_CLIENTS)('the $language example', (client) => {
  const missing = missingPrograms(client);
  const reason = missing.length === 0 ? '' : ` [cannot run: ${missing.join(', ')} not installed]`;
  if (reason !== '') console.warn(`The ${client.language} example is NOT TESTED:${reason}`);
  // A developer without PHP may still work; the build machine must prove every example.
  const check = it.skipIf(reason !== '' && CI !== 'true');

  const pay = (parameters: readonly string[], settings: Readonly<Record<string, string>> = {}) =>
    runExample(client, { OPENCPM_URL: gateway.url, ...settings }, parameters);

  const payOverFaultyLine = async (fault: LineFault, amount: string) => {
    const line = await openFaultyLine(gateway.url, fault);
    try {
      const run = await pay([amount], { OPENCPM_URL: line.url });
      return { run, paymentsSent: line.paymentsSent() };
    } finally {
      await line.close();
    }
  };

  check(`has a payment paid and its text arrives whole${reason}`, async () => {
    const run = await pay([]);
    expectOutcome(run, 0, 'paid', '0000');
    const rows = await enquire(outcomeOf(run).out_trade_no);
    expect(rows).toMatchObject([
      { goods_name: '茶 tea+1', txamt: '1000', txcurrcd: 'HKD', pay_type: '800108' },
    ]);
  });

  check(`pays for a store of a partner${reason}`, async () => {
    const partner = merchants.find(({ kind }) => kind === 'partner');
    const run = await pay([], {
      OPENCPM_APP_CODE: partner?.app_code ?? '',
      OPENCPM_KEY: partner?.client_key ?? '',
      OPENCPM_MCHID: partner?.stores[0]?.mchid ?? '',
    });
    expectOutcome(run, 0, 'paid', '0000');
  });

  check(`tells why a payment was refused${reason}`, async () => {
    const run = await pay([REFUSED_1201]);
    expectOutcome(run, 1, 'refused', '1201');
    expect(run.stderr).toContain('refused: 1201 ');
  });

  check(`asks until the customer has typed the password${reason}`, async () => {
    const run = await pay([PASSWORD_APPROVED]);
    expectOutcome(run, 0, 'paid', '0000');
    expect(run.stderr).toMatch(/: 114[35], asking$/m);
  });

  check.each(['lost', 'late'] as const)(
    `asks after a %s answer and does not pay again${reason}`,
    async (fault) => {
      const { run, paymentsSent } = await payOverFaultyLine(fault, '1000');
      expectOutcome(run, 0, 'paid', '0000');
      expect(run.stderr).toMatch(/: no answer, asking$/m);
      expect(paymentsSent).toBe(1);
    },
  );

  check(`does not believe an answer whose signature is wrong${reason}`, async () => {
    const { run, paymentsSent } = await payOverFaultyLine('forged', REFUSED_1201);
    expect(run.stderr).toContain('answer without a valid signature');
    expectOutcome(run, 1, 'refused', '1201');
    expect(paymentsSent).toBe(1);
  });

  check(`sends nothing when the amount has decimals${reason}`, async () => {
    const run = await pay(['10.50']);
    expect(run).toMatchObject({ exitCode: 3, stdout: '' });
    expect(run.stderr).toContain('10.50');
  });
});

interface Outcome {
  readonly verdict: string;
  readonly out_trade_no: string;
}

function outcomeOf({ stdout }: ExampleRun): Outcome {
  return JSON.parse(stdout);
}

function expectOutcome(run: ExampleRun, exitCode: number, verdict: string, respcd: string): void {
  expect(run).toMatchObject({ exitCode, stdout: expect.stringMatching(/^\{.*\}\r?\n$/) });
  expect(outcomeOf(run)).toEqual({
    verdict,
    respcd,
    out_trade_no: expect.stringMatching(/^till-\d+-[0-9a-f]{8}$/),
    syssn: expect.stringMatching(/^\d{26}$/),
  });
}

/** What the gateway itself says of a payment of the first direct merchant. */
async function enquire(outTradeNo: string): Promise<unknown> {
  const merchant = merchants.find(({ kind }) => kind === 'direct');
  const text = `out_trade_no=${outTradeNo}`;
  const response = await fetch(`${gateway.url}/trade/v1/query`, {
    method: 'POST',
    headers: {
      'X-QF-APPCODE': merchant?.app_code ?? '',
      'X-QF-SIGN': createHash('sha256')
        .update(text + (merchant?.client_key ?? ''))
        .digest('hex'),
      'X-QF-SIGNTYPE': 'SHA256',
    },
    body: new URLSearchParams({ out_trade_no: outTradeNo }),
  });
  const answer: { data?: unknown } = JSON.parse(await response.text());
  return answer.data;
}
