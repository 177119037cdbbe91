import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualTime } from '../wire/support/virtual-time.ts';
import { PAYMENT_PATH, paymentOf, QUERY_PATH, type WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import type { Parameters } from '../wire/support/wire-signing.ts';
import { TimestampedTill } from './support/timestamped-till.ts';
import {
  CLOSE_PATH,
  NOTE_PATH,
  noteOf,
  REFUND_PATH,
  refundOf,
  REVERSAL_PATH,
  reversalOf,
} from './support/writing-calls.ts';

/** What forges a line, colours a terminal, or turns a line around. */
const TRICKS = [
  '\n{"level":"alert","event":"forged"}',
  '\r\nforged',
  '\u001b[31mred',
  '\u2028next',
  '\u2029',
  '\u0085',
  '\u202eturned',
  '\u0000',
];

/** Never raw in a line, whatever reads it. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

const time = new VirtualTime();
let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
  shop = await gateway.merchant();
});
// Closing judges the whole log: one JSON object a line, and no secret of this run in it (row 19).
afterAll(() => gateway.close());

function tricked(parameters: Parameters, trick: string): readonly Parameters[] {
  return Object.keys(parameters).map((name) => ({ ...parameters, [name]: `${parameters[name]}${trick}` }));
}

describe('row 18: line ends and control codes in every field of every call', () => {
  it.each(TRICKS)('row 18: %j stays inside its line', async (trick) => {
    const { syssn } = await shop.pay();
    const calls: readonly (readonly [path: string, parameters: Parameters])[] = [
      [PAYMENT_PATH, { ...paymentOf(), goods_name: 'tea', udid: 'till', mchid: 'M', unknown: 'x' }],
      [QUERY_PATH, { syssn, out_trade_no: 'A', page: '1', respcd: '0000' }],
      [REFUND_PATH, { ...refundOf(syssn), udid: 'till' }],
      [REVERSAL_PATH, { ...reversalOf('A'), udid: 'till' }],
      [CLOSE_PATH, reversalOf('A')],
      [NOTE_PATH, noteOf(shop, syssn)],
    ];
    for (const [path, parameters] of calls) {
      for (const each of tricked(parameters, trick)) await shop.send(path, each);
    }
    const entries = await gateway.logEntries();
    expect(entries.length).toBeGreaterThan(calls.length);
    expect(entries.map(({ event }) => event)).not.toContain('forged');
    const text = readFileSync(join(gateway.directory, 'log.jsonl'), 'utf8');
    for (const line of text.trimEnd().split('\n')) expect(line).not.toMatch(UNSAFE);
  });
});

describe('row 19: everything a till can say, right or wrong', () => {
  it('row 19: leaves no key, no whole payment code, no signature and no payer in the log', async () => {
    const { clientKey, appCode } = shop.credentials;
    for (const algorithm of ['MD5', 'SHA256'] as const) {
      const { syssn } = await shop.pay({}, { algorithm });
      await shop.send(REFUND_PATH, refundOf(syssn), { algorithm });
      await shop.send(REFUND_PATH, { ...refundOf(syssn), key: clientKey }, { algorithm });
      await shop.send(NOTE_PATH, { ...noteOf(shop, syssn), note: clientKey }, { algorithm });
      await shop.send(REVERSAL_PATH, { ...reversalOf('A'), key: clientKey }, { algorithm });
    }
    const { auth_code } = await gateway.phoneCode('alipay', 'li-na');
    gateway.watch.add('payer', 'li-na@wallet.example');
    await shop.pay({ auth_code });
    await shop.query({ out_trade_no: auth_code });
    await shop.pay({}, { headers: { 'X-QF-APPCODE': clientKey } });
    await shop.pay({}, { headers: { 'X-QF-SIGNTYPE': clientKey } });
    const till = new TimestampedTill(gateway.url, shop.credentials, () => time.nowMs());
    const request = till.request(PAYMENT_PATH, paymentOf());
    gateway.watch.add('signature', till.signatureOf(request));
    await till.send(request);
    await till.send(request);
    await till.send({ ...request, nonce: clientKey }, clientKey);
    const entries = await gateway.logEntries();
    const text = entries.map((entry) => JSON.stringify(entry)).join('\n');
    expect(gateway.watch.size).toBeGreaterThan(20);
    expect(gateway.watch.leaksIn(text)).toEqual([]);
    expect(text).toContain(appCode);
  });
});
