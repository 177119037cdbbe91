import { afterEach, describe, expect, it } from 'vitest';
import type {
  ChargeOrder,
  ReversalAnswer,
  WalletAnswer,
} from '../../../packages/gateway/src/wallet/connector.ts';
import type { Misbehaviour } from '../../../packages/sandbox/src/index.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { UnionPayTown } from './unionpay-town.ts';

let town: UnionPayTown;

afterEach(() => town.close());

function charge(order: ChargeOrder): Promise<WalletAnswer> {
  return town.during(town.connector.charge(order, PATIENT));
}

function reverse(order: ChargeOrder): Promise<ReversalAnswer> {
  return town.during(town.connector.reverse(order, PATIENT));
}

describe.each(['acp', 'partner'] as const)('over the wire of %s', (contract) => {
  it('a payment is paid, found, and refunded in parts', async () => {
    town = await UnionPayTown.open({ contract });
    const { connector } = town;
    const order = town.order();
    const paid = await charge(order);
    expect(paid).toMatchObject({ kind: 'paid', amountMinor: 12_880, currency: 'HKD' });
    await town.pass(61_000);
    expect(await connector.query(order, PATIENT)).toMatchObject({ kind: 'paid', amountMinor: 12_880 });

    const walletNumber = paid.kind === 'paid' ? paid.walletNumber : '';
    const first = town.refundOf(order, { walletNumber });
    const returned = await town.during(connector.refund(first, PATIENT));
    expect(returned).toMatchObject({ kind: 'returned', amountMinor: 5_000, currency: 'HKD' });
    await town.pass(61_000);
    expect(await town.during(connector.refund(first, PATIENT))).toMatchObject({ kind: 'returned' });
    // By the names of the payment, where the wallet's number of it was never heard.
    const rest = town.refundOf(order, { amountMinor: 7_880 });
    expect(await town.during(connector.refund(rest, PATIENT))).toMatchObject({ kind: 'returned' });
    const more = town.refundOf(order, { amountMinor: 1 });
    expect(await town.during(connector.refund(more, PATIENT))).toMatchObject({ kind: 'refused' });
    expect(await connector.queryRefund(town.refundOf(order), PATIENT)).toMatchObject({ kind: 'not_found' });
    expect(town.alerts).toEqual([]);
  });

  it('a payment that waits is paid when its customer confirms, and told', async () => {
    town = await UnionPayTown.open({ contract });
    const { authCode, account } = await freshCode(town);
    await town.sandbox.changeAccount(account, { freeLimitMinor: 0 });
    const order = town.order({ authCode });
    expect(await charge(order)).toEqual({ kind: 'waiting_for_payer' });
    await town.sandbox.approve(order.channelOrderId);
    await town.pass(1_000);
    const [notice] = town.received;
    const receiver = town.receiver();
    const reading = await receiver.read({
      method: 'POST',
      target: '/wallet/unionpay',
      headers: {},
      body: notice?.body ?? Buffer.alloc(0),
    });
    expect(reading).toMatchObject({ kind: 'payment', number: order.channelOrderId });
    await town.pass(61_000);
    expect(await town.connector.query(order, PATIENT)).toMatchObject({
      kind: 'paid',
      payerAccount: expect.any(String),
    });
  });

  it('a payment that waits is undone, and its customer cannot confirm any more', async () => {
    town = await UnionPayTown.open({ contract });
    const { authCode, account } = await freshCode(town);
    await town.sandbox.changeAccount(account, { freeLimitMinor: 0 });
    const order = town.order({ authCode });
    expect(await charge(order)).toEqual({ kind: 'waiting_for_payer' });
    expect(await reverse(order)).toEqual({ kind: 'reversed' });
    await expect(town.sandbox.approve(order.channelOrderId)).rejects.toThrow(/reversed/);
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'declined' });
  });

  it('an order that never arrived is not found, and barred only when it cannot arrive any more', async () => {
    town = await UnionPayTown.open({ contract });
    const order = town.order();
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'not_found' });
    expect(await reverse(order)).toMatchObject({ kind: 'refused', mayRetry: true });
    await town.pass(121_000);
    expect(await reverse(order)).toEqual({ kind: 'reversed' });
  });

  it.each([
    ['401201', '1201'],
    ['401202', '1202'],
    ['401203', '1203'],
    ['401204', '1204'],
    ['401294', '1294'],
    ['401297', { acp: '1297', partner: '1205' }],
    ['401212', '1212'],
  ])('a refusal is told in the words of the gateway: %s', async (digits, respcd) => {
    town = await UnionPayTown.open({ contract });
    const order = town.order({ authCode: `6200000000000${digits}` });
    expect(await charge(order)).toMatchObject({
      kind: 'declined',
      respcd: typeof respcd === 'string' ? respcd : respcd[contract],
      mayStillCharge: false,
    });
  });

  it('a code that the contract cannot carry does not leave the gateway', async () => {
    town = await UnionPayTown.open({ contract });
    const emv = 'hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkHw==';
    expect(await charge(town.order({ authCode: emv }))).toMatchObject({ kind: 'declined', respcd: '1202' });
    expect(await charge(town.order({ authCode: '280000000000000000' }))).toMatchObject({ respcd: '1202' });
  });

  it('the text of an EMV code is sent byte for byte where UnionPay has agreed to take it', async () => {
    town = await UnionPayTown.open({ contract, values: { emv_texts: 'sent' } });
    for (let shown = 0; shown < 8; shown += 1) {
      const { emvText = '' } = await town.sandbox.issueCode('unionpay');
      expect(await charge(town.order({ authCode: emvText }))).toMatchObject({ kind: 'paid' });
    }
  });

  it('the text of an EMV code that was taken apart on its way is refused by UnionPay', async () => {
    town = await UnionPayTown.open({ contract, values: { emv_texts: 'sent' } });
    const { emvText = '', authCode } = await town.sandbox.issueCode('unionpay');
    const bytes = Buffer.from(emvText, 'base64');
    // The count of the card, its last byte one less: the transparent part is not what the phone has made.
    const at = bytes.indexOf(Buffer.from('9f3602', 'hex')) + 4;
    bytes.writeUInt8(bytes.readUInt8(at) - 1, at);
    const rewritten = town.order({ authCode: bytes.toString('base64') });
    expect(await charge(rewritten)).toMatchObject({ kind: 'declined', respcd: '1202' });
    expect(await town.sandbox.door.find(rewritten.channelOrderId)).toMatchObject({
      reason: 'The payment code is not as the phone shows it.',
    });
    expect(await charge(town.order({ authCode }))).toMatchObject({ kind: 'paid' });
  });

  it('a number that comes again is never charged twice', async () => {
    town = await UnionPayTown.open({ contract });
    const order = town.order();
    await charge(order);
    await town.pass(61_000);
    expect(await charge(order)).toMatchObject({ kind: contract === 'acp' ? 'paid' : 'unknown' });
    const entry = await town.sandbox.door.find(order.channelOrderId);
    expect(entry?.timesCharged).toBe(1);
  });
});

