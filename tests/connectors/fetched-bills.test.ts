import { afterEach, describe, expect, it } from 'vitest';
import {
  ANSWER_BYTES_MAX,
  type WalletHttp,
  type WalletReply,
} from '../../packages/gateway/src/wallet/http/wallet-http.ts';
import { fetchBill as fetchAlipayBill } from '../../packages/gateway/src/wallet/alipay/fetch-bill.ts';
import { fetchBill as fetchUpstreamBill } from '../../packages/gateway/src/wallet/upstream/fetch-bill.ts';
import { description as alipay } from '../../packages/gateway/src/wallet/alipay/description.ts';
import type { Misbehaviour } from '../../packages/sandbox/src/index.ts';
import { PATIENT } from './support/gateway-side.ts';
import { WechatPayTown } from './wechatpay/wechatpay-town.ts';

let town: WechatPayTown | undefined;
afterEach(async () => {
  await town?.close();
  town = undefined;
});

describe('the statement of WeChat Pay', () => {
  async function sold(): Promise<WechatPayTown> {
    town = await WechatPayTown.open();
    await town.connector.charge(town.order(), PATIENT);
    town.time.advance(30 * 3_600_000);
    return town;
  }

  it('is fetched when it is ready, and counts only as the platform has signed it', async () => {
    const fetched = await (await sold()).fetchBill('2026-03-01');
    expect(fetched.kind).toBe('bill');
    expect('bytes' in fetched ? fetched.bytes.length : 0).toBeLessThan(ANSWER_BYTES_MAX);
  });

  const SHA1 = 'wechatpay-statement-sha1';

  it.each<readonly [string, (reply: WalletReply) => WalletReply]>([
    [
      'a byte that was changed',
      (reply) => ({ ...reply, body: Buffer.concat([reply.body, Buffer.from('\n')]) }),
    ],
    ['nothing left of it', (reply) => ({ ...reply, body: Buffer.alloc(0) })],
  ])('is refused with %s: neither seal nor SHA-1 fits', async (_name, change) => {
    expect(await (await sold()).fetchBill('2026-03-01', change)).toEqual({
      kind: 'failed',
      reason:
        'what WeChat Pay has signed is not the SHA-1 of the statement, and its SHA-1 is not the one WeChat Pay names',
    });
  });

  it.each<readonly [string, Misbehaviour, string]>([
    ['by a key of nobody', 'other-key', 'no key of WeChat Pay has signed the statement'],
    ['ten minutes ago', 'stale-time', 'the statement was signed at another time; check the clock'],
    ['for a probe', 'probe', 'what WeChat Pay has signed is not the SHA-1 of the statement'],
  ])(
    'counts by the SHA-1 that is named when it is signed %s, and an operator hears of it',
    async (_name, fault, why) => {
      const { sandbox } = await sold();
      sandbox.faults.add({ call: 'statement', fault, times: 1 });
      expect((await town?.fetchBill('2026-03-01'))?.kind).toBe('bill');
      expect(town?.alerts).toEqual([`the statement of 2026-03-01 is taken by its SHA-1 alone: ${why}`]);
    },
  );

  it.each<readonly [string, (value: string) => string]>([
    ['in another form', (hex) => Buffer.from(hex, 'hex').toString('base64')],
    ['not at all', () => ''],
  ])('counts by its signature when its SHA-1 is named %s', async (_name, other) => {
    const fetched = await (await sold()).fetchBill('2026-03-01', (reply) => ({
      ...reply,
      headers: { ...reply.headers, [SHA1]: other(reply.headers[SHA1] ?? '') },
    }));
    expect(fetched.kind).toBe('bill');
    expect(town?.alerts).toEqual([]);
  });

  it('is refused when nobody has signed it and its SHA-1 is not named', async () => {
    const { sandbox } = await sold();
    sandbox.faults.add({ call: 'statement', fault: 'other-key', times: 1 });
    const fetched = await town?.fetchBill('2026-03-01', (reply) => ({
      ...reply,
      headers: { ...reply.headers, [SHA1]: '' },
    }));
    expect(fetched?.kind).toBe('failed');
  });

  it('is refused when the wallet itself alters it', async () => {
    const { sandbox } = await sold();
    sandbox.faults.add({ call: 'statement', fault: 'altered-body', times: 1 });
    expect((await town?.fetchBill('2026-03-01'))?.kind).toBe('failed');
  });

  it('is not there yet before the next morning', async () => {
    town = await WechatPayTown.open();
    await town.connector.charge(town.order(), PATIENT);
    expect((await town.fetchBill('2026-03-01')).kind).toBe('none');
  });
});

describe('the files of Alipay', () => {
  const settings = (billFiles: string | undefined) =>
    ({ billFiles }) as Parameters<typeof fetchAlipayBill>[0];
  const answering = (statusOf: (url: string) => number): Parameters<typeof fetchAlipayBill>[1] => {
    const http: WalletHttp = {
      send: async ({ url }) => ({
        kind: 'answer',
        status: statusOf(url),
        headers: {},
        body: Buffer.from('<END>'),
      }),
      close: () => undefined,
    };
    return { http } as Parameters<typeof fetchAlipayBill>[1];
  };

  it.each([
    ['no mirror', undefined, () => 200, 'by_hand'],
    ['one file', 'https://files.example/x', (url: string) => (url.endsWith('_000.csv') ? 200 : 404), 'bill'],
    ['no file', 'https://files.example/x', () => 404, 'none'],
    ['several files', 'https://files.example/x/', () => 200, 'failed'],
    ['a mirror that fails', 'https://files.example/x', () => 503, 'failed'],
  ] as const)('%s', async (_name, mirror, statusOf, kind) => {
    const fetched = await fetchAlipayBill(settings(mirror), answering(statusOf), '2026-03-01', PATIENT);
    expect(fetched.kind).toBe(kind);
    expect(alipay.readBill).toBeDefined();
  });
});

describe('the statement of another gateway', () => {
  type Arguments = Parameters<typeof fetchUpstreamBill>;
  const settings = {
    appCode: 'A',
    clientKey: 'K',
    signType: 'SHA256',
    host: new URL('https://gateway.example'),
  } as Arguments[0];

  async function answered(body: string): ReturnType<typeof fetchUpstreamBill> {
    const http: WalletHttp = {
      send: async () => ({ kind: 'answer', status: 200, headers: {}, body: Buffer.from(body) }),
      close: () => undefined,
    };
    return fetchUpstreamBill(settings, { http } as Arguments[1], '2026-03-01', PATIENT);
  }

  it.each([
    ['{"respcd": "1268", "respmsg": "no statement"}', 'none', /has no statement of that day yet$/],
    ['{"respcd": "1108", "respmsg": "wrong\\u001b[2J key"}', 'failed', /answered 1108 \(wrong\?\[2J key\)$/],
    ['{"respcd": "1104"}', 'failed', /answered 1104$/],
    ['<html>', 'failed', /answered HTTP 200 without a statement$/],
    ['{"respcd": 1104, "respmsg": "x"}', 'failed', /answered HTTP 200 without a statement$/],
  ])('is not there: %s', async (body, kind, reason) => {
    expect(await answered(body)).toEqual({ kind, reason: expect.stringMatching(reason) as string });
  });
});
