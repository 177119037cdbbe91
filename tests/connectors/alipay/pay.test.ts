import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PATIENT } from '../support/gateway-side.ts';
import { AlipayTown } from './alipay-town.ts';

let town: AlipayTown;

beforeEach(async () => {
  town = await AlipayTown.open();
});
afterEach(() => town.close());

describe.each(['ams', 'acqp', 'alipayhk'] as const)('over the wire, %s', (dialect) => {
  it('a payment is paid, found, refunded in parts and found refunded', async () => {
    const connector = town.connect(dialect);
    const order = town.order();
    const paid = await connector.charge(order, PATIENT);
    expect(paid).toMatchObject({
      kind: 'paid',
      amountMinor: 12_880,
      currency: 'HKD',
      payerAccount: 'test-code',
    });
    expect(await connector.query(order, PATIENT)).toEqual(paid);

    const first = town.refundOf(order, { walletNumber: paid.kind === 'paid' ? paid.walletNumber : '' });
    const returned = await connector.refund(first, PATIENT);
    expect(returned).toMatchObject({ kind: 'returned', amountMinor: 5_000, currency: 'HKD' });
    expect(await connector.refund(first, PATIENT)).toEqual(returned);
    expect(await connector.queryRefund(first, PATIENT)).toEqual(returned);
    const rest = town.refundOf(order, { amountMinor: 7_880 });
    expect(await connector.refund(rest, PATIENT)).toMatchObject({ kind: 'returned' });
    const more = town.refundOf(order, { amountMinor: 1 });
    expect(await connector.refund(more, PATIENT)).toMatchObject({ kind: 'refused', respcd: '1272' });
    expect(await connector.queryRefund(town.refundOf(order), PATIENT)).toMatchObject({ kind: 'not_found' });
    expect(await connector.reverse(order, PATIENT)).toMatchObject({ kind: 'refused', mayRetry: false });
    expect(await connector.query(order, PATIENT)).toEqual(paid);
    expect(town.alerts).toEqual([]);
  });

  it('a payment that waits is paid when its customer confirms', async () => {
    const connector = town.connect(dialect);
    const order = town.order({ authCode: await town.code('chan-tai-man', { freeLimitMinor: 100 }) });
    expect(await connector.charge(order, PATIENT)).toEqual({ kind: 'waiting_for_payer' });
    expect(await connector.query(order, PATIENT)).toEqual({ kind: 'waiting_for_payer' });
    await town.sandbox.approve(order.channelOrderId);
    expect(await connector.query(order, PATIENT)).toMatchObject({
      kind: 'paid',
      payerAccount: 'chan-tai-man',
    });
  });

  it('a payment that waits is cancelled, and its customer cannot confirm any more', async () => {
    const connector = town.connect(dialect);
    const order = town.order({ authCode: await town.code('li-na', { freeLimitMinor: 0 }) });
    expect(await connector.charge(order, PATIENT)).toEqual({ kind: 'waiting_for_payer' });
    expect(await connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
    expect(await connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
    await expect(town.sandbox.approve(order.channelOrderId)).rejects.toThrow(/reversed/);
    expect(await connector.query(order, PATIENT)).toMatchObject({ kind: 'reversed' });
    expect(await connector.charge(order, PATIENT)).toMatchObject({ kind: 'declined', respcd: '1205' });
  });

  it('a paid payment is cancelled: all of it goes back, and nothing can be refunded', async () => {
    const connector = town.connect(dialect);
    const authCode = await town.code('li-na');
    const order = town.order({ authCode });
    const paid = await connector.charge(order, PATIENT);
    expect(paid).toMatchObject({ kind: 'paid', debitedCurrency: 'CNY' });
    expect(await connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
    expect(await connector.query(order, PATIENT)).toMatchObject({ kind: 'reversed' });
    const walletNumber = paid.kind === 'paid' ? paid.walletNumber : '';
    const refund = town.refundOf(order, { walletNumber });
    expect(await connector.refund(refund, PATIENT)).toMatchObject({ kind: 'refused', respcd: '1263' });
    const wallets = await town.sandbox.listWallets();
    expect(wallets[0]?.accounts[0]?.balanceMinor).toBe(500_000);
  });

  it('a payment nobody knows is not found, and undone when its time is over', async () => {
    const connector = town.connect(dialect);
    const order = town.order();
    expect(await connector.query(order, PATIENT)).toMatchObject({ kind: 'not_found' });
    expect(await connector.reverse(order, PATIENT)).toMatchObject({ kind: 'refused', mayRetry: true });
    town.time.advance(125_000);
    expect(await connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
    // What arrives all the same, hours late, is refused by the wallet.
    expect(await connector.charge(order, PATIENT)).toMatchObject({ kind: 'declined', respcd: '1205' });
  });
});

describe('refusals', () => {
  it.each([
    ['a poor customer', 'wang-lei', {}, '1201'],
    ['a closed account', 'li-na', { status: 'closed' }, '1204'],
    ['risk control', 'li-na', { behaviour: 'declined-1294' }, '1294'],
    ['a reason Alipay has no code for', 'li-na', { behaviour: 'declined-1105' }, '1205'],
  ] as const)('%s', async (_name, account, change, respcd) => {
    const order = town.order({ authCode: await town.code(account, change) });
    const refusal = await town.connector.charge(order, PATIENT);
    expect(refusal).toMatchObject({ kind: 'declined', respcd, mayStillCharge: false });
    expect(await town.connector.query(order, PATIENT)).toEqual(refusal);
    expect(await town.connector.charge(order, PATIENT)).toEqual(refusal);
  });

  it('a code that is too old, and one that was used', async () => {
    const old = await town.code('li-na');
    town.time.advance(65_000);
    expect(await town.connector.charge(town.order({ authCode: old }), PATIENT)).toMatchObject({
      respcd: '2005',
    });
    const authCode = await town.code('li-na');
    expect((await town.connector.charge(town.order({ authCode }), PATIENT)).kind).toBe('paid');
    expect(await town.connector.charge(town.order({ authCode }), PATIENT)).toMatchObject({ respcd: '1202' });
  });

  it('a customer who says no', async () => {
    const order = town.order({ authCode: await town.code('li-na', { behaviour: 'password-refused' }) });
    expect(await town.connector.charge(order, PATIENT)).toEqual({ kind: 'waiting_for_payer' });
    await town.pass(5_000);
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'declined', respcd: '1204' });
  });
});

it.each(['FAIL', 'CANCELLED'] as const)(
  'a customer who never confirms: %s when the time is over',
  async (expiredAs) => {
    const other = await AlipayTown.open({ choices: { expiredAs } });
    const order = other.order({ authCode: await other.code('li-na', { behaviour: 'password-unanswered' }) });
    expect(await other.connector.charge(order, PATIENT)).toEqual({ kind: 'waiting_for_payer' });
    await other.pass(64_999);
    expect(await other.connector.query(order, PATIENT)).toEqual({ kind: 'waiting_for_payer' });
    await other.pass(1);
    expect((await other.connector.query(order, PATIENT)).kind).toBe(
      expiredAs === 'FAIL' ? 'declined' : 'reversed',
    );
    await other.close();
  },
);

describe('the same number again', () => {
  it('is the same payment, one after the other and at once', async () => {
    const order = town.order({ authCode: await town.code('li-na') });
    const answers = await Promise.all(Array.from({ length: 8 }, () => town.connector.charge(order, PATIENT)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.kind).toBe('paid');
    expect(await town.connector.charge(order, PATIENT)).toEqual(answers[0]);
    expect(await town.sandbox.door.find(order.channelOrderId)).toMatchObject({ timesCharged: 1 });
  });

  it.each([
    ['another amount', { amountMinor: 1 }],
    ['another currency', { currency: 'USD' }],
    ['another code', { authCode: '280000000000000002' }],
  ] as const)('with %s changes nothing and says nothing', async (_name, changes) => {
    const order = town.order();
    const paid = await town.connector.charge(order, PATIENT);
    expect(await town.connector.charge({ ...order, ...changes }, PATIENT)).toMatchObject({
      kind: 'unknown',
      reason: 'Alipay answered REPEAT_REQ_INCONSISTENT',
    });
    expect(await town.connector.query(order, PATIENT)).toEqual(paid);
  });

  it('of a refund with another amount changes nothing', async () => {
    const order = town.order();
    await town.connector.charge(order, PATIENT);
    const refund = town.refundOf(order);
    const returned = await town.connector.refund(refund, PATIENT);
    expect(returned.kind).toBe('returned');
    const changed = { ...refund, amountMinor: 1 };
    expect(await town.connector.refund(changed, PATIENT)).toEqual({
      kind: 'unknown',
      reason: 'Alipay answered REPEAT_REQ_INCONSISTENT to the refund',
    });
    expect(await town.connector.queryRefund(refund, PATIENT)).toEqual(returned);
  });
});

describe('windows', () => {
  it('a payment can be cancelled until 00:15 in Beijing of the next day', async () => {
    // It is noon in Beijing.
    const early = town.order();
    const late = town.order();
    await town.connector.charge(early, PATIENT);
    await town.connector.charge(late, PATIENT);
    town.time.advance((12 * 60 + 15) * 60_000 - 1);
    expect(await town.connector.reverse(early, PATIENT)).toEqual({ kind: 'reversed' });
    town.time.advance(1);
    expect(await town.connector.reverse(late, PATIENT)).toMatchObject({
      kind: 'refused',
      respcd: '1260',
      mayRetry: false,
    });
    expect((await town.connector.refund(town.refundOf(late), PATIENT)).kind).toBe('returned');
  });

  it('a payment can be refunded for 365 days', async () => {
    const order = town.order();
    const paid = await town.connector.charge(order, PATIENT);
    const walletNumber = paid.kind === 'paid' ? paid.walletNumber : '';
    town.time.advance(365 * 86_400_000);
    const first = town.refundOf(order, { walletNumber, amountMinor: 100 });
    expect((await town.connector.refund(first, PATIENT)).kind).toBe('returned');
    town.time.advance(1);
    const second = town.refundOf(order, { walletNumber, amountMinor: 100 });
    expect(await town.connector.refund(second, PATIENT)).toMatchObject({ kind: 'refused', respcd: '1155' });
    expect((await town.connector.refund(first, PATIENT)).kind).toBe('returned');
  });
});