describe('ACP', () => {
  it('undoes a paid payment whose answer was lost', async () => {
    town = await UnionPayTown.open();
    const order = town.order();
    await charge(order);
    expect(await reverse(order)).toEqual({ kind: 'reversed' });
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'declined' });
    expect((await town.sandbox.door.find(order.channelOrderId))?.state).toBe('reversed');
  });

  it('believes an accepted reversal where the wallet goes on saying paid, if it is set up so', async () => {
    town = await UnionPayTown.open({
      habits: { afterReversal: 'unchanged', asksAMinute: undefined },
      values: { after_reversal: 'unchanged' },
    });
    const order = town.order();
    await charge(order);
    await reverse(order);
    const known = { ...order, reversalAcknowledged: true } as const;
    expect(await town.connector.query(known, PATIENT)).toMatchObject({ kind: 'reversed' });
    await town.pass(61_000);
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid' });
  });

  it('refuses a reversal when the clearing day is over', async () => {
    town = await UnionPayTown.open();
    const order = town.order();
    await charge(order);
    await town.pass(24 * 3_600_000);
    expect(await reverse(order)).toMatchObject({ kind: 'refused', mayRetry: false });
    // The gateway asks at once whether it stands. Without an answer it would be reversing for ever.
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid' });
  });

  it('has nothing to undo, when the clearing day is over, of a payment that never arrived', async () => {
    town = await UnionPayTown.open();
    const order = town.order();
    expect(await reverse(order)).toMatchObject({ kind: 'refused', mayRetry: true });
    await town.pass(24 * 3_600_000);
    expect(await reverse(order)).toEqual({ kind: 'reversed' });
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'not_found' });
  });

  it('believes no reversal of a payment that UnionPay has not spoken of, while that could still arrive', async () => {
    town = await UnionPayTown.open({ habits: { reversalOfNothing: '00' } });
    const order = town.order();
    expect(await reverse(order)).toMatchObject({ kind: 'refused', mayRetry: true });
    await charge(order);
    expect(await reverse(order)).toEqual({ kind: 'reversed' });
    const never = town.order();
    await town.pass(119_000);
    expect(await reverse(never)).toMatchObject({ kind: 'refused', mayRetry: true });
    await town.pass(1_000);
    expect(await reverse(never)).toEqual({ kind: 'reversed' });
  });

  it('keeps asking when the first enquiries do not find what was accepted', async () => {
    town = await UnionPayTown.open({ habits: { blindAsks: 2 } });
    const order = town.order();
    expect(await charge(order)).toMatchObject({ kind: 'unknown', processing: true });
    await town.pass(5_000);
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid' });
  });

  it('stays within the enquiries UnionPay takes, and asks at once when UnionPay calls', async () => {
    town = await UnionPayTown.open();
    const { authCode, account } = await freshCode(town);
    await town.sandbox.changeAccount(account, { freeLimitMinor: 0 });
    const order = town.order({ authCode });
    await charge(order);
    const answers: WalletAnswer['kind'][] = [];
    for (let second = 0; second < 20; second += 1) {
      answers.push((await town.connector.query(order, PATIENT)).kind);
      await town.pass(1_000);
    }
    expect(answers.filter((kind) => kind === 'waiting_for_payer').length).toBeLessThan(5);
    expect(answers.at(-1)).toBe('unknown');
    // However often the till has asked, the gateway hears whether the payment is to be undone.
    const deciding = town.during(town.connector.query({ ...order, decides: true }, PATIENT));
    expect(await deciding).toEqual({ kind: 'waiting_for_payer' });
    expect(town.alerts).toEqual([]);
  });

  it('understands an answer in braces', async () => {
    town = await UnionPayTown.open({ habits: { wrapped: true } });
    expect(await charge(town.order())).toMatchObject({ kind: 'paid' });
  });

  it.each([
    ['a platform', { access_type: '2', sub_merchant_id: 'SHOP001' }, 'Peak Retail Group'],
    ['a merchant of its own', {}, 'Harbour Tea House'],
  ])('shows the payer of %s whose money it is', async (_name, values, shown) => {
    town = await UnionPayTown.open({ values });
    await charge(town.order({ merchantName: 'Peak Retail Group' }));
    expect(await town.sandbox.book('unionpay')).toMatchObject([{ merchantName: shown }]);
  });

  it.each([
    [{ access_type: '2' }, 'sub_merchant_id: is missing'],
    [{ sub_merchant_id: 'SHOP001' }, 'sub_merchant_id: leave it out'],
    [{ sub_merchant_id: 'SHOP-1', access_type: '2' }, 'sub_merchant_id: must be 5 to 15'],
  ])('wants settings that fit together: %j', async (values, problem) => {
    town = await UnionPayTown.open();
    expect(() => town.connect(values)).toThrow(problem);
  });

  it.each<readonly [Misbehaviour | undefined, string]>([
    [undefined, ''],
    ['other-amount', ''],
    ['other-payment', 'X'],
  ])('tells of a refund that went back: %s', async (fault, ending) => {
    town = await UnionPayTown.open();
    const order = town.order();
    await charge(order);
    await town.pass(1_000);
    if (fault !== undefined) town.sandbox.faults.add({ call: 'notification', fault, times: 1 });
    const refund = town.refundOf(order);
    expect(await town.during(town.connector.refund(refund, PATIENT))).toMatchObject({ kind: 'returned' });
    await town.pass(1_000);
    const told = town.received.at(-1);
    expect(told?.body.toString()).toContain('txnType=04');
    const call = { method: 'POST', target: '/', headers: {}, body: told?.body ?? Buffer.alloc(0) };
    expect(await town.receiver().read(call)).toMatchObject({
      kind: 'refund',
      number: `${refund.channelRefundId}${ending}`,
    });
    expect(town.received).toHaveLength(2);
  });

  it('ends a refund that UnionPay has not got in its time, though the gateway has just asked about it', async () => {
    town = await UnionPayTown.open();
    const order = town.order();
    await charge(order);
    const part = town.refundOf(order);
    await town.pass(6 * 60_000);
    expect(await town.connector.queryRefund(part, PATIENT)).toMatchObject({ kind: 'not_found' });
    expect(await town.during(town.connector.refund(part, PATIENT))).toMatchObject({
      kind: 'refused',
      mayStillReturn: false,
    });
  });

  it('tells of no refund that was refused later', async () => {
    town = await UnionPayTown.open();
    const order = town.order({ amountMinor: 500_000 });
    await charge(order);
    await town.pass(1_000);
    await town.during(town.connector.refund(town.refundOf(order, { amountMinor: 420_005 }), PATIENT));
    await town.pass(60_000);
    expect(town.received).toHaveLength(1);
  });

  it('tells of a paid payment five times, until it is heard', async () => {
    town = await UnionPayTown.open();
    town.answers.next = { status: 500, body: '' };
    await charge(town.order());
    for (let minute = 0; minute < 20; minute += 1) await town.pass(60_000);
    expect(town.received).toHaveLength(5);
  });
});

async function freshCode({ sandbox }: UnionPayTown): Promise<{ authCode: string; account: string }> {
  const wallets = await sandbox.listWallets();
  const account = wallets.find(({ id }) => id === 'unionpay')?.accounts[0]?.id ?? '';
  const { authCode } = await sandbox.issueCode('unionpay', account);
  return { authCode, account };
}
