import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChargeOrder, WalletAnswer } from '../../../packages/gateway/src/wallet/connector.ts';
import { codeFor, WAITS } from './behaviour-code.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { WechatPayTown } from './wechatpay-town.ts';

// What payers do, and when (M1 to M5, M14, M24, M32 and M34 of the wire's rules).

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

async function timesCharged(order: ChargeOrder): Promise<number | undefined> {
  return (await town.sandbox.door.find(order.channelOrderId))?.timesCharged;
}

describe('a payer who is asked', () => {
  it.each(['state', 'code'] as const)('M1: with the %s in the answer; pays', async (waitingAnswer) => {
    town.protocol.change({ waitingAnswer });
    const order = town.order({ authCode: WAITS });
    expect(await charge(order)).toEqual({ kind: 'waiting_for_payer' });
    expect(await query(order)).toEqual({ kind: 'waiting_for_payer' });
    await town.sandbox.approve(order.channelOrderId);
    expect(await query(order)).toMatchObject({ kind: 'paid', amountMinor: 12_880 });
  });

  it.each(['REVOKED', 'CLOSED'] as const)(
    'M2: does nothing and is undone, which is %s',
    async (unpaidReversedState) => {
      town.protocol.change({ unpaidReversedState });
      const order = town.order({ authCode: WAITS });
      await charge(order);
      town.time.advance(30_000);
      expect(await town.connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
      expect(await query(order)).toMatchObject({ kind: 'reversed' });
      expect(await timesCharged(order)).toBe(0);
    },
  );

  it('M3: refuses; the order is sealed afterwards', async () => {
    const order = town.order({ authCode: WAITS });
    await charge(order);
    await town.sandbox.refuse(order.channelOrderId);
    expect(await query(order)).toMatchObject({ kind: 'declined', respcd: '1205', mayStillCharge: false });
    town.time.advance(15_000);
    expect(await town.connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
    expect(await query(order)).toMatchObject({ kind: 'reversed' });
  });

  it('M4a: pays between the last ask and the reversal, which gives the money back', async () => {
    const order = town.order({ authCode: WAITS });
    await charge(order);
    town.time.advance(20_000);
    await town.sandbox.approve(order.channelOrderId);
    expect(await town.connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
    expect(await query(order)).toMatchObject({ kind: 'reversed' });
  });

  it('M4b: or is too late for', async () => {
    const order = town.order({ authCode: codeFor('430004') });
    await charge(order);
    town.time.advance(20_000);
    expect(await town.connector.reverse(order, PATIENT)).toMatchObject({
      kind: 'refused',
      respcd: '1260',
      mayRetry: false,
    });
    expect(await query(order)).toMatchObject({ kind: 'paid' });
  });

  it('M5: is just paying while it is reversed, twice', async () => {
    const order = town.order({ authCode: codeFor('430003') });
    await charge(order);
    town.time.advance(20_000);
    for (let tries = 0; tries < 2; tries += 1) {
      expect(await town.connector.reverse(order, PATIENT)).toMatchObject({ kind: 'refused', mayRetry: true });
    }
    expect(await town.connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
  });

  it('M14: is said not to have paid at first', async () => {
    const order = town.order({ authCode: WAITS });
    await charge(order);
    town.sandbox.faults.add({ call: 'query', fault: 'says-not-paid', times: 1 });
    expect(await query(order)).toMatchObject({ kind: 'unknown', processing: true });
    expect(await query(order)).toEqual({ kind: 'waiting_for_payer' });
    await town.sandbox.approve(order.channelOrderId);
    expect(await query(order)).toMatchObject({ kind: 'paid' });
  });

  it('M24: is said to be paying after the reversal', async () => {
    const order = town.order({ authCode: WAITS });
    await charge(order);
    town.time.advance(20_000);
    await town.connector.reverse(order, PATIENT);
    town.sandbox.faults.add({ call: 'query', fault: 'says-paying', times: 2 });
    expect((await query(order)).kind).toBe('waiting_for_payer');
    expect((await query(order)).kind).toBe('waiting_for_payer');
    expect((await query(order)).kind).toBe('reversed');
  });

  it('M34: lets the time run out at the wallet itself', async () => {
    const order = town.order({ authCode: WAITS });
    await charge(order);
    await town.pass(45_000);
    expect(await query(order)).toMatchObject({ kind: 'reversed' });
    expect(await town.connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
  });
});

it('M32: a sale above the payer’s limit waits for the password', async () => {
  const { authCode } = await town.sandbox.issueCode('wechatpay');
  const order = town.order({ authCode, amountMinor: 200_000 });
  expect((await charge(order)).kind).toBe('waiting_for_payer');
  await town.sandbox.approve(order.channelOrderId, '123456');
  expect(await query(order)).toMatchObject({ kind: 'paid', debitedCurrency: 'CNY' });
});
