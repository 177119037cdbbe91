import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  timedSignatureProblem,
  wireSignature,
} from '../../packages/gateway/src/notify/notification-signature.ts';
import { type TestEndpoint, until, useEndpoints } from '../../packages/gateway/src/notify/test-endpoint.ts';
import { VirtualTime } from './support/virtual-time.ts';
import type { WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const time = new VirtualTime();
let gateway: WireGateway;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
});
afterAll(() => gateway.close());

const openEndpoint = useEndpoints();
let endpoint: TestEndpoint;
beforeEach(async () => {
  endpoint = await openEndpoint();
});

/** Whether both signatures of the latest notification were made with the key of a till. */
function isSignedFor(till: WireClient): boolean {
  const { headers = {}, body = '' } = endpoint.received.at(-1) ?? {};
  const signed = { notifyId: String(headers['x-qf-notify-id']), body };
  const { clientKey } = till.credentials;
  const timed = String(headers['x-qf-signature-v2']);
  return (
    headers['x-qf-sign'] === wireSignature(signed, clientKey) &&
    timedSignatureProblem(signed, timed, clientKey, time.nowMs()) === undefined
  );
}

const received = (count: number): Promise<void> => until(() => endpoint.received.length === count);
const bodyOf = (index = -1) =>
  JSON.parse(endpoint.received.at(index)?.body ?? '') as Readonly<Record<string, string>>;

