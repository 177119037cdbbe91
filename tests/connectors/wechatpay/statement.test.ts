import { createHash, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillLine } from '../../../packages/gateway/src/wallet/bill-line.ts';
import { description } from '../../../packages/gateway/src/wallet/wechatpay/description.ts';
import { PLATFORM_PUBLIC_KEY } from '../../../packages/gateway/src/wallet/wechatpay/vectors/test-vectors.ts';
import { callRaw, type RawAnswer } from './raw-caller.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { INSTITUTION, WechatPayTown } from './wechatpay-town.ts';

// The wallet's bill of a day, and what our reader makes of it.

const HOUR_MS = 3_600_000;

let town: WechatPayTown;

beforeEach(async () => {
  town = await WechatPayTown.open();
});
afterEach(() => town.close());

function statement(
  date: string,
  more = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const target = `/v3/global/statements?date=${date}&sp_mchid=${INSTITUTION.mchid}${more}`;
  return callRaw(town, target, { headers: { 'Accept-Encoding': 'identity', ...headers } });
}

async function linesOf(file: Uint8Array): Promise<readonly BillLine[]> {
  const { readBill } = description;
  if (readBill === undefined) throw new Error('bills are not read');
  const lines: BillLine[] = [];
  for await (const line of readBill(once(file))) lines.push(line);
  return lines;
}

async function* once(file: Uint8Array): AsyncIterable<Uint8Array> {
  yield file;
}

describe('the bill of a day', () => {
  it('has every payment, reversal and refund of the day, as both sides have them', async () => {
    const kept = town.order({ description: 'Tea, black' });
    const paid = await town.connector.charge(kept, PATIENT);
    const undone = town.order({ amountMinor: 4_200 });
    await town.connector.charge(undone, PATIENT);
    await town.connector.charge(town.order({ authCode: '130000000000401201' }), PATIENT);
    await town.connector.charge(town.order({ authCode: '130000000000401143' }), PATIENT);
    const refund = town.refundOf(kept);
    const returned = await town.connector.refund(refund, PATIENT);
    const dayMs = town.time.nowMs();
    town.time.advance(20_000);
    await town.connector.reverse(undone, PATIENT);
    town.time.advance(30 * HOUR_MS);
    const { status, bytes } = await statement('20260301');
    expect(status).toBe(200);
    const numberIn = (answer: object): unknown => ('walletNumber' in answer ? answer.walletNumber : '');
    expect(await linesOf(bytes)).toEqual([
      {
        kind: 'payment',
        channelNumber: numberIn(paid),
        requestNumber: kept.channelOrderId,
        amountMinor: 12_880,
        currency: 'HKD',
        feeMinor: 77,
        occurredAtMs: dayMs,
        line: 2,
      },
      {
        kind: 'refund',
        channelNumber: numberIn(returned),
        requestNumber: refund.channelRefundId,
        amountMinor: 5_000,
        currency: 'HKD',
        feeMinor: -30,
        occurredAtMs: dayMs,
        line: 3,
      },
      expect.objectContaining({ kind: 'payment', requestNumber: undone.channelOrderId, line: 4 }),
      expect.objectContaining({ kind: 'reversal', requestNumber: undone.channelOrderId, amountMinor: 4_200 }),
    ]);
  });

  it('is proved by its digest', async () => {
    await town.connector.charge(town.order(), PATIENT);
    town.time.advance(30 * HOUR_MS);
    const { bytes, headers } = await statement('20260301');
    const sha1 = createHash('sha1').update(bytes).digest('hex');
    expect(headers.get('Wechatpay-Statement-Sha1')).toBe(sha1);
    const get = (name: string): string => headers.get(`Wechatpay-${name}`) ?? '';
    const message = `${get('Timestamp')}\n${get('Nonce')}\n${JSON.stringify({ sha1 })}\n`;
    const signature = Buffer.from(get('Signature'), 'base64');
    expect(verify('sha256', Buffer.from(message), PLATFORM_PUBLIC_KEY, signature)).toBe(true);
  });

  it('is packed when that is asked for', async () => {
    await town.connector.charge(town.order(), PATIENT);
    town.time.advance(30 * HOUR_MS);
    const { headers, bytes } = await statement('20260301', '', { 'Accept-Encoding': 'gzip' });
    expect(headers.get('Content-Encoding')).toBe('gzip');
    expect(bytes.toString()).toContain('交易时间');
  });

  it('is there from nine o’clock on the next day, for 180 days', async () => {
    await town.connector.charge(town.order(), PATIENT);
    const missing = { status: 400, body: { code: 'NO_STATEMENT_EXIST' } };
    // It is noon in UTC+8.
    town.time.advance(21 * HOUR_MS - 1);
    expect(await statement('20260301')).toMatchObject(missing);
    town.time.advance(1);
    expect((await statement('20260301')).status).toBe(200);
    expect(await statement('20260228')).toMatchObject(missing);
    expect(await statement('20260230')).toMatchObject(missing);
    town.time.advance(180 * 24 * HOUR_MS);
    expect(await statement('20260301')).toMatchObject(missing);
  });

  it('may be that of one shop', async () => {
    await town.connector.charge(town.order(), PATIENT);
    town.time.advance(30 * HOUR_MS);
    expect((await statement('20260301', '&sub_mchid=1900000109')).status).toBe(200);
    expect((await statement('20260301', '&sub_mchid=1900000110')).status).toBe(400);
    expect(await statement('20260301', '&sub_mchid=1900000999')).toMatchObject({ body: { code: 'NO_AUTH' } });
    expect(await statement('2026-03-01')).toMatchObject({ body: { code: 'PARAM_ERROR' } });
  });
});
