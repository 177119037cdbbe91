import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualTime } from '../../packages/gateway/src/clock/test-time.ts';
import { openConnector, type OpenedConnector } from '../../packages/gateway/src/index.ts';
import {
  FAULT_NUMBERS,
  type Misbehaviour,
  MISBEHAVIOURS,
  openSandbox,
  qfpayProtocol,
  type Sandbox,
  type SpoiltCall,
  startWalletServer,
  type WalletServer,
} from '../../packages/sandbox/src/index.ts';
import { SCENARIOS } from './support/scenario.ts';
import { PATIENT } from './support/gateway-side.ts';
import { UnionPayTown } from './unionpay/unionpay-town.ts';
import { WechatPayTown } from './wechatpay/wechatpay-town.ts';

let closeTown: () => Promise<void> = () => Promise.resolve();
afterEach(() => closeTown());

it('every misbehaviour that has a number is met in the agreement of both books, by its number', () => {
  const met = new Set(SCENARIOS.map(({ name }) => name.split(': ')[1]));
  const ofPayments = FAULT_NUMBERS.filter(({ fault }) => {
    const row = MISBEHAVIOURS.find(({ name }) => name === fault);
    return row === undefined || row.calls.some((call) => call === 'charge' || call === 'query');
  });
  expect(ofPayments.map(({ fault }) => fault).filter((fault) => !met.has(fault))).toEqual([]);
});

describe.each(['acp', 'partner'] as const)('UnionPay (%s)', (contract) => {
  async function open(): Promise<UnionPayTown> {
    const town = await UnionPayTown.open({ contract });
    closeTown = () => town.close();
    return town;
  }

  it.each<Misbehaviour>(['unknown', 'system-error', 'other-key', 'new-state'])(
    '%s: a payment that was charged is unknown, and found paid once',
    async (fault) => {
      const town = await open();
      const order = town.order();
      town.sandbox.faults.add({ call: 'charge', fault, times: 1 });
      town.sandbox.faults.add({ call: 'query', fault: 'unknown', times: 9 });
      expect((await town.during(town.connector.charge(order, PATIENT))).kind).toBe('unknown');
      town.sandbox.faults.clear();
      await town.pass(61_000);
      expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid' });
      expect(await town.sandbox.door.find(order.channelOrderId)).toMatchObject({ timesCharged: 1 });
    },
  );

  it.each<Misbehaviour>(['unknown-early', 'system-error-early'])('%s: nothing is charged', async (fault) => {
    const town = await open();
    const order = town.order();
    town.sandbox.faults.add({ call: 'charge', fault, times: 1 });
    const answer = await town.during(town.connector.charge(order, PATIENT));
    expect(answer.kind).not.toBe('paid');
    expect(await town.sandbox.door.find(order.channelOrderId)).toBeUndefined();
  });

  it.each<readonly [Misbehaviour, string]>([
    ['not-there', 'not_found'],
    ['throttled', 'unknown'],
    ['system-error', 'unknown'],
    ['new-state', 'unknown'],
    ['refuse-ZZ', 'unknown'],
  ])('%s: an enquiry that decides nothing', async (fault, kind) => {
    const town = await open();
    const order = town.order();
    await town.during(town.connector.charge(order, PATIENT));
    await town.pass(61_000);
    town.sandbox.faults.add({ call: 'query', fault, times: 1 });
    expect((await town.connector.query(order, PATIENT)).kind).toBe(kind);
    await town.pass(61_000);
    expect((await town.connector.query(order, PATIENT)).kind).toBe('paid');
  });

  it.each<readonly [Misbehaviour, number]>([
    ['none', 0],
    ['twice', 2],
    ['early', 1],
    ['forged', 1],
    ['other-amount', 1],
    ['other-payment', 1],
    ['odd-form', 1],
  ])('%s: notifications', async (fault, count) => {
    const town = await open();
    const order = town.order();
    town.sandbox.faults.add({ call: 'notification', fault, times: 1 });
    await town.during(town.connector.charge(order, PATIENT));
    await town.pass(1_000);
    expect(town.received).toHaveLength(count);
    const [first] = town.received;
    if (first === undefined) return;
    const target = URL.parse(first.url)?.pathname ?? '';
    const reading = await town
      .receiver()
      .read({ method: 'POST', target, headers: first.headers, body: first.body });
    if (fault === 'forged') expect(reading.kind).toBe('refused');
    else expect(reading).toMatchObject({ kind: 'payment' });
    // What it says of money is not used, and a number nobody knows is no payment of ours.
    if (fault === 'other-payment') expect(reading).not.toMatchObject({ number: order.channelOrderId });
  });

  it('odd-form: a true answer counts in the oddest form of the contract', async () => {
    const town = await open();
    for (const call of ['charge', 'query'] as const) {
      town.sandbox.faults.add({ call, fault: 'odd-form', times: 9 });
    }
    expect(await town.during(town.connector.charge(town.order(), PATIENT))).toMatchObject({ kind: 'paid' });
  });

  it('unseen-at-first: a refund that three enquiries do not find goes back once', async () => {
    const town = await open();
    const order = town.order({ amountMinor: 1_000_000 });
    await town.during(town.connector.charge(order, PATIENT));
    const refund = town.refundOf(order, { amountMinor: 420_009, paymentAmountMinor: 1_000_000 });
    const answers: string[] = [(await town.during(town.connector.refund(refund, PATIENT))).kind];
    for (let asks = 0; asks < 4; asks += 1) {
      await town.pass(61_000);
      answers.push((await town.during(town.connector.queryRefund(refund, PATIENT))).kind);
    }
    expect(answers).toEqual(['unknown', 'not_found', 'not_found', 'not_found', 'returned']);
    expect(await town.sandbox.door.find(order.channelOrderId)).toMatchObject({ refundedMinor: 420_009 });
  });

  it('late: the notification comes five minutes later', async () => {
    const town = await open();
    town.sandbox.faults.add({ call: 'notification', fault: 'late', times: 1 });
    await town.during(town.connector.charge(town.order(), PATIENT));
    await town.pass(60_000);
    expect(town.received).toHaveLength(0);
    await town.pass(300_000);
    expect(town.received).toHaveLength(1);
  });
});

