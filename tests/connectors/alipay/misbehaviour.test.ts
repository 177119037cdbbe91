import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallFault, Misbehaviour, WalletCall } from '../../../packages/sandbox/src/index.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { AlipayTown } from './alipay-town.ts';

let town: AlipayTown;

beforeEach(async () => {
  town = await AlipayTown.open();
});
afterEach(() => town.close());

/** Spoils the next call with a fault every simulated wallet has. */
function spoil(call: WalletCall, fault: CallFault, times = 1): void {
  town.sandbox.faults.add({ call, fault, times });
}

const DONE_BUT_UNKNOWN: readonly CallFault[] = [
  'answer-lost',
  'connection-reset',
  'answer-cut',
  'answer-empty',
  'answer-garbage',
  'server-error',
  'redirect',
  'answer-too-long',
  'unsigned',
  'wrong-signature',
  'other-order',
  'unknown-code',
];

describe('a payment that was charged, whose answer is spoilt', () => {
  it.each(DONE_BUT_UNKNOWN)('%s: unknown, and found paid once', async (fault) => {
    spoil('charge', fault);
    const order = town.order();
    expect((await town.connector.charge(order, PATIENT)).kind).toBe('unknown');
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid', amountMinor: 12_880 });
    expect(await town.sandbox.door.find(order.channelOrderId)).toMatchObject({ timesCharged: 1 });
  });

  it.each<Misbehaviour>(['unknown', 'altered-body', 'altered-time', 'other-key'])(
    '%s: the same',
    async (name) => {
      town.misbehave('charge', name);
      const order = town.order();
      expect((await town.connector.charge(order, PATIENT)).kind).toBe('unknown');
      expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid' });
    },
  );

  it('system-error: a refusal that may still have charged', async () => {
    town.misbehave('charge', 'system-error');
    const order = town.order();
    expect(await town.connector.charge(order, PATIENT)).toMatchObject({
      kind: 'declined',
      mayStillCharge: true,
    });
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid' });
  });

  it('never answered: unknown as soon as the gateway stops waiting', async () => {
    spoil('charge', 'answer-timeout');
    const order = town.order();
    const stop = new AbortController();
    const answer = town.connector.charge(order, stop.signal);
    while ((await town.sandbox.door.find(order.channelOrderId)) === undefined) await town.sandbox.waiting();
    stop.abort();
    expect((await answer).kind).toBe('unknown');
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid' });
  });
});

describe('an answer that is odd and true', () => {
  it.each<Misbehaviour>(['raw-signature', 'odd-form'])('%s: counts', async (name) => {
    town.misbehave('charge', name);
    expect(await town.connector.charge(town.order(), PATIENT)).toMatchObject({
      kind: 'paid',
      amountMinor: 12_880,
    });
  });
});

describe('a payment that did not arrive', () => {
  it.each<CallFault>(['never-arrived', 'server-error-early'])(
    '%s: not found; sent again, it is charged once',
    async (fault) => {
      spoil('charge', fault);
      const order = town.order();
      expect((await town.connector.charge(order, PATIENT)).kind).toBe('unknown');
      expect((await town.connector.query(order, PATIENT)).kind).toBe('not_found');
      expect((await town.connector.charge(order, PATIENT)).kind).toBe('paid');
      expect(await town.sandbox.door.find(order.channelOrderId)).toMatchObject({ timesCharged: 1 });
    },
  );

  it.each<Misbehaviour>(['throttled', 'unknown-early'])('%s: nothing was created', async (name) => {
    town.misbehave('charge', name, 2);
    const order = town.order();
    expect((await town.connector.charge(order, PATIENT)).kind).toBe('unknown');
    expect((await town.connector.charge(order, PATIENT)).kind).toBe('unknown');
    expect((await town.connector.query(order, PATIENT)).kind).toBe('not_found');
  });

  it('late: not found for some enquiries, then paid', async () => {
    const order = town.order({ authCode: await town.code('li-na', { behaviour: 'late-success' }) });
    expect((await town.connector.charge(order, PATIENT)).kind).toBe('unknown');
    for (let polls = 0; polls < 3; polls += 1) {
      expect((await town.connector.query(order, PATIENT)).kind).toBe('not_found');
      await town.pass(5_000);
    }
    expect(await town.connector.reverse(order, PATIENT)).toMatchObject({ kind: 'refused', mayRetry: true });
    await town.pass(5_000);
    expect((await town.connector.query(order, PATIENT)).kind).toBe('paid');
  });

  it('absent: an enquiry that denies a payment is believed no further than "not yet"', async () => {
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    town.misbehave('query', 'not-there', 2);
    expect((await town.connector.query(order, PATIENT)).kind).toBe('not_found');
    expect((await town.connector.query(order, PATIENT)).kind).toBe('not_found');
    expect((await town.connector.query(order, PATIENT)).kind).toBe('paid');
  });
});

