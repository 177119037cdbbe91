import { afterEach, describe, expect, it } from 'vitest';
import { PATIENT } from '../support/gateway-side.ts';
import { UnionPayTown } from './unionpay-town.ts';

let town: UnionPayTown;

afterEach(() => town.close());

describe('a refund of ACP that could not be sent in time', () => {
  it('is made under another time when it is the whole payment, which cannot go back twice', async () => {
    town = await UnionPayTown.open();
    const order = town.order();
    await town.during(town.connector.charge(order, PATIENT));
    const whole = town.refundOf(order, { amountMinor: order.amountMinor });
    await town.pass(20 * 60_000);
    expect(await town.during(town.connector.refund(whole, PATIENT))).toMatchObject({ kind: 'returned' });
    await town.pass(20 * 60_000);
    expect(await town.during(town.connector.refund(whole, PATIENT))).toMatchObject({ kind: 'returned' });
    const entry = await town.sandbox.door.find(order.channelOrderId);
    expect(entry?.refundedMinor).toBe(order.amountMinor);
  });

  it('is not refused because UnionPay still works on it under the time it was sent before', async () => {
    town = await UnionPayTown.open();
    const order = town.order({ amountMinor: 420_004 });
    await town.during(town.connector.charge(order, PATIENT));
    const whole = town.refundOf(order, { amountMinor: order.amountMinor });
    await town.pass(20 * 60_000);
    const refunded = () => town.during(town.connector.refund(whole, PATIENT));
    expect(await refunded()).toEqual({ kind: 'processing' });
    // Another second, so another refund to UnionPay, of whose amount nothing is left.
    expect(await refunded()).toEqual({ kind: 'processing' });
    await town.pass(6_000);
    expect(await refunded()).toMatchObject({ kind: 'returned', amountMinor: 420_004 });
    const entry = await town.sandbox.door.find(order.channelOrderId);
    expect(entry?.refundedMinor).toBe(order.amountMinor);
  });

  it('is made anew when what was sent before it failed', async () => {
    town = await UnionPayTown.open();
    const order = town.order({ amountMinor: 420_005 });
    await town.during(town.connector.charge(order, PATIENT));
    const whole = town.refundOf(order, { amountMinor: order.amountMinor });
    await town.pass(20 * 60_000);
    const refunded = () => town.during(town.connector.refund(whole, PATIENT));
    expect(await refunded()).toEqual({ kind: 'processing' });
    await town.pass(6_000);
    const attempts = async () => (await town.sandbox.door.find(order.channelOrderId))?.refunds.length;
    expect(await attempts()).toBe(1);
    expect(await refunded()).toEqual({ kind: 'processing' });
    expect(await attempts()).toBe(2);
  });

  it('is given up when it is a part, so that a new one can be made', async () => {
    town = await UnionPayTown.open();
    const order = town.order();
    await town.during(town.connector.charge(order, PATIENT));
    const part = town.refundOf(order);
    await town.pass(20 * 60_000);
    expect(await town.during(town.connector.refund(part, PATIENT))).toMatchObject({
      kind: 'refused',
      mayStillReturn: false,
    });
    expect(await town.during(town.connector.refund(town.refundOf(order), PATIENT))).toMatchObject({
      kind: 'returned',
    });
  });

  it('is not given up because the clock jumped: what was sent a moment ago may still arrive', async () => {
    town = await UnionPayTown.open();
    const order = town.order();
    await town.during(town.connector.charge(order, PATIENT));
    const part = town.refundOf(order, { leastAgeMs: 4_000 });
    await town.pass(20 * 60_000);
    const refunded = () => town.during(town.connector.refund(part, PATIENT));
    expect(await refunded()).toMatchObject({ kind: 'not_found' });
    const older = { ...part, leastAgeMs: 5 * 60_000 + 1 };
    expect(await town.during(town.connector.refund(older, PATIENT))).toMatchObject({ kind: 'refused' });
  });

  it('is found when it was sent in time after all', async () => {
    town = await UnionPayTown.open();
    const order = town.order();
    await town.during(town.connector.charge(order, PATIENT));
    const part = town.refundOf(order);
    town.sandbox.faults.add({ call: 'refund', fault: 'answer-lost', times: 1 });
    await town.during(town.connector.refund(part, PATIENT));
    await town.pass(20 * 60_000);
    expect(await town.during(town.connector.refund(part, PATIENT))).toMatchObject({ kind: 'returned' });
  });
});
