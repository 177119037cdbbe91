import { createPublicKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ManualTime } from '../../clock/test-time.ts';
import type { WalletExchange, WalletHttp, WalletRequest } from '../http/wallet-http.ts';
import { WechatPayConnector } from './connector.ts';
import { PlatformKeys } from './platform-keys.ts';
import { IDENTITY, JUDGEMENT, ORDER, PAID_BODY, REFUND, RETURNED_BODY } from './test-answers.ts';
import { MERCHANT_KEY, PLATFORM_KEY, VECTORS } from './vectors/test-vectors.ts';

const SIGNAL = new AbortController().signal;
const time = new ManualTime();

/** What a line answers, in turn. */
type Step = WalletExchange | { readonly status: number; readonly body?: Readonly<Record<string, unknown>> };

/** A connector on a line that answers as told, signed, and the requests it sent. */
function onLine(...steps: readonly Step[]): {
  readonly connector: WechatPayConnector;
  readonly sent: WalletRequest[];
  readonly alerts: string[];
} {
  const sent: WalletRequest[] = [];
  const alerts: string[] = [];
  const http: WalletHttp = {
    async send(request) {
      const step = steps[sent.length] ?? { kind: 'unknown', reason: 'nothing more was expected' };
      sent.push(request);
      return 'kind' in step ? step : sealed(step.status, step.body);
    },
    close: () => undefined,
  };
  const ports = {
    name: 'wechatpay',
    http,
    clock: time,
    timers: time,
    randomBytes: (length: number) => new Uint8Array(length),
    alert: (why: string) => alerts.push(why),
  };
  const keys = new PlatformKeys({
    fixed: [{ serial: VECTORS.platform.serial, publicKey: createPublicKey(PLATFORM_KEY) }],
    list: async () => ({ ok: false, why: 'never asked' }),
    clock: time,
    timers: time,
    alert: ports.alert,
  });
  const signer = {
    mchid: IDENTITY.spMchid,
    certificateSerial: VECTORS.merchant.serial,
    privateKey: MERCHANT_KEY,
  };
  const connector = new WechatPayConnector({
    ports,
    sending: { http, clock: time, randomBytes: ports.randomBytes, origin: 'https://wallet.example', signer },
    keys,
    judgement: JUDGEMENT,
    profile: 'global',
    shop: { categoryCode: '5411', storeNames: {} },
  });
  return { connector, sent, alerts };
}

function sealed(status: number, body?: Readonly<Record<string, unknown>>): WalletExchange {
  const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
  const timestamp = String(Math.floor(time.nowMs() / 1_000));
  const message = Buffer.concat([Buffer.from(`${timestamp}\nnonce\n`), bytes, Buffer.from('\n')]);
  return {
    kind: 'answer',
    status,
    headers: {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': 'nonce',
      'wechatpay-signature': sign('sha256', message, PLATFORM_KEY).toString('base64'),
      'wechatpay-serial': VECTORS.platform.serial,
      'request-id': 'ABC-1',
    },
    body: bytes,
  };
}

const NOT_SENT: WalletExchange = { kind: 'not_sent', reason: 'no connection' };

