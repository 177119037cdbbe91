import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusedWithoutTrace, field } from './support/refused-without-trace.ts';
import type { WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

let gateway: WireGateway;
let shop: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start();
  shop = await gateway.merchant();
});
afterAll(() => gateway.close());

describe('an enquiry with a malformed value: 1104 and its name', () => {
  const numbers = (count: number): string => Array.from({ length: count }, (_, index) => index + 1).join(',');

  it.each([
    ['syssn', '2026O315'],
    ['syssn', '1; DROP TABLE transactions'],
    ['syssn', '1'.repeat(4_097)],
    ['syssn', numbers(101)],
    ['out_trade_no', 'Ä'],
    ['out_trade_no', numbers(101)],
    ['out_trade_no', 'x'.repeat(4_097)],
    ['mchid', 'M'.repeat(33)],
    ['mchid', 'M 1'],
    ['pay_type', 'alipay'],
    ['pay_type', '800108;800208'],
    ['pay_type', `${'800108,'.repeat(600)}800108`],
    ['respcd', '000'],
    ['respcd', '00000'],
    ['respcd', 'abcd'],
    ['start_time', '2026-03-15'],
    ['start_time', '2026-02-30 00:00:00'],
    ['end_time', '2026-03-15T12:00:00'],
    ['end_time', '2026-03-15 12:00:00.5'],
    ['txzone', '8'],
    ['page', '0'],
    ['page', '-1'],
    ['page', '1.5'],
    ['page', '999999999'],
    ['page_size', '0'],
    ['page_size', '101'],
    ['page_size', 'all'],
  ])('%s=%s', async (name, value) => {
    for (const method of ['POST', 'GET'] as const) {
      await expectRefusedWithoutTrace(gateway, () => shop.query({ [name]: value }, { method }), {
        respcd: '1104',
        respmsg: field(name),
      });
    }
  });

  it('but a hundred numbers, the last page and the largest page are answered', async () => {
    for (const parameters of [
      { syssn: numbers(100) },
      { out_trade_no: numbers(100) },
      { page: '99999999', page_size: '100' },
    ]) {
      expect((await shop.query(parameters)).respcd).toBe('0000');
    }
  });
});