describe('UnionPay’s own', () => {
  it.each<Misbehaviour>(['expired-certificate', 'foreign-certificate'])(
    '%s: the answer is worth nothing',
    async (fault) => {
      const town = await UnionPayTown.open();
      closeTown = () => town.close();
      town.sandbox.faults.add({ call: 'charge', fault, times: 1 });
      const answer = await town.during(town.connector.charge(town.order(), PATIENT));
      expect(answer).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('certificate') });
    },
  );

  it('new-key: an answer counts with a certificate that hangs on the same authority', async () => {
    const town = await UnionPayTown.open();
    closeTown = () => town.close();
    const order = town.order();
    expect((await town.during(town.connector.charge(order, PATIENT))).kind).toBe('paid');
    await town.pass(61_000);
    town.sandbox.faults.add({ call: 'query', fault: 'new-key', times: 1 });
    expect((await town.connector.query(order, PATIENT)).kind).toBe('paid');
    await town.pass(61_000);
    expect((await town.connector.query(order, PATIENT)).kind).toBe('paid');
    expect(town.alerts).toEqual([]);
  });

  it.each<readonly [Misbehaviour, string]>([
    ['other-key', 'the answer of UnionPay has a bad signature'],
    ['expired-certificate', 'not in force'],
    ['system-error-early', 'UnionPay answered 99'],
  ])('%s: the bill of a day is not believed', async (fault, why) => {
    const town = await UnionPayTown.open();
    closeTown = () => town.close();
    await town.during(town.connector.charge(town.order(), PATIENT));
    town.sandbox.faults.add({ call: 'statement', fault, times: 1 });
    expect(await town.fetchBill('2026-03-01')).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining(why),
    });
    expect((await town.fetchBill('2026-03-01')).kind).toBe('bill');
  });
});