describe('an enquiry behind a payment', () => {
  it('that was not sent does not say that the payment was not', async () => {
    const { connector, sent } = onLine({ status: 403, body: { code: 'TRADE_ERROR' } }, NOT_SENT);
    expect(await connector.charge(ORDER, SIGNAL)).toEqual({ kind: 'unknown', reason: 'no connection' });
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('is not made when the payment itself was not sent', async () => {
    const { connector, sent } = onLine(NOT_SENT);
    expect(await connector.charge(ORDER, SIGNAL)).toEqual(NOT_SENT);
    expect(sent).toHaveLength(1);
  });

  it.each<readonly [string, number, Readonly<Record<string, unknown>>, string]>([
    [
      'an order that is there may yet be paid, whatever too many calls refused',
      200,
      { ...PAID_BODY, trade_state: 'NOTPAY' },
      'unknown',
    ],
    ['an order nobody knows ends it', 404, { code: 'ORDER_NOT_EXIST' }, 'declined'],
  ])('%s', async (_, status, body, kind) => {
    const { connector } = onLine({ status: 429, body: { code: 'RATE_LIMITED' } }, { status, body });
    expect((await connector.charge(ORDER, SIGNAL)).kind).toBe(kind);
  });
});

describe('an enquiry behind a refund', () => {
  it('that was not sent leaves an accepted refund accepted', async () => {
    const { status: _, ...accepted } = RETURNED_BODY;
    const { connector } = onLine({ status: 200, body: accepted }, NOT_SENT);
    expect(await connector.refund(REFUND, SIGNAL)).toEqual({ kind: 'processing' });
  });

  it('that was not sent, or finds nothing, decides about a used number', async () => {
    const used = { status: 400, body: { code: 'OUT_REFUND_NO_USED' } };
    expect(await onLine(used, NOT_SENT).connector.refund(REFUND, SIGNAL)).toMatchObject({ kind: 'unknown' });
    const nothing = { status: 404, body: { code: 'REFUND_NOT_EXIST' } };
    expect(await onLine(used, nothing).connector.refund(REFUND, SIGNAL)).toMatchObject({
      kind: 'refused',
      respcd: '1147',
    });
  });
});

it('a path that is not there is no order that is not there', async () => {
  const { connector, alerts } = onLine({ status: 404, body: { code: 'NOT_FOUND' } });
  expect((await connector.query(ORDER, SIGNAL)).kind).toBe('unknown');
  expect(alerts).toHaveLength(1);
});

describe('an operator hears', () => {
  it.each([
    [500, 'OPENID_MISMATCH'],
    [500, 'INVALID_TRANSACTIONID'],
    [403, 'ACCOUNT_ERROR'],
    [401, 'SIGN_ERROR'],
  ])('of a payment that is answered %i %s', async (status, code) => {
    const { connector, alerts } = onLine({ status, body: { code } });
    await connector.charge(ORDER, SIGNAL);
    expect(alerts).toEqual([expect.stringContaining(`WeChat Pay: ${code} (${status}, cause 1): `)]);
  });

  it.each(['INVALID_TRANSACTIONID', 'TRADE_STATE_ERROR'])(
    'of a reversal that is answered %s',
    async (code) => {
      const { connector, alerts } = onLine({ status: 400, body: { code } });
      expect(await connector.reverse(ORDER, SIGNAL)).toMatchObject({ kind: 'refused', mayRetry: true });
      expect(alerts).toHaveLength(1);
    },
  );

  it.each(['OUT_REFUND_NO_USED', 'REFUND_FEE_MISMATCH', 'ERROR'])(
    'of a refund that is answered %s',
    async (code) => {
      const { connector, alerts } = onLine({ status: 400, body: { code } });
      await connector.refund(REFUND, SIGNAL);
      expect(alerts).toHaveLength(1);
    },
  );

  it.each(['NOT_ENOUGH', 'AUTHCODEEXPIRE', 'RULE_LIMIT'])('nothing of a payer who gets %s', async (code) => {
    const { connector, alerts } = onLine({ status: 403, body: { code } });
    await connector.charge(ORDER, SIGNAL);
    expect(alerts).toEqual([]);
  });
});

it('what is signed is what is sent, once', async () => {
  const { connector, sent } = onLine({ status: 200, body: PAID_BODY });
  await connector.charge(ORDER, SIGNAL);
  const [request] = sent;
  expect(request?.url).toBe('https://wallet.example/v3/global/micropay/transactions/pay');
  expect(Buffer.isBuffer(request?.body)).toBe(true);
  expect(request?.headers).toMatchObject({ accept: 'application/json', 'content-type': 'application/json' });
  const enquiry = onLine({ status: 200, body: PAID_BODY });
  await enquiry.connector.query(ORDER, SIGNAL);
  expect(enquiry.sent[0]).not.toHaveProperty('body');
});
