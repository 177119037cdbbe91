import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Aes, Wechatpay } from 'wechatpay-axios-plugin';
import { systemClock, systemTimers } from '../../../packages/gateway/src/clock/system-clock.ts';
import {
  MERCHANT_KEY,
  PLATFORM_KEY,
  PLATFORM_PUBLIC_KEY,
  VECTORS,
} from '../../../packages/gateway/src/wallet/wechatpay/vectors/test-vectors.ts';
import {
  openSandbox,
  Platform,
  type Sandbox,
  startWalletServer,
  type WalletServer,
  WechatPayProtocol,
} from '../../../packages/sandbox/src/index.ts';
import { INSTITUTION } from './wechatpay-town.ts';

// A client that knows nothing of us: it signs, verifies and opens by its own code, on the machine's clock.

let sandbox: Sandbox;
let protocol: WechatPayProtocol;
let server: WalletServer;

beforeAll(async () => {
  sandbox = openSandbox({ file: ':memory:', clock: systemClock, timers: systemTimers, randomBytes });
  protocol = new WechatPayProtocol({
    door: sandbox.door,
    clock: systemClock,
    timers: systemTimers,
    randomBytes,
    platform: new Platform(PLATFORM_KEY, VECTORS.platform.serial, systemClock.nowMs()),
    contracts: [INSTITUTION],
  });
  server = await startWalletServer({ protocol, clock: systemClock, timers: systemTimers });
});
afterAll(async () => {
  await server.close();
  sandbox.close();
});

interface Answer {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A call by the other client. Rejects for whatever it does not take as an answer. */
async function call(
  method: 'GET' | 'POST',
  path: string,
  data?: object,
  keys: Readonly<Record<string, string>> = { [VECTORS.platform.serial]: pemOfPlatform() },
): Promise<Answer> {
  const client = new Wechatpay({
    baseURL: `${server.url}/`,
    mchid: VECTORS.merchant.mchid,
    serial: VECTORS.merchant.serial,
    privateKey: MERCHANT_KEY.export({ format: 'pem', type: 'pkcs8' }),
    certs: keys,
  });
  const answer: unknown = await (client as unknown as Caller).client.v3.request({
    method,
    url: path,
    ...(data === undefined ? {} : { data }),
  });
  return answer as Answer;
}

interface Caller {
  readonly client: { readonly v3: { request(config: object): Promise<unknown> } };
}

function pemOfPlatform(): string {
  return PLATFORM_PUBLIC_KEY.export({ format: 'pem', type: 'spki' }).toString();
}

const NUMBERS = { sp_mchid: VECTORS.merchant.mchid, sub_mchid: VECTORS.merchant.subMchid };
const QUERY = new URLSearchParams(NUMBERS).toString();

let count = 0;
function payment(
  authCode = '130000000000000001',
): Readonly<Record<string, unknown>> & { readonly out_trade_no: string } {
  count += 1;
  return {
    sp_appid: VECTORS.merchant.appid,
    ...NUMBERS,
    description: '港島茶室 - tea',
    out_trade_no: `X${String(count).padStart(8, '0')}`,
    trade_type: 'MICROPAY',
    merchant_category_code: '5411',
    payer: { auth_code: authCode },
    amount: { total: 12_880, currency: 'HKD' },
  };
}

describe('a client that knows nothing of us', () => {
  it('pays, enquires, reverses and enquires again', async () => {
    const order = payment();
    const path = `v3/global/transactions/out-trade-no/${order.out_trade_no}?${QUERY}`;
    const paid = await call('POST', 'v3/global/micropay/transactions/pay', order);
    expect(paid.status).toBe(200);
    expect(paid.data).toMatchObject({ trade_state: 'SUCCESS', amount: { total: 12_880, currency: 'HKD' } });
    expect((await call('GET', path)).data).toEqual(paid.data);
    const reversed = await call(
      'POST',
      `v3/global/micropay/transactions/out-trade-no/${order.out_trade_no}/reverse`,
      NUMBERS,
    );
    expect(reversed.status).toBe(204);
    expect((await call('GET', path)).data).toMatchObject({ trade_state: 'REVOKED' });
  });

  it('hears 202 for a payment that waits', async () => {
    const waiting = await call('POST', 'hk/v3/transactions/micropay', payment('130000000000401143'));
    expect(waiting).toMatchObject({ status: 202, data: { trade_state: 'USERPAYING' } });
  });

  it('refunds', async () => {
    const order = payment();
    await call('POST', 'v3/global/micropay/transactions/pay', order);
    const refund = {
      sp_appid: VECTORS.merchant.appid,
      ...NUMBERS,
      out_trade_no: order.out_trade_no,
      out_refund_no: `R${order.out_trade_no}`,
      amount: { refund: 5_000, total: 12_880, currency: 'HKD' },
    };
    expect((await call('POST', 'v3/global/refunds', refund)).data).toMatchObject({
      amount: { refund: 5_000 },
    });
    const path = `v3/global/refunds/out-refund-no/R${order.out_trade_no}?${QUERY}`;
    expect((await call('GET', path)).data).toMatchObject({ status: 'SUCCESS' });
  });

  it('opens the certificates', async () => {
    const { data } = await call('GET', 'v3/global/certificates');
    const [entry] = data['data'] as { serial_no: string; encrypt_certificate: Record<string, string> }[];
    const { nonce = '', ciphertext = '', associated_data: aad = '' } = entry?.encrypt_certificate ?? {};
    expect(entry?.serial_no).toBe(VECTORS.platform.serial);
    expect(Aes.AesGcm.decrypt(ciphertext, VECTORS.sealed.key, nonce, aad)).toMatch(
      /^-----BEGIN CERTIFICATE-----/,
    );
  });

  it('hears refusals', async () => {
    const refused = call('POST', 'v3/global/micropay/transactions/pay', payment('130000000000401201'));
    await expect(refused).rejects.toMatchObject({ response: { status: 403, data: { code: 'NOT_ENOUGH' } } });
  });

  it('takes no answer by another key', async () => {
    const other = MERCHANT_KEY.export({ format: 'pem', type: 'pkcs8' }).toString();
    await expect(
      call('GET', 'v3/global/certificates', undefined, { [VECTORS.platform.serial]: other }),
    ).rejects.toThrow(/failed/);
  });
});
