import { afterEach, describe, expect, it } from 'vitest';
import { callGateway, type GatewayResult } from './gateway-call.ts';
import {
  type ImitatedAnswer,
  type ImitatedGateway,
  imitateGateway,
  TEST_APP_CODE,
  TEST_KEY,
} from './test-support/imitated-gateway.ts';
import { TEST_NOW_MS } from './test-support/run-command.ts';
import { TestClock } from './test-support/test-clock.ts';

const PATH = '/trade/v1/payment';
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
): Promise<GatewayResult> {
  gateway = await imitateGateway({ [PATH]: () => answer });
  const {
    key = TEST_KEY,
    storeId,
    parameters = [['txamt', '10']],
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

const PAID = { respcd: '0000', syssn: '1' };

describe('callGateway', () => {
  it.each(['MD5', 'SHA256'] as const)('verifies an answer signed with %s', async (signature) => {
    expect(await call({ json: PAID, signature })).toEqual({
      kind: 'answered',
      fields: PAID,
      respcd: '0000',
      httpStatus: 200,
      signature: 'verified',
    });
  });

  it('says when an answer carries no signature', async () => {
    expect(await call({ json: PAID, signature: 'none' })).toMatchObject({
      kind: 'answered',
      signature: 'absent',
    });
  });

  it('does not believe an answer with a wrong signature', async () => {
    expect(await call({ json: PAID, signature: 'wrong' })).toMatchObject({
      kind: 'unknown',
      reason: 'signature_wrong',
    });
  });

  it('names the key as the suspect when the answer says 1108', async () => {
    const result = await call({ json: { respcd: '1108' } }, { key: 'WRONG' });
    expect(result).toMatchObject({ kind: 'unknown', reason: 'signature_wrong' });
    expect(result).toHaveProperty('detail', expect.stringContaining('key'));
  });

  it('passes on a 429 as an answer', async () => {
    expect(await call({ json: { respcd: '1297' }, status: 429 })).toMatchObject({
      kind: 'answered',
      httpStatus: 429,
    });
  });

  it.each<[string, ImitatedAnswer]>([
    ['a page of a proxy', { text: '<html>Bad gateway</html>', status: 502 }],
    ['an answer behind a 500', { json: PAID, status: 500 }],
    ['a redirection', { text: '', status: 307, headers: { location: '/elsewhere' } }],
    ['an empty body', { text: '', status: 200 }],
    ['a list', { json: [PAID] }],
    ['a result code of three digits', { json: { respcd: '000' } }],
    ['no result code', { json: { syssn: '1' } }],
    ['half an answer', { text: '{"respcd": "0000"', status: 200 }],
  ])('cannot use %s', async (_what, answer) => {
    expect(await call(answer)).toMatchObject({ kind: 'unknown', reason: 'unreadable' });
    expect(gateway?.requests).toHaveLength(1);
  });

  it('does not know what a cut connection did', async () => {
    expect(await call('cut')).toMatchObject({ kind: 'unknown', reason: 'connection_lost' });
  });

  it('does not know what came of a request nobody answered in time', async () => {
    const clock = new TestClock(TEST_NOW_MS);
    const result = call('silence', { clock });
    await expect.poll(() => gateway?.requests.length).toBe(1);
    clock.timeOut();
    expect(await result).toMatchObject({
      kind: 'unknown',
      reason: 'time_out',
      detail: 'no answer within 10 s',
    });
  });

  it('does not know what came of a request stopped by Ctrl-C', async () => {
    const interruption = new AbortController();
    const result = call('silence', { interruption: interruption.signal });
    await expect.poll(() => gateway?.requests.length).toBe(1);
    interruption.abort();
    expect(await result).toMatchObject({ kind: 'unknown', reason: 'interrupted' });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    const closed = await imitateGateway({});
    await closed.close();
    const access = { url: closed.url, appCode: TEST_APP_CODE, key: TEST_KEY, storeId: undefined };
    const clock = new TestClock(TEST_NOW_MS);
    const result = await callGateway(
      { fetch, clock, randomBytes: (count) => new Uint8Array(count) },
      access,
      {
        path: PATH,
        parameters: [],
        signType: 'MD5',
      },
    );
    expect(result).toEqual({ kind: 'unsent', detail: 'no connection (ECONNREFUSED)' });
  });

  it('signs what it sends, whatever the values hold', async () => {
    await call(
      { json: PAID },
      {
        storeId: 'M001',
        parameters: [
          ['goods_name', 'tea & 茶+50% = "x"'],
          ['txdtm', '2026-03-05 18:00:00'],
          ['udid', ''],
        ],
      },
    );
    const [request] = gateway?.requests ?? [];
    expect(request?.signed).toBe(true);
    expect(request?.parameters.get('goods_name')).toBe('tea & 茶+50% = "x"');
    expect(request?.parameters.get('mchid')).toBe('M001');
  });

  it('leaves mchid out when there is no store', async () => {
    await call({ json: PAID });
    expect(gateway?.requests[0]?.parameters.has('mchid')).toBe(false);
  });
});
