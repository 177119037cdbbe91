import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChargeOrder, RefundOrder } from '../../../packages/gateway/src/wallet/connector.ts';
import type { NotificationReading } from '../../../packages/gateway/src/wallet/notification-receiver.ts';
import { openSealed } from '../../../packages/gateway/src/wallet/wechatpay/secret-box.ts';
import { VECTORS } from '../../../packages/gateway/src/wallet/wechatpay/vectors/test-vectors.ts';
import type { Misbehaviour } from '../../../packages/sandbox/src/index.ts';
import { PATIENT } from '../support/gateway-side.ts';
import {
  DIRECT_SETTINGS,
  INSTITUTION_SETTINGS,
  type SentNotification,
  WechatPayTown,
} from './wechatpay-town.ts';

interface SealedResource {
  readonly nonce: string;
  readonly associated_data: string;
  readonly ciphertext: string;
}

const NOTIFY_URL = 'https://gw.example/wallets/wechatpay/notify';
const SETTINGS = { ...INSTITUTION_SETTINGS, notify_url: NOTIFY_URL };

let folder: string;
let town: WechatPayTown;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opencpm-wechatpay-notices-'));
  town = await WechatPayTown.open({ settings: SETTINGS, file: join(folder, 'wallets.db') });
});
afterEach(async () => {
  await town.close();
  rmSync(folder, { recursive: true });
});

async function restart(aheadMs = 0): Promise<void> {
  const { time, mailbox } = town;
  await town.close();
  time.advance(aheadMs);
  const file = join(folder, 'wallets.db');
  town = await WechatPayTown.open({ settings: SETTINGS, file, time, mailbox });
}

/** Waits until so many notifications were sent, while the clock stands still. */
async function sent(count: number): Promise<readonly SentNotification[]> {
  await town.pass(0);
  while (town.mailbox.received.length < count) await town.pass(0);
  return town.mailbox.received;
}

/** Waits until the wallet waits for its next try. */
async function putOff(): Promise<void> {
  while (town.time.running === 0) await town.sandbox.waiting();
}

/** A payment, and a refund of it that the wallet has taken in. */
async function returned(): Promise<{ readonly order: ChargeOrder; readonly refund: RefundOrder }> {
  const order = town.order();
  await town.connector.charge(order, PATIENT);
  const refund = town.refundOf(order);
  expect((await town.connector.refund(refund, PATIENT)).kind).toBe('returned');
  return { order, refund };
}

/** What the gateway makes of a notification. */
function read(
  notification: SentNotification | undefined,
  { settings = SETTINGS, change = (body: Buffer) => body }: ReadOptions = {},
): Promise<NotificationReading> {
  const { headers = {}, body = Buffer.alloc(0) } = notification ?? {};
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const target = '/wallets/wechatpay/notify';
  return town.receiver(settings).read({ method: 'POST', target, headers: lower, body: change(body) });
}

interface ReadOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly change?: (body: Buffer) => Buffer;
}

function misbehave(fault: Misbehaviour): void {
  town.sandbox.faults.add({ call: 'notification', fault, times: 1 });
}

describe('a refund that ends', () => {
  it('is told, sealed and signed, at the address of the request', async () => {
    const { refund } = await returned();
    const [notification] = await sent(1);
    expect(notification?.url).toBe(NOTIFY_URL);
    const text = notification?.body.toString() ?? '';
    expect(JSON.parse(text)).toMatchObject({
      event_type: 'REFUND.SUCCESS',
      resource_type: 'encrypt-resource',
    });
    expect(text).not.toContain(refund.channelRefundId);
    expect(await read(notification)).toMatchObject({
      kind: 'refund',
      number: refund.channelRefundId,
      acknowledged: { status: 200 },
      later: { status: 503 },
    });
    await town.pass(86_400_000);
    expect(town.mailbox.received).toHaveLength(1);
    expect(town.protocol.violations).toEqual([]);
  });

  it('is told to nobody who has not asked for it', async () => {
    const connector = town.connect(INSTITUTION_SETTINGS);
    const order = town.order();
    await connector.charge(order, PATIENT);
    await connector.refund(town.refundOf(order), PATIENT);
    await town.pass(60_000);
    expect(town.mailbox.received).toEqual([]);
  });

  it('comes again until it is acknowledged', async () => {
    town.mailbox.acknowledge = () =>
      town.mailbox.received.length < 4 ? { status: 500, body: '' } : { status: 204, body: '' };
    await returned();
    await sent(1);
    for (const [index, wait] of [15, 15, 30].entries()) {
      await putOff();
      await town.pass(wait * 1_000 - 1);
      expect(town.mailbox.received).toHaveLength(index + 1);
      await town.pass(1);
      await sent(index + 2);
    }
    await town.pass(86_400_000);
    expect(town.mailbox.received).toHaveLength(4);
  });

  it('sixteen times in all, when nobody ever answers', async () => {
    town.mailbox.acknowledge = () => undefined;
    await returned();
    for (let count = 1; count <= 16; count += 1) {
      await sent(count);
      if (count < 16) await putOff();
      town.time.advance(6 * 3_600_000);
    }
    await town.pass(7 * 86_400_000);
    expect(town.mailbox.received).toHaveLength(16);
  });
});

