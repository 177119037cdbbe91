import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusedWithoutTrace } from '../wire/support/refused-without-trace.ts';
import type { WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import {
  NOTE_PATH,
  noteOf,
  REFUND_PATH,
  refundOf,
  REVERSAL_PATH,
  reversalOf,
} from './support/writing-calls.ts';

let gateway: WireGateway;
let north: WireClient;
let south: WireClient;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  north = await gateway.partner('ROW9N');
  south = await gateway.partner('ROW9S');
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

/** An answer without what tells one try from another. */
function plain(text: string, ...own: readonly string[]): string {
  return own.reduce((rest, part) => rest.replaceAll(part, '*'), text);
}

describe("row 9: a partner's key", () => {
  it("row 9: with another partner's store is refused like one that does not exist", async () => {
    const ask = () => north.forStore('ROW9S').pay();
    const foreign = await expectRefusedWithoutTrace(gateway, ask, {
      respcd: '1241',
      respmsg: /^mchid: no such store/,
    });
    const nowhere = await north.forStore('ROW9X').pay();
    expect(nowhere).toMatchObject({ respcd: foreign.respcd, respmsg: foreign.respmsg });
  });

  it("row 9: asking for another's payment by its number sees what it would see of none", async () => {
    const paid = await south.forStore('ROW9S').pay();
    const foreign = await north.forStore('ROW9N').query({ syssn: paid.syssn });
    const nowhere = await north.forStore('ROW9N').query({ syssn: '20200101000100020000000001' });
    expect(foreign.rows).toEqual([]);
    expect(foreign.text).toBe(nowhere.text);
    expect((await shop.query({ syssn: paid.syssn })).rows).toEqual([]);
    expect((await south.forStore('ROW9S').query({ syssn: paid.syssn })).rows).toHaveLength(1);
  });

  it("row 9: refunding, reversing or noting another's payment is answered like one that does not exist", async () => {
    const { syssn } = await shop.pay();
    const stranger = await gateway.merchant();
    const none = '20200101000100020000000001';
    const pairs = [
      [REFUND_PATH, refundOf(syssn), refundOf(none)],
      [
        REVERSAL_PATH,
        { syssn, txamt: '1050', txdtm: '2026-03-15 12:00:00' },
        { ...reversalOf(''), syssn: none },
      ],
      [NOTE_PATH, noteOf(stranger, syssn), noteOf(stranger, none)],
    ] as const;
    for (const [path, foreign, nothing] of pairs) {
      const { out_trade_no: _, ...unnamed } = nothing as Record<string, string>;
      const absent = path === REVERSAL_PATH ? unnamed : nothing;
      const [one, other] = [await stranger.send(path, foreign), await stranger.send(path, absent)];
      const orders = [foreign, absent].map(
        (each) => (each as Record<string, string>)['out_trade_no'] ?? syssn,
      );
      expect(one.respcd).not.toBe('0000');
      expect(plain(one.text, syssn, ...orders)).toBe(plain(other.text, none, ...orders));
    }
    expect((await shop.query({ syssn })).rows).toMatchObject([{ respcd: '0000', cancel: '0' }]);
  });

  it('row 9: does not open the same order number of another merchant', async () => {
    const order = { out_trade_no: 'ROW9-SAME' };
    const mine = await shop.pay(order);
    const stranger = await gateway.merchant();
    expect((await stranger.query(order)).rows).toEqual([]);
    const theirs = await stranger.pay(order);
    expect(theirs).toMatchObject({ respcd: '0000' });
    expect(theirs.syssn).not.toBe(mine.syssn);
  });
});
