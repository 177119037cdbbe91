import { describe, expect, it } from 'vitest';
import { imitateNotification } from './imitate-notification.ts';
import { type NotificationCheck, verifyNotification } from './notification.ts';
import { TEST_NOW_MS } from './test-support/virtual-clock.ts';
import { tillWith } from './test-support/till-under-test.ts';
import { TEST_CREDENTIALS } from './test-support/scripted-gateway.ts';

const { clientKey } = TEST_CREDENTIALS;
const CHECK: NotificationCheck = { clientKeys: [clientKey], nowMs: TEST_NOW_MS };
const SALE = {
  clientKey,
  nowMs: TEST_NOW_MS,
  syssn: '20260302000100020000000001',
  orderNumber: 'A',
  amountMinor: 1050,
  currency: 'HKD',
};
const { headers, body } = imitateNotification(SALE);

describe('a notification', () => {
  it('is genuine with both signatures', () => {
    expect(verifyNotification({ headers, body }, CHECK)).toMatchObject({
      genuine: true,
      id: 'ntf_00000000000000000000000000000000',
      transaction: { kind: 'payment', state: 'succeeded', amountMinor: 1050, orderNumber: 'A' },
    });
  });

  it('is genuine as bytes, with headers of any kind, and under any of several keys', () => {
    const bytes = new TextEncoder().encode(body);
    const listed = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
    );
    const check = { ...CHECK, clientKeys: ['new key', clientKey] };
    for (const each of [new Headers(headers), listed]) {
      expect(verifyNotification({ headers: each, body: bytes }, check).genuine).toBe(true);
    }
  });

  it('of a refund says so', () => {
    const refund = imitateNotification({ ...SALE, kind: 'refund', storeId: 'S1', id: 'ntf_1' });
    expect(verifyNotification(refund, CHECK)).toMatchObject({ id: 'ntf_1', transaction: { kind: 'refund' } });
  });

  it('with the older signature alone is genuine, without an id, unless the newer is demanded', () => {
    const old = { body, headers: { 'x-qf-sign': headers['x-qf-sign'] ?? '', 'x-qf-notify-id': 'ntf_2' } };
    expect(verifyNotification(old, CHECK)).toMatchObject({ genuine: true, id: '' });
    expect(verifyNotification(old, { ...CHECK, timedRequired: true })).toMatchObject({ genuine: false });
  });

  it.each([
    ['another body', { body: body.replace('1050', '1051') }, 'X-QF-SIGN '],
    ['no signature', { headers: {} }, 'X-QF-SIGN '],
    ['another id', { headers: { ...headers, 'x-qf-notify-id': 'ntf_3' } }, 'does not fit id'],
    ['no time', { headers: { ...headers, 'x-qf-signature-v2': 'v1=ab' } }, 'has no time'],
    ['bytes that are no UTF-8', { body: Uint8Array.of(0xff) }, 'UTF-8'],
  ])('with %s is not', (_name, change, problem) => {
    const result = verifyNotification({ headers, body, ...change }, CHECK);
    expect(result).toMatchObject({ genuine: false, problem: expect.stringContaining(problem) });
  });

  it.each([-301, 301])('that was signed %d s away is not', (seconds) => {
    const result = verifyNotification({ headers, body }, { ...CHECK, nowMs: TEST_NOW_MS + seconds * 1_000 });
    expect(result).toMatchObject({ genuine: false, problem: expect.stringContaining('301 s') });
  });

  it('is verified by a client with its own key and clock', () => {
    const { client } = tillWith(() => 'silence');
    expect(client.verifyNotification({ headers, body }, true).genuine).toBe(true);
    expect(client.verifyNotification({ headers, body: `${body} ` }).genuine).toBe(false);
  });
});