describe('behaviours of accounts', () => {
  it.each([
    ['processing-paid', 'unknown', 'waiting_for_payer', 'paid'],
    ['processing-declined', 'unknown', 'waiting_for_payer', 'declined'],
    ['password-approved', 'waiting_for_payer', 'waiting_for_payer', 'paid'],
    ['declined-not-final', 'declined', 'declined', 'declined'],
    ['declined-then-paid', 'declined', 'waiting_for_payer', 'paid'],
  ] as const)('%s: %s, then %s, then %s', async (behaviour, first, asked, later) => {
    const order = town.order({ authCode: await town.code('li-na', { behaviour }) });
    expect((await town.connector.charge(order, PATIENT)).kind).toBe(first);
    expect((await town.connector.query(order, PATIENT)).kind).toBe(asked);
    await town.pass(5_000);
    expect((await town.connector.query(order, PATIENT)).kind).toBe(later);
  });

  it.each([
    ['wrong-amount', { amountMinor: 12_881, currency: 'HKD' }],
    ['wrong-currency', { amountMinor: 12_880, currency: 'CNY' }],
  ] as const)('%s: what is said is passed on, to be compared', async (behaviour, said) => {
    const order = town.order({ authCode: await town.code('li-na', { behaviour }) });
    expect(await town.connector.charge(order, PATIENT)).toMatchObject({ kind: 'paid', ...said });
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid', ...said });
  });

  it('busy: nothing is taken in', async () => {
    const order = town.order({ authCode: await town.code('li-na', { behaviour: 'busy' }) });
    expect((await town.connector.charge(order, PATIENT)).kind).toBe('unknown');
    expect((await town.connector.query(order, PATIENT)).kind).toBe('not_found');
  });

  it('a sale in Hong Kong dollars is paid in yuan', async () => {
    const order = town.order({ authCode: await town.code('li-na') });
    expect(await town.connector.charge(order, PATIENT)).toMatchObject({
      kind: 'paid',
      amountMinor: 12_880,
      currency: 'HKD',
      debitedAmountMinor: 11_850,
      debitedCurrency: 'CNY',
    });
  });
});

describe('a refusal of any code', () => {
  it.each([
    ['RISK_REJECT', '1294'],
    ['USER_KYC_NOT_QUALIFIED', '1204'],
    ['PAYMENT_COUNT_EXCEED_LIMIT', '1204'],
    ['SETTLE_CONTRACT_NOT_MATCH', '1203'],
    ['EXPIRED_CODE', '2005'],
  ])('%s is heard as %s, and again under the same number', async (code, respcd) => {
    town.misbehave('charge', `refuse-${code}`);
    const order = town.order();
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await town.connector.charge(order, PATIENT)).toMatchObject({
        kind: 'declined',
        respcd,
        mayStillCharge: false,
      });
    }
    expect((await town.connector.charge(town.order(), PATIENT)).kind).toBe('paid');
  });

  it('that no document lists decides nothing', async () => {
    town.misbehave('charge', 'refuse-BRAND_NEW');
    expect((await town.connector.charge(town.order(), PATIENT)).kind).toBe('unknown');
  });

  it.each([
    ['MERCHANT_BALANCE_NOT_ENOUGH', '1269'],
    ['MULTIPLE_REFUNDS_NOT_SUPPORTED', '1271'],
  ])('of a refund, %s, is heard as %s', async (code, respcd) => {
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    town.misbehave('refund', `refuse-${code}`);
    expect(await town.connector.refund(town.refundOf(order), PATIENT)).toMatchObject({
      kind: 'refused',
      respcd,
    });
  });
});

