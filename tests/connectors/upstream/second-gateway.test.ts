import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SandboxGateway, startSandboxGateway } from '../../../packages/cli/src/start/sandbox-gateway.ts';
import { imitateNotification } from '../../../packages/client/src/index.ts';
import {
  type ChargeOrder,
  type OpenedConnector,
  openConnector,
  readConfig,
  type RefundOrder,
  systemClock,
  systemTimers,
} from '../../../packages/gateway/src/index.ts';
import { formatSyssn } from '../../../packages/protocol/src/index.ts';

const PATIENT = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'opencpm-upstream-'));
let gateway: SandboxGateway;
let clientKey = '';
let appCode = '';
let numbers = 0;

beforeAll(async () => {
  gateway = await startSandboxGateway({
    config: readConfig({ OPENCPM_RATE_LIMIT: 'off' }, { data: folder, port: '0' }, folder),
    log: { info: () => undefined, warn: () => undefined, alert: () => undefined },
    randomBytes: (length) => randomBytes(length),
    onFatal(error) {
      throw error;
    },
  });
  const [direct] = gateway.credentials;
  if (direct === undefined) throw new Error('the second gateway has no merchant');
  clientKey = direct.clientKey;
  appCode = direct.merchant.appCode;
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

async function open(
  values: Readonly<Record<string, unknown>> = {},
  key = clientKey,
): Promise<OpenedConnector> {
  const problems: string[] = [];
  const files = {
    read(): string {
      throw new Error('no file is read here');
    },
  };
  const opened = await openConnector(
    'second',
    {
      values: {
        connector: 'upstream',
        host: gateway.url,
        app_code: appCode,
        client_key_env: 'KEY',
        ...values,
      },
      environment: { KEY: key },
      files,
    },
    {
      clock: systemClock,
      timers: systemTimers,
      randomBytes: (length) => randomBytes(length),
      alert: () => undefined,
    },
    (problem) => problems.push(problem),
  );
  if (opened === undefined) throw new Error(problems.join('; '));
  return opened;
}

function number(): string {
  numbers += 1;
  return formatSyssn(systemClock.nowMs(), 77, numbers);
}

function orderOf(authCode: string, changes: Partial<ChargeOrder> = {}): ChargeOrder {
  return {
    channelOrderId: number(),
    family: 'alipay',
    payType: '800108',
    authCode,
    amountMinor: 1_050,
    currency: 'HKD',
    description: 'Tea',
    creditBarred: false,
    createdAtMs: systemClock.nowMs(),
    merchantNumber: 1,
    merchantName: 'Corner Shop',
    storeId: '',
    deviceId: 'till-1',
    ...changes,
  };
}

function refundOf(order: ChargeOrder, amountMinor: number): RefundOrder {
  return {
    channelRefundId: number(),
    channelOrderId: order.channelOrderId,
    family: order.family,
    walletNumber: '',
    amountMinor,
    paymentAmountMinor: order.amountMinor,
    currency: order.currency,
    createdAtMs: systemClock.nowMs(),
    paymentCreatedAtMs: order.createdAtMs,
  };
}

describe.each(['SHA256', 'MD5', 'HMAC-SHA256'])('through a second gateway, signed with %s', (signType) => {
  it.each([
    ['800108', 'alipay', '28123456780000'],
    ['800208', 'wechatpay', '13123456780000'],
    ['801008', 'wechatpay_hk', '15123456780000'],
    ['800708', 'unionpay', '621234567800000'],
    ['805808', 'payme', '80123456780000'],
  ] as const)('%s of %s is charged, refunded in part, and found again', async (payType, family, code) => {
    const { connector, close } = await open({ sign_type: signType });
    const unique = String(numbers).padStart(4, '0');
    const order = orderOf(`${code}${unique}`, { payType, family });
    expect(await connector.query(order, PATIENT)).toMatchObject({ kind: 'not_found' });
    const paid = await connector.charge(order, PATIENT);
    expect(paid).toMatchObject({ kind: 'paid', amountMinor: 1_050, currency: 'HKD' });
    expect(await connector.query(order, PATIENT)).toMatchObject({ kind: 'paid', amountMinor: 1_050 });
    expect(await connector.reverse(order, PATIENT)).toMatchObject({ kind: 'refused', respcd: '1260' });
    const refund = refundOf(order, 50);
    expect(await connector.queryRefund(refund, PATIENT)).toMatchObject({ kind: 'not_found' });
    expect(await connector.refund(refund, PATIENT)).toMatchObject({ kind: 'returned', amountMinor: 50 });
    expect(await connector.refund(refund, PATIENT)).toMatchObject({ kind: 'returned', amountMinor: 50 });
    expect(await connector.queryRefund(refund, PATIENT)).toMatchObject({ kind: 'returned', amountMinor: 50 });
    const tooMuch = await connector.refund(refundOf(order, 1_001), PATIENT);
    expect(tooMuch).toMatchObject({ kind: 'refused', respcd: '1272', mayStillReturn: false });
    close();
  });
});

describe('through a second gateway', () => {
  it('a refusal is one, a password is waited for, and what waits is undone', async () => {
    const { connector, close } = await open();
    expect(await connector.charge(orderOf('281234567890401201'), PATIENT)).toMatchObject({
      kind: 'declined',
      respcd: '1201',
      mayStillCharge: false,
    });
    const waiting = orderOf('281234567890410004');
    expect(await connector.charge(waiting, PATIENT)).toEqual({ kind: 'waiting_for_payer' });
    expect(['reversed', 'unknown']).toContain((await connector.reverse(waiting, PATIENT)).kind);
    close();
  });

  it('an answer that is not signed with our key decides nothing', async () => {
    const { connector, close } = await open({}, '0'.repeat(32));
    expect(await connector.charge(orderOf('281234567890000009'), PATIENT)).toMatchObject({ kind: 'unknown' });
    close();
  });

  it('a gateway that is not there was sent nothing', async () => {
    const { connector, close } = await open({ host: 'http://127.0.0.1:1' });
    const order = orderOf('281234567890000010');
    expect(await connector.charge(order, PATIENT)).toMatchObject({ kind: 'not_sent' });
    expect(await connector.refund(refundOf(order, 1), PATIENT)).toMatchObject({ kind: 'not_sent' });
    close();
  });

  it('a notification counts with its signature alone, and names the number to ask about', async () => {
    const { receiver, close } = await open();
    const { headers, body } = imitateNotification({
      clientKey,
      nowMs: systemClock.nowMs(),
      syssn: '20260301000100020000000009',
      orderNumber: '20260301000100020000000001',
      amountMinor: 1_050,
      currency: 'HKD',
    });
    const notification = { method: 'POST', target: '/', headers, body: Buffer.from(body) };
    expect(await receiver?.read(notification)).toMatchObject({
      kind: 'payment',
      number: '20260301000100020000000001',
      acknowledged: { status: 200, body: 'SUCCESS' },
    });
    const forged = { ...notification, body: Buffer.from(body.replace('1050', '1')) };
    expect(await receiver?.read(forged)).toMatchObject({ kind: 'refused', reply: { status: 401 } });
    close();
  });
});
