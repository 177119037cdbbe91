import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ParameterChanges, WireAnswer, WireClient } from './support/wire-client.ts';
import { withChanges } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const PATH = '/trade/v1/add_note';
/** Waits for the payer until somebody confirms. */
const WAITING_AMOUNT = '410004';

let gateway: WireGateway;
let shop: WireClient;
let syssn: string;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
  syssn = (await shop.pay()).syssn;
});
afterAll(() => gateway.close());

function note(till: WireClient, changes: ParameterChanges): Promise<WireAnswer> {
  const parameters = { code: till.credentials.appCode, syssn, note: 'table 7' };
  return till.send(PATH, withChanges(parameters, changes));
}

/** What is stored, behind the back of the gateway. */
function storedNote(of: string): unknown {
  const database = gateway.openDatabase({ readOnly: true });
  try {
    return database.prepare('SELECT note FROM transactions WHERE syssn = ?').get(of)?.['note'];
  } finally {
    database.close();
  }
}

describe('a note', () => {
  it('is put on a finished payment and answered with its number, signed', async () => {
    const answer = await note(shop, { note: '茶 for table 7' });
    expect(answer.respcd).toBe('0000');
    expect(answer.body['data']).toEqual({ syssn });
    expect(shop.isSignedFor(answer)).toBe(true);
    expect(storedNote(syssn)).toBe('茶 for table 7');
  });

  it('is replaced by a second one, and the same one again is a repeat', async () => {
    expect((await note(shop, { note: 'first' })).respcd).toBe('0000');
    expect((await note(shop, { note: 'second' })).respcd).toBe('0000');
    expect((await note(shop, { note: 'second' })).respcd).toBe('0000');
    expect(storedNote(syssn)).toBe('second');
  });

  it('has 200 characters at most, counted as people count', async () => {
    expect((await note(shop, { note: '😀'.repeat(200) })).respcd).toBe('0000');
    for (const long of ['x'.repeat(201), '😀'.repeat(201)]) {
      expect(await note(shop, { note: long })).toMatchObject({
        respcd: '1104',
        respmsg: 'note: is longer than 200 characters',
      });
    }
  });

  it.each([
    ['no code', { code: undefined }, '1104', 'code: is missing'],
    ['a foreign code', { code: 'F'.repeat(32) }, '1104', 'code: must be the app code of header X-QF-APPCODE'],
    ['no number', { syssn: undefined }, '1104', 'syssn: is missing'],
    ['no text', { note: undefined }, '1104', 'note: is missing'],
    ['control characters', { note: 'a\nb' }, '1104', 'note: may not contain control characters'],
    ['a store', { mchid: 'M1' }, '1104', 'mchid: may not be sent; notes are for merchants without mchid'],
    [
      'an unknown number',
      { syssn: '20260301000100020000009999' },
      '1136',
      'syssn: no such transaction under this app code',
    ],
  ])('is refused with %s', async (_what, changes, respcd, respmsg) => {
    const before = storedNote(syssn);
    expect(await note(shop, changes)).toMatchObject({ respcd, respmsg });
    expect(storedNote(syssn)).toBe(before);
  });

  it("is refused on another merchant's payment, in the words of a number that does not exist", async () => {
    const other = await gateway.merchant();
    expect(await note(other, {})).toMatchObject({
      respcd: '1136',
      respmsg: 'syssn: no such transaction under this app code',
    });
  });

  it('is refused to a partner', async () => {
    const partner = await gateway.partner('N1');
    expect((await note(partner, {})).respcd).toBe('1104');
  });

  it('has to wait until the payment is finished', async () => {
    const open = await shop.pay({ txamt: WAITING_AMOUNT });
    expect(open.respcd).toBe('1143');
    expect((await note(shop, { syssn: open.syssn })).respcd).toBe('1145');
    expect(storedNote(open.syssn)).toBe('');
  });
});
