import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { writeWireJson } from '../../packages/protocol/src/index.ts';
import { madeUpCode } from '../wire/support/payment-codes.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';
import { answerWatch } from './watch-every-test.ts';

/** A right answer of a payment. */
const PAID = {
  pay_type: '800108',
  sysdtm: '2026-03-15 12:00:00',
  paydtm: '2026-03-15 12:00:01',
  txdtm: '2026-03-15 12:00:00',
  udid: '',
  txcurrcd: 'HKD',
  txamt: 1050,
  resperr: '交易成功',
  respmsg: 'OK',
  out_trade_no: 'A-1',
  syssn: '20260315000100020000000001',
  respcd: '0000',
  chnlsn: '1',
};

let server: FastifyInstance | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Answers one payment through the same door as a gateway, and tells what the watch says about it. */
async function problemsWith(
  members: Readonly<Record<string, string | number | undefined>>,
  reply: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<readonly string[]> {
  server = Fastify();
  server.get('/healthz', () => '');
  server.post('/trade/v1/payment', (_request, sending) => {
    const body = writeWireJson(members);
    sending.hijack();
    sending.raw.writeHead(reply.status ?? 200, {
      'Content-Type': 'application/json; charset=UTF-8',
      ...reply.headers,
    });
    sending.raw.end(body, 'latin1');
  });
  const before = answerWatch.checked;
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  await (await fetch(`${url}/trade/v1/payment`, { method: 'POST' })).text();
  await expect.poll(() => answerWatch.checked).toBe(before + 1);
  return answerWatch.takeProblems();
}

describe('the watch over every answer of the tests', () => {
  it('lets a right answer pass', async () => {
    expect(await problemsWith(PAID)).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string | number | undefined>>, RegExp]>([
    ['a member nobody has described', { ...PAID, mood: 'good' }, /additionalProperty":"mood"/],
    ['a member that is missing', { ...PAID, syssn: undefined }, /missingProperty":"syssn"/],
    ['an amount that became text', { ...PAID, txamt: '1050' }, /txamt must be integer/],
    ['a time in another form', { ...PAID, paydtm: '2026-03-15T12:00:01Z' }, /paydtm must match pattern/],
    ['a code nobody knows', { ...PAID, respcd: '7777' }, /respcd must be equal to one of/],
  ])('finds %s', async (_name, members, problem) => {
    expect((await problemsWith(members)).join('\n')).toMatch(problem);
  });

  it('finds a status nobody has described', async () => {
    expect(await problemsWith(PAID, { status: 418 })).toEqual([
      expect.stringContaining('POST /trade/v1/payment 418: this status is not described'),
    ]);
  });

  it('finds headers and types of bodies nobody has described', async () => {
    expect(await problemsWith(PAID, { headers: { 'X-QF-MOOD': 'good' } })).toEqual([
      expect.stringContaining('header x-qf-mood: is not described'),
    ]);
    await server?.close();
    expect(await problemsWith(PAID, { headers: { 'Content-Type': 'text/html' } })).toEqual([
      expect.stringContaining('a body of type text/html is not described'),
    ]);
    await server?.close();
    expect(await problemsWith(PAID, { headers: { 'X-QF-SIGN': 'short' } })).toEqual([
      expect.stringContaining('header x-qf-sign must match pattern'),
    ]);
  });

  it('sees every call of a gateway', async () => {
    const before = answerWatch.checked;
    const gateway = await WireGateway.start();
    const till = await gateway.merchant();
    const { syssn } = await till.pay({ out_trade_no: 'WATCH-1' });
    const txdtm = '2026-03-15 12:05:00';
    const parameters = { out_trade_no: 'WATCH-1', txamt: '1050', txdtm };
    await till.query({ out_trade_no: 'WATCH-1' });
    await till.query({ out_trade_no: 'WATCH-1' }, { method: 'GET' });
    await till.send('/trade/v1/refund', { syssn, out_trade_no: 'WATCH-2', txamt: '400', txdtm });
    for (const name of ['reversal', 'close']) {
      await till.send(`/trade/v1/${name}`, parameters);
      await till.send(`/trade/v1/${name}`, parameters, { method: 'GET' });
    }
    await till.send('/trade/v1/add_note', { code: till.credentials.appCode, syssn, note: 'Table 7' });
    const waiting = await till.pay({ auth_code: madeUpCode(), txamt: '410004', out_trade_no: 'WATCH-3' });
    expect(waiting.respcd).toBe('1143');
    await till.send('/trade/v1/reversal', { ...parameters, txamt: '410004', out_trade_no: 'WATCH-3' });
    await till
      .send('/download/v1/trade_bill', { trade_date: '2026-03-01' }, { method: 'GET' })
      .catch(() => undefined);
    await till.send('/healthz', {}, { method: 'GET' });
    await till.send('/trade/v9/nothing', {});
    await till.send('/trade/v1/payment', {}, { method: 'GET' });
    await gateway.close();
    expect(answerWatch.checked - before).toBe(15);
    expect(answerWatch.takeProblems()).toEqual([]);
  });
});
