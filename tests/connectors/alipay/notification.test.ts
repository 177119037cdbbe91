import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NotificationReading } from '../../../packages/gateway/src/wallet/notification-receiver.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { AlipayTown, type SentNotification } from './alipay-town.ts';

let town: AlipayTown;

beforeEach(async () => {
  town = await AlipayTown.open();
});
afterEach(() => town.close());

/** Waits until so many notifications were sent. */
async function sent(count: number, from = town): Promise<readonly SentNotification[]> {
  while (from.mailbox.received.length < count) await from.sandbox.waiting();
  return from.mailbox.received;
}

/** Waits until the wallet has put a notification off. */
async function putOff(): Promise<void> {
  while (town.time.running === 0) await town.sandbox.waiting();
}

/** What the gateway makes of a notification. */
function read({ url, headers, body }: SentNotification): Promise<NotificationReading> {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return town.receiver().read({ method: 'POST', target: new URL(url).pathname, headers: lower, body });
}

function contentOf(notification: SentNotification | undefined): Record<string, unknown> {
  return JSON.parse(notification?.body.toString() ?? '{}') as Record<string, unknown>;
}

describe('a payment that succeeds', () => {
  it('is told, signed, at the address of the request', async () => {
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    const [notification] = await sent(1);
    expect(notification?.url).toBe('http://127.0.0.1:1/wallet/alipay');
    expect(contentOf(notification)).toMatchObject({
      notifyType: 'PAYMENT_RESULT',
      paymentRequestId: order.channelOrderId,
      paymentAmount: { currency: 'HKD', value: '12880' },
      result: { resultStatus: 'S' },
    });
    if (notification === undefined) return;
    expect(await read(notification)).toMatchObject({ kind: 'payment', number: order.channelOrderId });
  });

  it('later is told then, once', async () => {
    const order = town.order({ authCode: await town.code('li-na', { freeLimitMinor: 0 }) });
    await town.connector.charge(order, PATIENT);
    await putOff();
    await town.pass(1_000);
    expect(town.mailbox.received).toEqual([]);
    await putOff();
    await town.sandbox.approve(order.channelOrderId);
    await town.pass(1_000);
    await sent(1);
    await town.connector.charge(order, PATIENT);
    await town.pass(60_000);
    expect(town.mailbox.received).toHaveLength(1);
  });

  it('comes again after 2, 10, 10 minutes, 1, 2, 6 and 15 hours until it is acknowledged', async () => {
    const replies = [
      undefined,
      { status: 500, body: '' },
      { status: 200, body: 'ok' },
      { status: 200, body: '{"result":{"resultStatus":"U"}}' },
    ];
    town.mailbox.acknowledge = () => replies[town.mailbox.received.length - 1];
    await town.connector.charge(town.order(), PATIENT);
    await sent(1);
    const minutes = [2, 10, 10, 60, 120, 360, 900];
    for (const [index, wait] of minutes.entries()) {
      await putOff();
      await town.pass(wait * 60_000 - 1);
      expect(town.mailbox.received).toHaveLength(index + 1);
      await town.pass(1);
      await sent(index + 2);
    }
    await town.pass(86_400_000);
    expect(town.mailbox.received).toHaveLength(8);
    expect(town.time.running).toBe(0);
  });

  it('stops coming when it is acknowledged', async () => {
    town.mailbox.acknowledge = () =>
      town.mailbox.received.length < 3 ? undefined : { status: 200, body: '{"result":{"resultStatus":"S"}}' };
    await town.connector.charge(town.order(), PATIENT);
    for (const count of [2, 3]) {
      await putOff();
      await town.pass(600_000);
      await sent(count);
    }
    await town.pass(86_400_000);
    expect(town.mailbox.received).toHaveLength(3);
  });
});

describe('a payment that fails', () => {
  it('is not told to merchants of Antom', async () => {
    const order = town.order({ authCode: await town.code('wang-lei') });
    expect((await town.connector.charge(order, PATIENT)).kind).toBe('declined');
    await town.pass(5_000);
    expect(town.mailbox.received).toEqual([]);
  });

  it('is told to acquirers of Alipay+', async () => {
    const other = await AlipayTown.open({ dialect: 'acqp' });
    const order = other.order({ authCode: await other.code('wang-lei') });
    await other.connector.charge(order, PATIENT);
    const [notification] = await sent(1, other);
    expect(contentOf(notification)).toMatchObject({
      paymentResult: { resultStatus: 'F', resultCode: 'USER_BALANCE_NOT_ENOUGH' },
    });
    expect(contentOf(notification)).not.toHaveProperty('notifyType');
    await other.close();
  });
});

describe('a notification goes wrong', () => {
  it('none', async () => {
    town.misbehave('notification', 'none');
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    await town.connector.charge(town.order(), PATIENT);
    const [only] = await sent(1);
    expect(contentOf(only)['paymentRequestId']).not.toBe(order.channelOrderId);
  });

  it('early: before the answer', async () => {
    town.misbehave('notification', 'early');
    await town.connector.charge(town.order(), PATIENT);
    expect(town.mailbox.received).toHaveLength(1);
  });

  it('twice', async () => {
    town.misbehave('notification', 'twice');
    await town.connector.charge(town.order(), PATIENT);
    expect(await sent(2)).toHaveLength(2);
  });

  it('late by five minutes', async () => {
    town.misbehave('notification', 'late');
    await town.connector.charge(town.order(), PATIENT);
    await putOff();
    await town.pass(299_999);
    expect(town.mailbox.received).toHaveLength(0);
    await town.pass(1);
    await sent(1);
  });

  it('forged: refused by the gateway', async () => {
    town.misbehave('notification', 'forged');
    await town.connector.charge(town.order(), PATIENT);
    const [notification] = await sent(1);
    if (notification === undefined) return;
    expect(await read(notification)).toMatchObject({ kind: 'refused', reply: { status: 401 } });
    expect(town.alerts).toHaveLength(1);
  });

  it('other-amount: a hint to ask, and nothing more', async () => {
    town.misbehave('notification', 'other-amount');
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    const [notification] = await sent(1);
    expect(contentOf(notification)['paymentAmount']).toEqual({ currency: 'HKD', value: '12881' });
    if (notification === undefined) return;
    expect(await read(notification)).toMatchObject({ kind: 'payment', number: order.channelOrderId });
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid', amountMinor: 12_880 });
  });

  it('odd-form: true, with fields nobody has heard of', async () => {
    town.misbehave('notification', 'odd-form');
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    const [notification] = await sent(1);
    expect(contentOf(notification)).toMatchObject({ aNewField: {}, paymentAmount: { value: 12_880 } });
    if (notification === undefined) return;
    expect(await read(notification)).toMatchObject({ kind: 'payment', number: order.channelOrderId });
  });

  it('other-payment: names a number nobody knows', async () => {
    town.misbehave('notification', 'other-payment');
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    const [notification] = await sent(1);
    if (notification === undefined) return;
    expect(await read(notification)).toMatchObject({ kind: 'payment', number: `${order.channelOrderId}X` });
  });

  it('after our cancellation: the enquiry says cancelled', async () => {
    town.misbehave('notification', 'late');
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    await putOff();
    expect(await town.connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
    await town.pass(300_000);
    await sent(1);
    expect((await town.connector.query(order, PATIENT)).kind).toBe('reversed');
  });
});
