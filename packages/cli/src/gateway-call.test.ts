import type { Exchange } from '@opencpm/client/calls';
import { afterEach, describe, expect, it } from 'vitest';
import { EXIT } from './exit-code.ts';
import { callGateway } from './gateway-call.ts';
import {
  type ImitatedAnswer,
  type ImitatedGateway,
  imitateGateway,
  TEST_APP_CODE,
  TEST_KEY,
} from './test-support/imitated-gateway.ts';
import { TEST_NOW_MS } from './test-support/run-command.ts';
import { TestClock } from './test-support/test-clock.ts';

const PATH = '/trade/v1/query';
const ANSWER = { respcd: '0000', data: [] };
let gateway: ImitatedGateway | undefined;

afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

async function call(
  answer: ImitatedAnswer,
  options: {
    readonly key?: string;
    readonly storeId?: string;
    readonly parameters?: readonly (readonly [string, string])[];
    readonly clock?: TestClock;
    readonly interruption?: AbortSignal;
  } = {},
): Promise<Exchange> {
  gateway = await imitateGateway({ [PATH]: () => answer });
  const {
    key = TEST_KEY,
    storeId,
    parameters = [['page', '1']],
    clock = new TestClock(TEST_NOW_MS),
  } = options;
  const access = { url: gateway.url, appCode: TEST_APP_CODE, key, storeId };
  return callGateway(
    { fetch, clock, randomBytes: (count) => new Uint8Array(count) },
    access,
    { path: PATH, parameters, signType: 'SHA256' },
    options.interruption,
  );
}

describe('callGateway', () => {
  it.each(['MD5', 'SHA256'] as const)('proves an answer signed with %s', async (signature) => {
    const answer = await call({ json: ANSWER, signature });
    expect(answer).toMatchObject({ kind: 'answered', respcd: '0000', httpStatus: 200, proven: true });
  });

  it('says when an answer proves nothing', async () => {
    expect(await call({ json: ANSWER, signature: 'none' })).toMatchObject({
      kind: 'answered',
      proven: false,
    });
  });

  it('suspects the key when the answer says 1108', async () => {
    const answer = await call({ json: { respcd: '1108' } }, { key: 'WRONG' });
    expect(answer).toMatchObject({ kind: 'unknown', credentialsRefused: true });
  });

  it('gives an answer ten seconds', async () => {
    const clock = new TestClock(TEST_NOW_MS);
    const result = call('silence', { clock });
    await expect.poll(() => gateway?.requests.length).toBe(1);
    clock.timeOut();
    expect(await result).toMatchObject({ kind: 'unknown', reason: 'no answer within 10 s' });
  });

  it('does not know what came of a request stopped by Ctrl-C', async () => {
    const interruption = new AbortController();
    const result = call('silence', { interruption: interruption.signal });
    await expect.poll(() => gateway?.requests.length).toBe(1);
    interruption.abort();
    expect(await result).toMatchObject({ kind: 'unknown' });
  });

  it('sends what has a value, with the store, and nothing twice', async () => {
    await call('cut', {
      storeId: 'M001',
      parameters: [
        ['out_trade_no', 'A 50% = "x"'],
        ['respcd', ''],
      ],
    });
    expect(gateway?.requests).toHaveLength(1);
    const [request] = gateway?.requests ?? [];
    expect(request?.signed).toBe(true);
    expect(Object.fromEntries(request?.parameters ?? [])).toEqual({
      out_trade_no: 'A 50% = "x"',
      mchid: 'M001',
    });
  });

  it('sends nothing that no gateway takes, and names the field', async () => {
    await expect(call({ json: ANSWER }, { parameters: [['page', 'first']] })).rejects.toMatchObject({
      exitCode: EXIT.usage,
      message: expect.stringContaining('--page cannot be sent: must'),
    });
    expect(gateway?.requests).toHaveLength(0);
  });
});
