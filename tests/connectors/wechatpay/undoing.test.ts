import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChargeOrder, WalletAnswer } from '../../../packages/gateway/src/wallet/connector.ts';
import { WAITS } from './behaviour-code.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { WechatPayTown } from './wechatpay-town.ts';

// Reversals and refunds that do not go as they should (M23 to M29).

let town: WechatPayTown;

beforeEach(async () => {
  town = await WechatPayTown.open();
});
afterEach(() => town.close());

function charge(order: ChargeOrder): Promise<WalletAnswer> {
  return town.connector.charge(order, PATIENT);
}

function query(order: ChargeOrder): Promise<WalletAnswer> {
  return town.connector.query(order, PATIENT);
}

describe('a reversal', () => {
  it('M23: of which nobody heard that it was done', async () => {
    const order = town.order({ authCode: WAITS });
    await charge(order);
    town.time.advance(20_000);
    town.sandbox.faults.add({ call: 'reverse', fault: 'system-error', times: 1 });
    expect((await town.connector.reverse(order, PATIENT)).kind).toBe('unknown');
    expect(await town.connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
    expect((await query(order)).kind).toBe('reversed');
  });

  it('M25: that the enquiry contradicts', async () => {
    const order = town.order();
    await charge(order);
    town.time.advance(20_000);
    expect((await town.connector.reverse(order, PATIENT)).kind).toBe('reversed');
    town.sandbox.faults.add({ call: 'query', fault: 'says-paid', times: 1 });
    // Whoever drives the reversal believes neither, and sends it again.
    expect((await query(order)).kind).toBe('paid');
    expect((await query(order)).kind).toBe('reversed');
  });

  it('M26: that comes too late is refused for good', async () => {
    const order = town.order();
    await charge(order);
    town.time.advance(8 * 86_400_000);
    expect(await town.connector.reverse(order, PATIENT)).toMatchObject({
      kind: 'refused',
      respcd: '1260',
      mayRetry: false,
    });
  });

  it('of an order nobody knows waits until it cannot arrive any more, and bars nothing', async () => {
    const order = town.order();
    expect(await town.connector.reverse(order, PATIENT)).toMatchObject({ kind: 'refused', mayRetry: true });
    town.time.advance(30_000);
    expect(await town.connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
    expect((await query(order)).kind).toBe('not_found');
    expect((await charge(order)).kind).toBe('paid');
  });
});

describe('a refund', () => {
  async function paidOrder(amountMinor = 1_000_000): Promise<ChargeOrder> {
    const order = town.order({ amountMinor });
    await charge(order);
    return order;
  }

  it('is back at once', async () => {
    const refund = town.refundOf(await paidOrder());
    const answer = await town.connector.refund(refund, PATIENT);
    expect(answer).toMatchObject({ kind: 'returned', amountMinor: 5_000, currency: 'HKD' });
    expect(await town.connector.queryRefund(refund, PATIENT)).toEqual(answer);
    expect((await query(await paidOrder())).kind).toBe('paid');
  });

  it('may name the order by the number of the wallet', async () => {
    const order = town.order();
    const paid = await charge(order);
    const walletNumber = paid.kind === 'paid' ? paid.walletNumber : '';
    const refund = town.refundOf(order, { walletNumber });
    expect((await town.connector.refund(refund, PATIENT)).kind).toBe('returned');
  });

  it.each([
    ['goes back later', 420_004, 'returned', {}],
    ['is closed', 420_005, 'refused', { respcd: '1205', mayStillReturn: false }],
  ])('M27: that is taken in %s', async (_, amountMinor, kind, more) => {
    const refund = town.refundOf(await paidOrder(), { amountMinor });
    expect(await town.connector.refund(refund, PATIENT)).toEqual({ kind: 'processing' });
    expect(await town.connector.queryRefund(refund, PATIENT)).toEqual({ kind: 'processing' });
    await town.pass(5_000);
    expect(await town.connector.queryRefund(refund, PATIENT)).toMatchObject({ kind, ...more });
  });

  it('M27: needs a hand, or is in a state nobody knows', async () => {
    const refund = town.refundOf(await paidOrder());
    await town.connector.refund(refund, PATIENT);
    for (const slip of ['refund-abnormal', 'new-state'] as const) {
      town.sandbox.faults.add({ call: 'queryRefund', fault: slip, times: 1 });
      expect((await town.connector.queryRefund(refund, PATIENT)).kind).toBe('unknown');
    }
    expect(town.alerts).toHaveLength(2);
  });

  it('M28: is not covered at first', async () => {
    const refund = town.refundOf(await paidOrder());
    town.sandbox.faults.add({ call: 'refund', fault: 'refuse-NOT_ENOUGH', times: 3 });
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await town.connector.refund(refund, PATIENT)).toMatchObject({
        kind: 'refused',
        respcd: '1269',
        mayStillReturn: true,
      });
      expect((await town.connector.queryRefund(refund, PATIENT)).kind).toBe('not_found');
    }
    expect((await town.connector.refund(refund, PATIENT)).kind).toBe('returned');
  });

  it('M29: is made once although its answer is lost', async () => {
    const order = await paidOrder();
    const refund = town.refundOf(order);
    town.sandbox.faults.add({ call: 'refund', fault: 'answer-lost', times: 1 });
    expect((await town.connector.refund(refund, PATIENT)).kind).toBe('unknown');
    const first = await town.connector.queryRefund(refund, PATIENT);
    expect(first.kind).toBe('returned');
    expect(await town.connector.refund(refund, PATIENT)).toEqual(first);
    expect((await town.sandbox.door.find(order.channelOrderId))?.refundedMinor).toBe(5_000);
  });

  it('that never arrives is not found', async () => {
    const refund = town.refundOf(await paidOrder(), { amountMinor: 420_007 });
    expect((await town.connector.refund(refund, PATIENT)).kind).toBe('unknown');
    expect((await town.connector.queryRefund(refund, PATIENT)).kind).toBe('not_found');
  });

  it('under a used number with another amount is looked up: what stands there is the answer', async () => {
    const refund = town.refundOf(await paidOrder());
    await town.connector.refund(refund, PATIENT);
    expect(await town.connector.refund({ ...refund, amountMinor: 1 }, PATIENT)).toMatchObject({
      kind: 'returned',
      amountMinor: 5_000,
    });
  });

  it('may be asked for again later', async () => {
    const refund = town.refundOf(await paidOrder());
    town.sandbox.faults.add({ call: 'refund', fault: 'refuse-BIZERR_NEED_RETRY', times: 1 });
    expect((await town.connector.refund(refund, PATIENT)).kind).toBe('unknown');
    await town.connector.refund(town.refundOf(await paidOrder()), PATIENT);
    expect((await town.connector.refund(refund, PATIENT)).kind).toBe('returned');
  });

  it('of a reversed order is refused for good', async () => {
    const order = await paidOrder();
    town.time.advance(20_000);
    await town.connector.reverse(order, PATIENT);
    expect(await town.connector.refund(town.refundOf(order), PATIENT)).toMatchObject({
      kind: 'refused',
      mayStillReturn: false,
    });
  });
});
