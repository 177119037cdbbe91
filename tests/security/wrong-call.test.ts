import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  freshOrderNumber,
  PAYMENT_PATH,
  paymentOf,
  QUERY_PATH,
  type WireAnswer,
  type WireClient,
} from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import type { Parameters } from '../wire/support/wire-signing.ts';
import {
  CLOSE_PATH,
  NOTE_PATH,
  noteOf,
  REFUND_PATH,
  refundOf,
  REVERSAL_PATH,
  reversalOf,
} from './support/writing-calls.ts';

let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

/** Alerts about repeated requests so far. */
async function alerts(): Promise<number> {
  const entries = await gateway.logEntries();
  return entries.filter(({ event, level }) => event === 'request_replayed' && level === 'alert').length;
}

/** Sends a signed text where it was not made for: 1108, an alert, and nothing done. */
async function expectPinned(path: string, parameters: Parameters): Promise<WireAnswer> {
  const before = await gateway.traces();
  const told = await alerts();
  const answer = await shop.send(path, parameters);
  expect(answer, `${path} ${answer.text}`).toMatchObject({ status: 200, respcd: '1108' });
  expect(answer.respmsg).toMatch(/^these parameters were signed for a /);
  expect(shop.isSignedFor(answer)).toBe(true);
  expect(await gateway.traces()).toEqual(before);
  expect(await alerts()).toBe(told + 1);
  return answer;
}

describe('row 3: a signed text sent to another call', () => {
  it.each([REVERSAL_PATH, CLOSE_PATH, REFUND_PATH, NOTE_PATH, QUERY_PATH])(
    'row 3: of a payment is refused at %s, before and after the payment',
    async (path) => {
      const parameters = paymentOf();
      await expectPinned(path, parameters);
      const paid = await shop.send(PAYMENT_PATH, parameters);
      expect(paid.respcd).toBe('0000');
      await expectPinned(path, parameters);
      const { rows } = await shop.query({ syssn: paid.syssn });
      expect(rows).toMatchObject([{ respcd: '0000', cancel: '0' }]);
    },
  );

  it.each([REVERSAL_PATH, CLOSE_PATH, NOTE_PATH])('row 3: of a refund is refused at %s', async (path) => {
    const { syssn } = await shop.pay();
    const refund = refundOf(syssn);
    const done = await shop.send(REFUND_PATH, refund);
    expect(done.respcd).toBe('0000');
    await expectPinned(path, refund);
    // The same call again is the ordinary repeat of a till that heard nothing.
    expect(await shop.send(REFUND_PATH, refund)).toMatchObject({ respcd: '0000', syssn: done.syssn });
  });

  it.each([REVERSAL_PATH, CLOSE_PATH])('row 3: of a reversal at %s is refused as a refund', async (path) => {
    const { syssn } = await shop.pay();
    const reversal = refundOf(syssn);
    const refused = await shop.send(path, reversal);
    expect(refused.respcd).toMatch(/^1(?!108)/);
    await expectPinned(REFUND_PATH, reversal);
    await expectPinned(NOTE_PATH, reversal);
    const { rows } = await shop.query({ syssn });
    expect(rows).toMatchObject([{ respcd: '0000' }]);
  });

  it('row 3: of a reversal is good for close as well, which is the same thing', async () => {
    const orderNumber = freshOrderNumber();
    await shop.pay({ out_trade_no: orderNumber });
    const reversal = reversalOf(orderNumber);
    const codes = [await shop.send(REVERSAL_PATH, reversal), await shop.send(CLOSE_PATH, reversal)];
    expect(codes.map(({ respcd }) => respcd)).toEqual(['1260', '1260']);
  });

  it('row 3: of a note is refused as a refund, and a note all the same when it is repeated', async () => {
    const { syssn } = await shop.pay();
    const note = noteOf(shop, syssn);
    expect((await shop.send(NOTE_PATH, note)).respcd).toBe('0000');
    await expectPinned(REFUND_PATH, note);
    expect((await shop.send(NOTE_PATH, note)).respcd).toBe('0000');
  });

  it('row 3: reads the same under another digest and in another encoding: it is still refused', async () => {
    const { syssn } = await shop.pay();
    const refund = refundOf(syssn);
    await shop.send(REFUND_PATH, refund);
    const encoded = Object.entries(refund).map(([name, value]) => {
      const hex = [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`);
      return `${name}=${hex.join('')}`;
    });
    const before = await gateway.traces();
    const moved = await shop.send(REVERSAL_PATH, refund, { body: encoded.reverse().join('&') });
    expect(moved.respcd).toBe('1108');
    const other = await shop.send(REVERSAL_PATH, refund, { algorithm: 'SHA256' });
    expect(other.respcd).toBe('1108');
    expect(await gateway.traces()).toEqual(before);
  });

  it('row 3: of one merchant does not stand in the way of another', async () => {
    const other = await gateway.merchant();
    const { syssn } = await shop.pay();
    const refund = refundOf(syssn);
    await shop.send(REFUND_PATH, refund);
    expect((await other.send(REVERSAL_PATH, refund)).respcd).not.toBe('1108');
  });

  it('row 3: of an enquiry may be sent as often as one likes', async () => {
    const { syssn } = await shop.pay();
    for (let count = 0; count < 3; count += 1) {
      expect((await shop.query({ syssn })).rows).toMatchObject([{ syssn }]);
    }
  });

  it('row 3: costs a payment no row: only the other writing calls are remembered', async () => {
    const database = gateway.openDatabase({ readOnly: true });
    const count = (): unknown =>
      database.prepare('SELECT count(*) AS texts FROM request_digests').get()?.['texts'];
    const before = Number(count());
    const { syssn } = await shop.pay();
    await shop.query({ syssn });
    expect(count()).toBe(before);
    await shop.send(REFUND_PATH, refundOf(syssn));
    expect(count()).toBe(before + 1);
    database.close();
  });
});
