import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAlipayBill } from '../../../packages/gateway/src/wallet/alipay/bill.ts';
import type { BillLine } from '../../../packages/gateway/src/wallet/bill-line.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { AlipayTown } from './alipay-town.ts';

let town: AlipayTown;

beforeEach(async () => {
  town = await AlipayTown.open();
});
afterEach(() => town.close());

async function fetchDay(
  kind: 'transactionItems' | 'settlementItems',
  day: string,
): Promise<readonly BillLine[]> {
  const answer = await fetch(
    `${town.server.url}/v1/settlements/1022188000000000001/${day}/${kind}_${day}_000.csv`,
  );
  expect(answer.status).toBe(200);
  const lines: BillLine[] = [];
  if (answer.body === null) return lines;
  for await (const line of readAlipayBill(answer.body)) lines.push(line);
  return lines;
}

it('a day has its payments, refunds and cancellations, each on the day it happened, in Beijing', async () => {
  const paid = town.order({ description: 'Tea, "large"\nwith milk' });
  const undone = town.order();
  const refused = town.order({ authCode: await town.code('wang-lei') });
  const waiting = town.order({ authCode: await town.code('li-na', { freeLimitMinor: 0 }) });
  const hongKong = town.order({ authCode: await town.code('chan-tai-man') });
  for (const order of [paid, undone, refused, waiting, hongKong]) await town.connector.charge(order, PATIENT);
  await town.connector.reverse(undone, PATIENT);
  await town.connector.reverse(waiting, PATIENT);
  town.time.advance(13 * 3_600_000);
  const refund = town.refundOf(paid);
  await town.connector.refund(refund, PATIENT);

  const first = await fetchDay('transactionItems', '20260301');
  expect(
    first.map(({ kind, requestNumber, amountMinor, currency }) => [
      kind,
      requestNumber,
      amountMinor,
      currency,
    ]),
  ).toEqual([
    ['payment', paid.channelOrderId, 12_880, 'HKD'],
    ['payment', undone.channelOrderId, 12_880, 'HKD'],
    ['reversal', undone.channelOrderId, 12_880, 'HKD'],
    ['payment', hongKong.channelOrderId, 12_880, 'HKD'],
  ]);
  const [line] = first;
  const answer = await town.connector.query(paid, PATIENT);
  expect(answer).toMatchObject({ walletNumber: line?.channelNumber, paidAtMs: line?.occurredAtMs });

  const second = await fetchDay('settlementItems', '20260302');
  const returned = await town.connector.queryRefund(refund, PATIENT);
  expect(second).toMatchObject([
    { kind: 'refund', requestNumber: refund.channelRefundId, amountMinor: 5_000, feeMinor: 0 },
  ]);
  expect(returned).toMatchObject({ walletNumber: second[0]?.channelNumber });
  expect((await fetchDay('settlementItems', '20260301')).map(({ feeMinor }) => feeMinor)).toEqual([
    10, 10, -10, 10,
  ]);
  expect(await fetchDay('transactionItems', '20260303')).toEqual([]);
});

it.each([
  '/v1/settlements/C/20260301/transactionItems_20260302_000.csv',
  '/v1/settlements/C/20269901/transactionItems_20269901_000.csv',
  '/v1/settlements/C/20260301/secrets.csv',
])('%s is no file', async (path) => {
  expect((await fetch(`${town.server.url}${path}`)).status).toBe(404);
});