describe('the sandbox is started anew', () => {
  it('and what was not acknowledged is told then', async () => {
    town.mailbox.acknowledge = () => undefined;
    const { refund } = await returned();
    await sent(1);
    await putOff();
    await restart(3_600_000);
    town.mailbox.acknowledge = () => ({ status: 200, body: '' });
    const [, again] = await sent(2);
    expect(await read(again)).toMatchObject({ kind: 'refund', number: refund.channelRefundId });
    await restart();
    await town.pass(86_400_000);
    expect(town.mailbox.received).toHaveLength(2);
  });

  it('and what was put off is told when it is due', async () => {
    misbehave('late');
    await returned();
    await putOff();
    await town.pass(0);
    await restart(299_000);
    await town.pass(999);
    expect(town.mailbox.received).toEqual([]);
    await town.pass(1);
    await sent(1);
  });

  it.each([
    ['goes back', 420_004, 'REFUND.SUCCESS'],
    ['is closed', 420_005, 'REFUND.CLOSED'],
  ])('and a refund that was under way is told when it %s', async (_, amountMinor, event) => {
    const order = town.order({ amountMinor: 500_000 });
    await town.connector.charge(order, PATIENT);
    const refund = town.refundOf(order, { amountMinor });
    expect(await town.connector.refund(refund, PATIENT)).toEqual({ kind: 'processing' });
    await restart();
    await town.pass(4_999);
    expect(town.mailbox.received).toEqual([]);
    await town.pass(2_000);
    const [notification] = await sent(1);
    expect(JSON.parse(notification?.body.toString() ?? '')).toMatchObject({ event_type: event });
    expect(await read(notification)).toMatchObject({ kind: 'refund', number: refund.channelRefundId });
  });
});

describe('a notification goes wrong', () => {
  it('none', async () => {
    misbehave('none');
    await returned();
    await town.pass(86_400_000);
    expect(town.mailbox.received).toEqual([]);
  });

  it('twice', async () => {
    misbehave('twice');
    await returned();
    expect(await sent(2)).toHaveLength(2);
  });

  it('late by five minutes', async () => {
    misbehave('late');
    await returned();
    await town.pass(0);
    await putOff();
    await town.pass(299_999);
    expect(town.mailbox.received).toEqual([]);
    await town.pass(1);
    await sent(1);
  });

  it('forged: refused by the gateway', async () => {
    misbehave('forged');
    await returned();
    const [notification] = await sent(1);
    expect(await read(notification)).toMatchObject({ kind: 'refused', reply: { status: 401 } });
    expect(town.alerts).toHaveLength(1);
  });

  it('other-amount: a hint to ask, and nothing more', async () => {
    misbehave('other-amount');
    const { refund } = await returned();
    const [notification] = await sent(1);
    expect(await read(notification)).toMatchObject({ kind: 'refund', number: refund.channelRefundId });
    expect(await town.connector.queryRefund(refund, PATIENT)).toMatchObject({ amountMinor: 5_000 });
  });

  it('odd-form: true, with fields nobody has heard of under the seal', async () => {
    misbehave('odd-form');
    const { refund } = await returned();
    const [notification] = await sent(1);
    const { resource } = JSON.parse(notification?.body.toString() ?? '{}') as { resource: SealedResource };
    const { associated_data: associatedData, ...sealed } = resource;
    const content = openSealed(Buffer.from(VECTORS.sealed.key), { ...sealed, associatedData });
    expect(JSON.parse(content ?? '{}')).toMatchObject({ settlement_hint: {}, promotion_total: null });
    expect(await read(notification)).toMatchObject({ kind: 'refund', number: refund.channelRefundId });
  });

  it('other-payment: names a number nobody knows', async () => {
    misbehave('other-payment');
    const { refund } = await returned();
    const [notification] = await sent(1);
    expect(await read(notification)).toMatchObject({ number: `${refund.channelRefundId}X` });
  });

  it.each<readonly [string, (body: Buffer) => Buffer]>([
    ['a changed byte', (body) => Buffer.concat([body, Buffer.from(' ')])],
    ['no body', () => Buffer.alloc(0)],
  ])('%s on the way: refused by the gateway', async (_name, change) => {
    await returned();
    const [notification] = await sent(1);
    expect(await read(notification, { change })).toMatchObject({ kind: 'refused', reply: { status: 401 } });
  });

  it('an hour old: refused by the gateway', async () => {
    await returned();
    const [notification] = await sent(1);
    town.time.advance(3_600_000);
    expect(await read(notification)).toMatchObject({ kind: 'refused', reply: { status: 401 } });
  });

  it('without a signature: refused by the gateway', async () => {
    await returned();
    const [notification] = await sent(1);
    if (notification === undefined) return;
    expect(await read({ ...notification, headers: {} })).toMatchObject({ kind: 'refused' });
  });

  it('about another shop: refused by the gateway', async () => {
    await returned();
    const [notification] = await sent(1);
    const settings = { ...SETTINGS, sub_mchid: '1900000110' };
    expect(await read(notification, { settings })).toMatchObject({
      kind: 'refused',
      why: 'it is about another merchant',
    });
  });
});

it('is read by a merchant with a contract of its own', async () => {
  const settings = { ...DIRECT_SETTINGS, notify_url: NOTIFY_URL };
  const connector = town.connect(settings);
  const order = town.order({ authCode: '150000000000000001', payType: '801008' });
  expect((await connector.charge(order, PATIENT)).kind).toBe('paid');
  const refund = town.refundOf(order);
  await connector.refund(refund, PATIENT);
  const [notification] = await sent(1);
  expect(await read(notification, { settings })).toMatchObject({ number: refund.channelRefundId });
});