describe('a cancellation', () => {
  it.each(DONE_BUT_UNKNOWN)('done, %s: unknown; again it is done', async (fault) => {
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    spoil('reverse', fault);
    expect((await town.connector.reverse(order, PATIENT)).kind).toBe('unknown');
    expect((await town.connector.query(order, PATIENT)).kind).toBe('reversed');
    expect(await town.connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
  });

  it('unknown several times, then done', async () => {
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    town.misbehave('reverse', 'unknown', 3);
    for (let tries = 0; tries < 3; tries += 1) {
      expect((await town.connector.reverse(order, PATIENT)).kind).toBe('unknown');
    }
    expect(await town.connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
  });

  it('that races the customer has one winner, and nobody is charged without getting it back', async () => {
    for (let race = 0; race < 10; race += 1) {
      const order = town.order({ authCode: await town.code('li-na', { freeLimitMinor: 0 }) });
      await town.connector.charge(order, PATIENT);
      const confirmed = town.sandbox.approve(order.channelOrderId).then(
        () => true,
        () => false,
      );
      const [undone] = await Promise.all([town.connector.reverse(order, PATIENT), confirmed]);
      expect(undone).toEqual({ kind: 'reversed' });
      expect((await town.connector.query(order, PATIENT)).kind).toBe('reversed');
    }
    const wallets = await town.sandbox.listWallets();
    expect(wallets[0]?.accounts[0]?.balanceMinor).toBe(500_000);
  });

  it('for which the customer was quicker is refused for good, and the payment stands', async () => {
    const authCode = await town.code('li-na', { freeLimitMinor: 0, reversalBehaviour: 'refused-too-late' });
    const order = town.order({ authCode });
    await town.connector.charge(order, PATIENT);
    expect(await town.connector.reverse(order, PATIENT)).toMatchObject({ kind: 'refused', mayRetry: false });
    expect((await town.connector.query(order, PATIENT)).kind).toBe('paid');
  });

  it('of a number nobody knows bars it, where the contract says so', async () => {
    const other = await AlipayTown.open({ choices: { cancelOfUnknown: 'barred' } });
    const order = other.order();
    expect(await other.connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
    expect(await other.connector.charge(order, PATIENT)).toMatchObject({ kind: 'declined', respcd: '1205' });
    await other.close();
  });
});

describe('a refund', () => {
  it.each(DONE_BUT_UNKNOWN)('done, %s: unknown; again it is the same refund', async (fault) => {
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    spoil('refund', fault);
    const refund = town.refundOf(order);
    expect((await town.connector.refund(refund, PATIENT)).kind).toBe('unknown');
    expect(await town.connector.queryRefund(refund, PATIENT)).toMatchObject({
      kind: 'returned',
      amountMinor: 5_000,
    });
    expect((await town.connector.refund(refund, PATIENT)).kind).toBe('returned');
    expect(await town.sandbox.door.find(order.channelOrderId)).toMatchObject({ refundedMinor: 5_000 });
  });

  it.each([
    ['processing-returned', 'returned'],
    ['processing-refused', 'refused'],
  ] as const)('%s: taken in, then %s', async (refundBehaviour, later) => {
    const order = town.order({ authCode: await town.code('li-na', { refundBehaviour }) });
    await town.connector.charge(order, PATIENT);
    const refund = town.refundOf(order);
    expect(await town.connector.refund(refund, PATIENT)).toEqual({ kind: 'processing' });
    expect(await town.connector.queryRefund(refund, PATIENT)).toEqual({ kind: 'processing' });
    await town.pass(5_000);
    expect((await town.connector.queryRefund(refund, PATIENT)).kind).toBe(later);
  });

  it.each<[string, object, object]>([
    ['another currency', { currency: 'USD' }, { kind: 'refused', respcd: '1205' }],
    ['another payment', { walletNumber: '999' }, { kind: 'refused', respcd: '1268' }],
  ])('of %s is refused', async (_name, changes, answer) => {
    const order = town.order();
    const paid = await town.connector.charge(order, PATIENT);
    const walletNumber = paid.kind === 'paid' ? paid.walletNumber : '';
    const refund = { ...town.refundOf(order, { walletNumber }), ...changes };
    expect(await town.connector.refund(refund, PATIENT)).toMatchObject(answer);
  });

  it('of a payment that is not paid is not sent', async () => {
    const order = town.order({ authCode: await town.code('li-na', { freeLimitMinor: 0 }) });
    await town.connector.charge(order, PATIENT);
    expect((await town.connector.refund(town.refundOf(order), PATIENT)).kind).toBe('not_sent');
  });
});

it('the amounts of Alipay’s own mock misbehave when they are asked to', async () => {
  const other = await AlipayTown.open({ choices: { mockAmounts: true } });
  const unknown = other.order({ amountMinor: 9_901 });
  expect((await other.connector.charge(unknown, PATIENT)).kind).toBe('unknown');
  expect((await other.connector.query(unknown, PATIENT)).kind).toBe('paid');
  const unasked = other.order({ amountMinor: 9_903 });
  expect((await other.connector.charge(unasked, PATIENT)).kind).toBe('paid');
  expect((await other.connector.query(unasked, PATIENT)).kind).toBe('unknown');
  for (const [amountMinor, call] of [
    [9_902, 'charge'],
    [9_904, 'query'],
  ] as const) {
    const silent = other.order({ amountMinor });
    if (call === 'query') await other.connector.charge(silent, PATIENT);
    const stop = new AbortController();
    const answer = other.connector[call](silent, stop.signal);
    while ((await other.sandbox.door.find(silent.channelOrderId)) === undefined)
      await other.sandbox.waiting();
    stop.abort();
    expect(['unknown', 'not_sent']).toContain((await answer).kind);
  }
  await other.close();
});
