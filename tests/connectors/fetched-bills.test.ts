import { afterEach, describe, expect, it } from 'vitest';
import { ANSWER_BYTES_MAX, type WalletHttp } from '../../packages/gateway/src/wallet/http/wallet-http.ts';
import { fetchBill as fetchAlipayBill } from '../../packages/gateway/src/wallet/alipay/fetch-bill.ts';
import { description as alipay } from '../../packages/gateway/src/wallet/alipay/description.ts';
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

  it.each([
    [
      'a byte that was changed',
      (body: Buffer) => Buffer.concat([body, Buffer.from('\n')]),
      'its SHA-1 is another',
    ],
    ['nothing left of it', () => Buffer.alloc(0), 'its SHA-1 is another'],
  ])('is refused with %s', async (_name, change, why) => {
    expect(await (await sold()).fetchBill('2026-03-01', change)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining(why),
    });
  });

  it('is refused when it is signed by a key of nobody', async () => {
    const { sandbox } = await sold();
    sandbox.faults.add({ call: 'statement', fault: 'other-key', times: 1 });
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