describe('a notification', () => {
  it('tells a payment that was paid, signed with the key of the merchant', async () => {
    const till = await gateway.merchant();
    const paid = await till.pay({ notify_url: endpoint.url, goods_name: '奶茶' });
    await received(1);
    expect(endpoint.received[0]?.headers['content-type']).toBe('application/json');
    expect(endpoint.received[0]?.body).toMatch(/^\{"status": "1", "pay_type": "800108", "sysdtm": "/);
    expect(bodyOf()).toMatchObject({
      notify_type: 'payment',
      syssn: paid.syssn,
      out_trade_no: paid.body['out_trade_no'],
      txamt: '1050',
      respcd: '0000',
      cancel: '0',
      goods_name: '奶茶',
      paydtm: paid.body['paydtm'],
    });
    expect(bodyOf()).not.toHaveProperty('mchid');
    expect(isSignedFor(till)).toBe(true);
    expect(isSignedFor(await gateway.merchant())).toBe(false);
  });

  it('goes to the registered address when the request names none, and to that of the request when it does', async () => {
    const till = await gateway.merchant({ notifyUrl: `${endpoint.url}/registered` });
    await till.pay({ notify_url: `${endpoint.url}/own` });
    await received(1);
    await till.pay();
    await received(2);
    expect(endpoint.received.map(({ path }) => path)).toEqual(['/notify/own', '/notify/registered']);
  });

  it('names the store to a partner', async () => {
    const partner = await gateway.partner('NTF1');
    await partner.pay({ notify_url: endpoint.url, mchid: 'NTF1' });
    await received(1);
    expect(bodyOf()).toMatchObject({ mchid: 'NTF1' });
  });

  it('tells a refund that went through, under its own numbers, where the payment was told', async () => {
    const till = await gateway.merchant();
    const paid = await till.pay({ notify_url: endpoint.url });
    await received(1);
    const refund = await till.send('/trade/v1/refund', {
      syssn: paid.syssn,
      out_trade_no: 'NTF-BACK',
      txamt: '300',
      txdtm: '2026-03-15 12:00:00',
    });
    expect(refund.respcd).toBe('0000');
    await received(2);
    expect(bodyOf()).toMatchObject({
      notify_type: 'refund',
      syssn: refund.syssn,
      out_trade_no: 'NTF-BACK',
      txamt: '300',
      cash_refund_fee: '300',
      cancel: '0',
    });
    expect(isSignedFor(till)).toBe(true);
  });

  it('is sent for success alone, and once for a repeated request', async () => {
    const till = await gateway.merchant();
    // A test amount of the sandbox that is refused for want of money would do as well; a mistake costs nothing.
    expect((await till.pay({ notify_url: endpoint.url, txamt: '0' })).respcd).toBe('1104');
    const payment = { notify_url: endpoint.url, out_trade_no: 'NTF-REPEAT', auth_code: '280000000000000001' };
    expect((await till.pay(payment)).respcd).toBe('0000');
    expect((await till.pay(payment)).respcd).toBe('0000');
    await received(1);
    const listed = await gateway.notifications.list({ appCode: till.credentials.appCode });
    expect(listed).toHaveLength(1);
  });

  it('is sent again with the same id and bytes until it is acknowledged', async () => {
    const till = await gateway.merchant();
    endpoint.answer = (response) => response.writeHead(500).end();
    const { syssn } = await till.pay({ notify_url: endpoint.url });
    await received(1);
    const tried = (attempts: number) =>
      until(async () => (await gateway.notifications.show(syssn)).attempts === attempts);
    await tried(1);
    endpoint.answer = (response) => response.end('success\n');
    const { dueAtMs = 0 } = await gateway.notifications.show(syssn);
    expect(dueAtMs - time.nowMs()).toBeGreaterThan(107_000);
    time.advanceTo(dueAtMs);
    await tried(2);
    const [first, second] = endpoint.received;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['x-qf-notify-id']).toBe(first?.headers['x-qf-notify-id']);
    expect(second?.headers['x-qf-signature-v2']).not.toBe(first?.headers['x-qf-signature-v2']);
    expect(await gateway.notifications.show(syssn)).toMatchObject({
      state: 'acknowledged',
      lastResult: 'SUCCESS',
    });
    await gateway.notifications.replay(syssn);
    await tried(3);
    expect(endpoint.received[2]?.body).toBe(first?.body);
  });

  it('is signed with the older key until the new one is seen in use; the second signature holds under both', async () => {
    const oldKey = await gateway.merchant();
    await oldKey.query();
    const { appCode } = oldKey.credentials;
    const { clientKey } = await gateway.administration.rotateKey(appCode, 3_600_000);
    const newKey = oldKey.withKey(clientKey);
    await oldKey.pay({ notify_url: endpoint.url });
    await received(1);
    expect(isSignedFor(oldKey)).toBe(true);
    expect(isSignedFor(newKey)).toBe(false);
    const { headers = {}, body = '' } = endpoint.received[0] ?? {};
    const signed = { notifyId: String(headers['x-qf-notify-id']), body };
    const timed = String(headers['x-qf-signature-v2']);
    expect(timedSignatureProblem(signed, timed, clientKey, time.nowMs())).toBeUndefined();
    await newKey.query();
    await until(async () => {
      await newKey.pay({ notify_url: endpoint.url });
      await until(() => endpoint.received.length > 1);
      return isSignedFor(newKey);
    });
    time.advance(3_600_000);
    await newKey.pay({ notify_url: endpoint.url });
    await until(() => isSignedFor(newKey));
    expect(String(endpoint.received.at(-1)?.headers['x-qf-signature-v2'])).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
  });
});

describe('row 10 of the security list: addresses of notifications are refused where they are named', () => {
  it.each([
    'http://10.0.0.1/n',
    'http://169.254.169.254/latest/meta-data/',
    'http://metadata.google.internal/',
    'http://2130706433/',
    'http://[fd00:ec2::254]/',
    'http://shop.example:22/',
    'http://shop.example./',
    'http://shop。example/',
  ])('in a request, before anything is written: %s', async (address) => {
    const till = await gateway.merchant();
    const before = await gateway.traces();
    const refused = await till.pay({ notify_url: address });
    expect(refused.respcd).toBe('1104');
    expect(refused.respmsg).toMatch(/^notify_url: /);
    expect(await gateway.traces()).toEqual(before);
  });

  it.each([
    { notifyUrl: 'http://10.0.0.1/n' },
    { notifyUrl: 'http://shop.example:8080/n' },
    { notifyPrefixes: ['https://shop.example/', 'http://192.168.1.1/'] },
  ])('when a merchant is registered or changed: %j', async (address) => {
    await expect(gateway.merchant(address)).rejects.toThrow(/^notify address: /);
    const till = await gateway.merchant();
    await expect(gateway.administration.change(till.credentials.appCode, address)).rejects.toThrow(
      /^notify address: /,
    );
  });
});
