import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callRaw, NUMBERS, PAY, payBody, QUERY, type RawAnswer, refundBody } from './raw-caller.ts';
import { WechatPayTown } from './wechatpay-town.ts';

// Which refunds the server takes (S10 of the wire's rules).

let town: WechatPayTown;
let count = 0;
let number = '';

beforeAll(async () => {
  town = await WechatPayTown.open({
    habits: { callsPerSecond: undefined, wrongRefundsPerSecond: undefined },
  });
});
beforeEach(nextNumber);
afterAll(() => town.close());

function nextNumber(): void {
  count += 1;
  number = `F${String(count).padStart(8, '0')}`;
}

function pay(changes: Readonly<Record<string, unknown>> = {}): Promise<RawAnswer> {
  return callRaw(town, PAY, { body: payBody(number, changes) });
}

function reverse(): Promise<RawAnswer> {
  return callRaw(town, `/v3/global/micropay/transactions/out-trade-no/${number}/reverse`, { body: NUMBERS });
}

function refund(refundNumber: string, changes: Readonly<Record<string, unknown>> = {}): Promise<RawAnswer> {
  return callRaw(town, '/v3/global/refunds', { body: refundBody(refundNumber, number, changes) });
}

describe('a refund', () => {
  it('is the same refund under the same number', async () => {
    await pay();
    const first = await refund(`R${number}`);
    expect(first).toMatchObject({
      status: 200,
      body: { out_refund_no: `R${number}`, amount: { refund: 5_000 } },
    });
    expect((await refund(`R${number}`)).body).toEqual(first.body);
    expect(
      await refund(`R${number}`, { amount: { refund: 1, total: 12_880, currency: 'HKD' } }),
    ).toMatchObject({
      status: 400,
      body: { code: 'REFUND_FEE_MISMATCH' },
    });
    expect((await town.sandbox.door.find(number))?.refundedMinor).toBe(5_000);
    const byId = await callRaw(town, `/v3/global/refunds/id/${String(first.body['id'])}?${QUERY}`);
    expect(byId.body).toMatchObject({ status: 'SUCCESS', out_refund_no: `R${number}` });
    const used = number;
    nextNumber();
    await pay();
    expect(await refund(`R${used}`)).toMatchObject({ status: 400, body: { code: 'OUT_REFUND_NO_USED' } });
  });

  it.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    [
      'of more than was paid',
      { amount: { refund: 12_881, total: 12_880, currency: 'HKD' } },
      'INVALID_REQUEST',
    ],
    ['of nothing', { amount: { refund: 0, total: 12_880, currency: 'HKD' } }, 'PARAM_ERROR'],
    ['with another total', { amount: { refund: 1, total: 12_881, currency: 'HKD' } }, 'INVALID_REQUEST'],
    ['in another currency', { amount: { refund: 1, total: 12_880, currency: 'CNY' } }, 'PARAM_ERROR'],
    ['that names the order twice', { transaction_id: '42' }, 'PARAM_ERROR'],
    ['of an order that is not there', { out_trade_no: 'S-none' }, 'ORDER_NOT_EXIST'],
    ['with a query in the address', { notify_url: 'https://example.com/?a=1' }, 'PARAM_ERROR'],
  ])('%s is refused', async (_, changes, code) => {
    await pay();
    expect((await refund(`R${number}`, changes)).body).toMatchObject({ code });
  });

  it('comes a minute after the one before', async () => {
    await pay();
    expect((await refund(`R1${number}`)).status).toBe(200);
    expect(await refund(`R2${number}`)).toMatchObject({ status: 429, body: { code: 'FREQUENCY_LIMITED' } });
    town.time.advance(60_000);
    expect((await refund(`R2${number}`)).status).toBe(200);
    town.time.advance(60_000);
    expect(await refund(`R3${number}`)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });

  it('is one of fifty at most, within a year, of an order that was paid and not reversed', async () => {
    town.protocol.change({ refundsMax: 1, refundSpacingMs: 0 });
    await pay();
    expect((await refund(`R1${number}`)).status).toBe(200);
    expect((await refund(`R2${number}`)).body).toMatchObject({ code: 'INVALID_REQUEST' });
    town.protocol.change({ refundsMax: 50 });
    nextNumber();
    await pay({ payer: { auth_code: '130000000000401143' } });
    expect((await refund(`R${number}`)).body).toMatchObject({ code: 'ORDER_NOT_READY' });
    town.time.advance(15_000);
    await reverse();
    expect((await refund(`R${number}`)).body).toMatchObject({ code: 'INVALID_REQUEST' });
    nextNumber();
    await pay();
    town.time.jump(366 * 86_400_000);
    expect((await refund(`R${number}`)).body).toMatchObject({ code: 'TRADE_OVERDUE' });
    town.time.jump(-366 * 86_400_000);
    town.protocol.change({ refundSpacingMs: 60_000 });
  });
});

describe('refunds that are wrong', () => {
  it('are counted, and six a second are answered: then none is looked at for a minute', async () => {
    await pay();
    town.protocol.change({ wrongRefundsPerSecond: 6 });
    const wrong = { amount: { refund: 0, total: 12_880, currency: 'HKD' } };
    const codes: unknown[] = [];
    for (let count = 0; count < 7; count += 1) {
      codes.push(((await refund(`R${number}`, wrong)).body as { code: unknown }).code);
    }
    expect(codes).toEqual([...Array.from({ length: 6 }, () => 'PARAM_ERROR'), 'INVALID_REQ_TOO_MUCH']);
    town.time.advance(59_999);
    expect(await refund(`R${number}`)).toMatchObject({ status: 429, body: { code: 'INVALID_REQ_TOO_MUCH' } });
    town.time.advance(1);
    expect((await refund(`R${number}`)).status).toBe(200);
    town.protocol.change({ wrongRefundsPerSecond: undefined });
  });
});
