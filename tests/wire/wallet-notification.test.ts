import { afterEach, describe, expect, it } from 'vitest';
import { refund } from './support/refunding.ts';
import { VirtualTime } from './support/virtual-time.ts';
import { WireGateway } from './support/wire-gateway.ts';

let gateway: WireGateway | undefined;
afterEach(() => gateway?.close());

/** Waits until something holds, letting sockets and disk do their work in between. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

function stateIn(running: WireGateway, which = 'true'): unknown {
  const database = running.openDatabase({ readOnly: true });
  try {
    return database.prepare(`SELECT state FROM transactions WHERE ${which}`).get()?.['state'];
  } finally {
    database.close();
  }
}

function isLike(entry: object, wanted: Readonly<Record<string, unknown>>): boolean {
  const fields = entry as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(([name, value]) => fields[name] === value);
}

describe.each([
  ['alipay', '800108', '280000000000410004'],
  ['unionpay', '800708', '6200000000000410004'],
])('the notification of %s', (wallet, payType, authCode) => {
  it('makes a payment paid before anybody asks', async () => {
    const time = new VirtualTime();
    const running = await WireGateway.start({ time, wallets: 'http' });
    gateway = running;
    const till = await running.merchant();
    const answer = till.pay({ pay_type: payType, auth_code: authCode });
    await until(async () => (await running.walletOrders(wallet))[0]?.state === 'waiting');
    const [order] = await running.walletOrders(wallet);
    await running.sandbox(`/payments/${order?.channel_order_id}/approve`, {});
    // The wallet has looked by now; the gateway would not ask by itself for longer.
    time.advance(1_000);
    await until(() => stateIn(running) === 'paid');
    // UnionPay tells of an outcome when it is asked alone; the charge waits for that as long as a merchant does.
    time.advance(60_000);
    expect(['0000', '1143', '1145']).toContain((await answer).respcd);
    const syssn = (await answer).syssn;
    expect((await till.query({ syssn })).rows).toMatchObject([{ respcd: '0000' }]);
  });
});

describe('the notification of a refund at WeChat Pay', () => {
  it('is confirmed by an enquiry, and acknowledged', async () => {
    const time = new VirtualTime();
    const running = await WireGateway.start({ time, wallets: 'http' });
    gateway = running;
    const till = await running.merchant();
    const sold = await till.pay({
      pay_type: '800208',
      auth_code: '130000000000000001',
      txamt: '500000',
    });
    // Taken in at first, returned 5 s later.
    const taken = await refund(till, sold.syssn, { txamt: '420004' });
    expect(taken.respcd).toBe('1145');
    const told = {
      event: 'wallet_notification',
      connector: 'wechatpay',
      kind: 'refund',
      syssn: taken.syssn,
      recorded: true,
    };
    await until(async () => {
      time.advance(100);
      return (await running.logEntries()).some((entry) => isLike(entry, told));
    });
    expect(stateIn(running, "kind = 'refund'")).toBe('succeeded');
  });
});

describe('where wallets call', () => {
  it('is answered for those that call alone, and believes nobody', async () => {
    gateway = await WireGateway.start({ time: new VirtualTime(), wallets: 'http' });
    const { url } = gateway;
    const call = async (name: string, body: string): Promise<number> =>
      (
        await fetch(`${url}/wallets/${name}/notify`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        })
      ).status;
    expect(await call('nobody', '{}')).toBe(404);
    expect(await call('upstream', '{}')).toBe(401);
    expect(await call('wechatpay', '{}')).toBe(401);
    expect(await call('alipay', '{"paymentRequestId":"1"}')).toBe(401);
    expect(await call('alipay', '')).toBe(401);
    expect(await call('unionpay', 'orderId=1')).toBe(400);
    expect((await gateway.logEntries()).map(({ event }) => event)).toContain('wallet_notification_refused');
  });
});