describe('WeChat Pay’s own', () => {
  it('new-key: the platform signs with a new key, which the connector finds in the list', async () => {
    const town = await WechatPayTown.open();
    closeTown = () => town.close();
    expect((await town.connector.charge(town.order(), PATIENT)).kind).toBe('paid');
    town.sandbox.faults.add({ call: 'charge', fault: 'new-key', times: 1 });
    expect((await town.connector.charge(town.order(), PATIENT)).kind).toBe('paid');
  });

  it('garbled-certificates: nothing is sent without the keys of the platform', async () => {
    const town = await WechatPayTown.open();
    closeTown = () => town.close();
    town.sandbox.faults.add({ call: 'certificates', fault: 'garbled-certificates', times: 9 });
    const order = town.order();
    expect((await town.connector.charge(order, PATIENT)).kind).toBe('not_sent');
    expect(await town.sandbox.door.find(order.channelOrderId)).toBeUndefined();
  });

  it('odd-form: a true answer counts', async () => {
    const town = await WechatPayTown.open();
    closeTown = () => town.close();
    town.sandbox.faults.add({ call: 'charge', fault: 'odd-form', times: 1 });
    expect(await town.connector.charge(town.order(), PATIENT)).toMatchObject({ kind: 'paid' });
  });
});

describe('another gateway’s own', () => {
  const KEY = '0123456789ABCDEF0123456789ABCDEF';
  let sandbox: Sandbox;
  let server: WalletServer;
  let opened: OpenedConnector | undefined;
  let time: ManualTime;

  async function open(): Promise<OpenedConnector> {
    time = new ManualTime();
    sandbox = openSandbox({ file: ':memory:', clock: time, timers: time, randomBytes });
    const protocol = qfpayProtocol(sandbox.door, {
      appCode: 'A'.repeat(32),
      clientKey: KEY,
      merchantName: 'Tea House',
    });
    server = await startWalletServer({ protocol, clock: time, timers: time });
    opened = await openConnector(
      'other',
      {
        values: { connector: 'upstream', host: server.url, app_code: 'A'.repeat(32), client_key_env: 'KEY' },
        environment: { KEY },
        files: {
          read() {
            throw new Error('no file is read here');
          },
        },
      },
      { clock: time, timers: time, randomBytes, alert: () => undefined },
      (problem) => expect(problem).toBe(''),
    );
    if (opened === undefined) throw new Error('the connector did not open');
    const { close } = opened;
    closeTown = async () => {
      close();
      await server.close();
      sandbox.close();
    };
    return opened;
  }

  const ORDER = {
    channelOrderId: '20260301000100000000000001',
    family: 'payme',
    payType: '805808',
    authCode: '800000000000000001',
    amountMinor: 1_250,
    currency: 'HKD',
    description: 'Tea',
    creditBarred: false,
    createdAtMs: Date.UTC(2026, 2, 1, 12),
    merchantNumber: 1,
    merchantName: 'Tea House',
    storeId: '',
    deviceId: '',
  } as const;

  it.each<readonly [SpoiltCall, Misbehaviour, string]>([
    ['charge', 'unknown', 'unknown'],
    ['charge', 'system-error', 'unknown'],
    ['charge', 'other-key', 'unknown'],
    ['charge', 'new-state', 'unknown'],
    ['charge', 'other-pay-type', 'unknown'],
    ['charge', 'says-1296', 'unknown'],
    ['charge', 'says-1143', 'waiting_for_payer'],
    ['charge', 'odd-form', 'paid'],
    ['charge', 'throttled', 'declined'],
    ['charge', 'refuse-1205', 'declined'],
  ])('%s %s: %s', async (call, fault, kind) => {
    const { connector } = await open();
    sandbox.faults.add({ call, fault, times: 1 });
    expect((await connector.charge(ORDER, PATIENT)).kind).toBe(kind);
    const entry = await sandbox.door.find(ORDER.channelOrderId);
    expect(entry?.timesCharged ?? 0).toBe(kind === 'declined' ? 0 : 1);
    expect((await connector.query(ORDER, PATIENT)).kind).toBe(kind === 'declined' ? 'not_found' : 'paid');
  });

  it('an enquiry that names another pay type proves nothing, whatever it says', async () => {
    const { connector } = await open();
    expect((await connector.charge(ORDER, PATIENT)).kind).toBe('paid');
    sandbox.faults.add({ call: 'query', fault: 'other-pay-type', times: 1 });
    expect(await connector.query(ORDER, PATIENT)).toEqual({
      kind: 'unknown',
      reason: 'the answer names another pay type',
    });
    expect((await connector.query(ORDER, PATIENT)).kind).toBe('paid');
  });

  it('a reversal of a number they do not know is done when the payment is too old to arrive', async () => {
    const { connector } = await open();
    const order = { ...ORDER, createdAtMs: time.nowMs() };
    const tooEarly = { kind: 'refused', respcd: '1268', mayRetry: true };
    expect(await connector.reverse(order, PATIENT)).toMatchObject(tooEarly);
    time.advance(119_999);
    expect(await connector.reverse(order, PATIENT)).toMatchObject(tooEarly);
    time.advance(1);
    expect(await connector.reverse(order, PATIENT)).toEqual({ kind: 'reversed' });
  });

  it('an answer about another order neither undoes this one nor denies it', async () => {
    const { connector } = await open();
    const waiting = { ...ORDER, authCode: '800000000000410004' };
    expect((await connector.charge(waiting, PATIENT)).kind).toBe('waiting_for_payer');
    const refund = {
      ...waiting,
      channelRefundId: '20260301000100000000000009',
      walletNumber: '',
      paymentAmountMinor: waiting.amountMinor,
      paymentCreatedAtMs: waiting.createdAtMs,
    };
    for (const call of ['query', 'reverse'] as const) {
      sandbox.faults.add({ call, fault: 'other-order', times: 1 });
      expect(await connector[call](waiting, PATIENT)).toEqual({
        kind: 'unknown',
        reason: 'the answer is about another order',
      });
    }
    expect((await connector.queryRefund(refund, PATIENT)).kind).toBe('not_found');
    expect(
      (await connector.query({ ...waiting, channelOrderId: refund.channelRefundId }, PATIENT)).kind,
    ).toBe('not_found');
  });

  it('a payment under any wallet may have gone under each contract of its family', async () => {
    const { connector } = await open();
    const order = {
      ...ORDER,
      family: 'wechatpay',
      payType: '801008',
      authCode: '130000000000000001',
    } as const;
    expect((await connector.charge(order, PATIENT)).kind).toBe('paid');
    expect((await connector.query({ ...order, payType: '800008' }, PATIENT)).kind).toBe('paid');
    expect((await connector.query({ ...order, payType: '800208' }, PATIENT)).kind).toBe('unknown');
  });

  it('a test number orders a misbehaviour by the end of the code, or by the amount', async () => {
    const { connector } = await open();
    const digits = FAULT_NUMBERS.find(({ fault }) => fault === 'unknown')?.digits ?? '';
    const byCode = { ...ORDER, authCode: `800000000000${`441${digits}`}` };
    expect((await connector.charge(byCode, PATIENT)).kind).toBe('unknown');
    expect((await connector.query(byCode, PATIENT)).kind).toBe('paid');
    const byAmount = {
      ...ORDER,
      channelOrderId: '20260301000100000000000002',
      authCode: '800000000000000002',
      amountMinor: Number(`441${digits}`),
    };
    expect((await connector.charge(byAmount, PATIENT)).kind).toBe('unknown');
    // The same payment again has had its turn.
    expect((await connector.charge(byAmount, PATIENT)).kind).toBe('paid');
    expect(sandbox.faults.list()).toEqual([]);
  });
});
