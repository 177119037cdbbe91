import { describe, expect, it } from 'vitest';
import type { NotificationReading, WalletNotification } from '../notification-receiver.ts';
import { AlipayNotificationReceiver } from './notification.ts';
import { signatureHeader } from './signature.ts';
import { testSettings, WALLET_KEY } from './test-alipay.ts';
import { SIGNATURE_VECTORS, TEST_CLIENT_ID } from './test-vectors.ts';

const [, , VECTOR] = SIGNATURE_VECTORS;
const TRUE_ONE: WalletNotification = {
  method: 'POST',
  target: '/wallet/alipay',
  headers: { 'client-id': TEST_CLIENT_ID, 'request-time': VECTOR.time, signature: VECTOR.header },
  body: Buffer.from(VECTOR.body),
};

async function read(
  notification: WalletNotification,
): Promise<{ reading: NotificationReading; alerts: string[] }> {
  const alerts: string[] = [];
  const receiver = new AlipayNotificationReceiver(testSettings(), { alert: (why) => alerts.push(why) });
  return { reading: await receiver.read(notification), alerts };
}

function signed(content: string): WalletNotification {
  const body = Buffer.from(content);
  const parts = { path: '/alipay/notify', clientId: TEST_CLIENT_ID, time: VECTOR.time, body };
  return {
    ...TRUE_ONE,
    body,
    headers: { ...TRUE_ONE.headers, signature: signatureHeader(parts, WALLET_KEY, '1') },
  };
}

describe('a notification', () => {
  it('of the published vector names its payment and is acknowledged in Alipay’s words', async () => {
    const { reading } = await read(TRUE_ONE);
    expect(reading).toMatchObject({ kind: 'payment', number: 'TV-PAY-0001' });
    if (reading.kind === 'refused') return;
    expect(reading.acknowledged.status).toBe(200);
    expect(JSON.parse(reading.acknowledged.body)).toEqual({
      result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' },
    });
    expect(reading.later.status).toBe(503);
    expect(JSON.parse(reading.later.body)).toMatchObject({ result: { resultStatus: 'U' } });
  });

  it.each<[string, WalletNotification]>([
    ['altered', { ...TRUE_ONE, body: Buffer.from(VECTOR.body.replace('3800', '1')) }],
    [
      'without a signature',
      { ...TRUE_ONE, headers: { 'client-id': TEST_CLIENT_ID, 'request-time': VECTOR.time } },
    ],
    ['of another client', { ...TRUE_ONE, headers: { ...TRUE_ONE.headers, 'client-id': 'OTHER' } }],
    ['of another time', { ...TRUE_ONE, headers: { ...TRUE_ONE.headers, 'request-time': '1767319203000' } }],
    ['by GET', { ...TRUE_ONE, method: 'GET' }],
  ])('%s is refused with 401 and shown to an operator', async (_name, notification) => {
    const { reading, alerts } = await read(notification);
    expect(reading).toMatchObject({ kind: 'refused', reply: { status: 401 } });
    expect(alerts).toHaveLength(1);
  });

  it('about something else is acknowledged, so that it does not come again', async () => {
    const { reading } = await read(signed('{"notifyType":"OFFLINE_PAYMENT_CODE"}'));
    expect(reading).toMatchObject({ kind: 'refused', reply: { status: 200 } });
  });

  it.each(['[]', '{', '{"notifyType":"PAYMENT_RESULT"}', '{"paymentRequestId":"a b"}'])(
    'that reads %s is refused with 400',
    async (content) => {
      const { reading, alerts } = await read(signed(content));
      expect(reading).toMatchObject({ kind: 'refused', reply: { status: 400 } });
      expect(alerts).toEqual([]);
    },
  );

  it('of Alipay+ has no type and names its payment all the same', async () => {
    const { reading } = await read(
      signed('{"paymentRequestId":"TV-2","paymentResult":{"resultStatus":"F"}}'),
    );
    expect(reading).toMatchObject({ kind: 'payment', number: 'TV-2' });
  });
});
