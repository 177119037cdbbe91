import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChargeOrder, WalletAnswer } from '../../../packages/gateway/src/wallet/connector.ts';
import { codeFor } from './behaviour-code.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { INSTITUTION, INSTITUTION_SETTINGS, WechatPayTown } from './wechatpay-town.ts';

// Answers that do not come, that nobody can vouch for, or that nobody understands (M6 to M22).

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

describe('an answer that does not come, or says nothing', () => {
  it.each([
    ['M6: the connection drops', 'answer-lost', 'paid'],
    ['M7: nothing comes', 'answer-timeout', 'paid'],
    ['M8: the request never arrives', 'never-arrived', 'not_found'],
    ['M9: the request arrives later', 'late-success', 'not_found'],
    ['M19: a page for people with 502', 'server-error', 'paid'],
    ['M33: the body is cut off', 'answer-cut', 'paid'],
    ['M33: a byte a second', 'answer-trickles', 'paid'],
    ['a reset', 'connection-reset', 'paid'],
    ['an empty answer', 'answer-empty', 'paid'],
    ['a page for people with 200', 'answer-garbage', 'paid'],
    ['a redirect', 'redirect', 'paid'],
    ['megabytes', 'answer-too-long', 'paid'],
  ])('%s', async (_, behaviour, then) => {
    const order = town.order({ authCode: codeFor(behaviour) });
    const charging = charge(order);
    let heard: WalletAnswer | undefined;
    void charging.then((answer) => {
      heard = answer;
    });
    // Time passes only while the connector waits: whatever else comes is there before.
    for (let round = 0; heard === undefined && round < 2_000; round += 1) {
      await town.sandbox.waiting();
      if (round > 50) town.time.advance(1_000);
    }
    expect((await charging).kind).toBe('unknown');
    expect((await query(order)).kind).toBe(then);
  });

  it('M9: what arrives late is paid after all', async () => {
    const order = town.order({ authCode: codeFor('late-success') });
    await charge(order);
    expect(await query(order)).toMatchObject({ kind: 'not_found' });
    await town.pass(20_000);
    expect(await query(order)).toMatchObject({ kind: 'paid' });
  });

  it('M10: 500 although it is paid', async () => {
    town.sandbox.faults.add({ call: 'charge', fault: 'system-error', times: 1 });
    const order = town.order();
    expect((await charge(order)).kind).toBe('unknown');
    expect((await query(order)).kind).toBe('paid');
  });

  it('M11: 500 and not paid', async () => {
    town.sandbox.faults.add({ call: 'charge', fault: 'system-error-early', times: 1 });
    const order = town.order();
    expect((await charge(order)).kind).toBe('unknown');
    expect((await query(order)).kind).toBe('not_found');
  });

  it.each([
    ['paid', 'processing-paid', 'paid'],
    ['not paid', 'processing-declined', 'declined'],
  ])('M12: the bank is busy; later it is %s', async (_, behaviour, then) => {
    const order = town.order({ authCode: codeFor(behaviour) });
    expect((await charge(order)).kind).toBe('unknown');
    expect(await query(order)).toMatchObject({ kind: 'unknown', processing: true });
    await town.pass(5_000);
    expect((await query(order)).kind).toBe(then);
  });

  it.each(['system-error-early', 'throttled', 'unavailable', 'refuse-HIPPO_MISMATCH', 'unknown'] as const)(
    'M13: an enquiry fails with %s and says nothing of the payment',
    async (slip) => {
      const order = town.order();
      await charge(order);
      town.sandbox.faults.add({ call: 'query', fault: slip, times: 3 });
      for (let round = 0; round < 3; round += 1) expect((await query(order)).kind).toBe('unknown');
      expect((await query(order)).kind).toBe('paid');
    },
  );

  it('too many calls end a payment only when there is no such order', async () => {
    town.sandbox.faults.add({ call: 'charge', fault: 'throttled', times: 1 });
    expect(await charge(town.order())).toMatchObject({
      kind: 'declined',
      respcd: '1297',
      mayStillCharge: false,
    });
    town.sandbox.faults.add({ call: 'charge', fault: 'throttled', times: 1 });
    town.sandbox.faults.add({ call: 'query', fault: 'system-error-early', times: 1 });
    expect((await charge(town.order())).kind).toBe('unknown');
  });
});

describe('M15: a success that nobody can vouch for is none', () => {
  it.each(['stale-time', 'future-time', 'other-key', 'probe'] as const)('%s', async (slip) => {
    const order = town.order();
    town.sandbox.faults.add({ call: 'charge', fault: slip, times: 1 });
    expect((await charge(order)).kind).toBe('unknown');
    expect(town.alerts).toHaveLength(1);
    expect((await query(order)).kind).toBe('paid');
    expect(await timesCharged(order)).toBe(1);
  });

  it.each([
    ['unsigned', 'unsigned'],
    ['wrong-signature', 'wrong-signature'],
    ['other-order', 'other-order'],
    ['unknown-code', 'unknown-code'],
  ])('%s', async (_, behaviour) => {
    const order = town.order({ authCode: codeFor(behaviour) });
    expect((await charge(order)).kind).toBe('unknown');
    expect((await query(order)).kind).toBe('paid');
  });

  it('M18: nor one about another shop or amount', async () => {
    const order = town.order();
    town.sandbox.faults.add({ call: 'charge', fault: 'other-shop', times: 1 });
    expect(await charge(order)).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('sub_mchid'),
    });
    const wrong = town.order({ authCode: codeFor('wrong-amount') });
    // The gateway compares: the connector passes on what the wallet says.
    expect(await charge(wrong)).toMatchObject({ kind: 'paid', amountMinor: 12_881 });
    const foreign = town.order({ authCode: codeFor('wrong-currency') });
    expect(await charge(foreign)).toMatchObject({ kind: 'paid', currency: 'CNY' });
  });

  it('an unsigned reversal, refund or enquiry neither', async () => {
    const order = town.order();
    await charge(order);
    const family = 'wechatpay';
    for (const fault of ['unsigned', 'wrong-signature', 'other-order'] as const) {
      for (const call of ['query', 'refund', 'queryRefund', 'reverse'] as const) {
        town.sandbox.faults.add({ call, fault, family, times: 1 });
      }
      expect((await query(order)).kind).toBe('unknown');
    }
    const refund = town.refundOf(order);
    expect((await town.connector.refund(refund, PATIENT)).kind).toBe('unknown');
    expect((await town.connector.queryRefund(refund, PATIENT)).kind).toBe('unknown');
    town.time.advance(20_000);
    expect((await town.connector.reverse(order, PATIENT)).kind).toBe('unknown');
  });
});

describe('the keys of the platform', () => {
  it('M16: change between two calls', async () => {
    expect((await charge(town.order())).kind).toBe('paid');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    town.platform.rotate(privateKey, '2B5157F09EFDC096DE15EBE81A47057A7232F1B8', town.time.nowMs());
    expect((await charge(town.order())).kind).toBe('paid');
    const { privateKey: third } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    town.platform.rotate(third, '3C5157F09EFDC096DE15EBE81A47057A7232F1B8', town.time.nowMs(), 'dropped');
    expect((await charge(town.order())).kind).toBe('paid');
    expect(town.alerts).toEqual([]);
  });

  it('M17: do not open: nothing is sent', async () => {
    town.protocol.contracts.put({ ...INSTITUTION, apiV3Key: 'x'.repeat(32) });
    const order = town.order();
    expect(await charge(order)).toMatchObject({
      kind: 'not_sent',
      reason: expect.stringContaining('APIv3 key'),
    });
    expect(town.alerts).toEqual([expect.stringContaining('the APIv3 key does not open it')]);
    expect(await timesCharged(order)).toBeUndefined();
    town.protocol.contracts.put(INSTITUTION);
    // Not asked again at every payment.
    expect((await charge(town.order())).kind).toBe('not_sent');
    town.time.advance(10_000);
    expect((await charge(town.order())).kind).toBe('paid');
  });

  it('cannot be fetched: nothing is sent', async () => {
    const lonely = town.connect(INSTITUTION_SETTINGS, 'http://127.0.0.1:9');
    expect((await lonely.charge(town.order(), PATIENT)).kind).toBe('not_sent');
  });

  it('are fetched anew after twelve hours, and used meanwhile when that fails', async () => {
    await charge(town.order());
    town.time.advance(13 * 3_600_000);
    town.sandbox.faults.add({ call: 'certificates', fault: 'system-error-early', times: 1 });
    expect((await charge(town.order())).kind).toBe('paid');
    expect(town.alerts).toHaveLength(1);
  });
});

describe('words nobody expects', () => {
  it('M20: other names, more fields, states and codes nobody knows', async () => {
    town.protocol.change({ orderIdName: 'transaction_id', extraFields: true, codeSpelling: 'older' });
    expect(await charge(town.order())).toMatchObject({
      kind: 'paid',
      walletNumber: expect.stringMatching(/^42/),
    });
    const order = town.order();
    for (const slip of ['new-state', 'says-accepted'] as const)
      town.sandbox.faults.add({ call: 'query', fault: slip, times: 1 });
    await charge(order);
    expect(await query(order)).not.toHaveProperty('processing');
    expect(await query(order)).toMatchObject({ kind: 'unknown', processing: true });
    town.sandbox.faults.add({ call: 'charge', fault: 'refuse-HIPPO_MISMATCH', times: 1 });
    expect((await charge(town.order())).kind).toBe('unknown');
    expect(town.alerts.filter((why) => why.includes('no table names this'))).toHaveLength(2);
  });

  it.each([
    ['M21: an expired or used code', codeFor('401202'), { kind: 'declined', respcd: '1202' }],
    ['M21: a code that is none', '28763443825664394', { kind: 'declined', respcd: '2005' }],
    ['M21: a code no wallet has', '1600000000000000', { kind: 'declined', respcd: '2005' }],
    ['M22: no money', codeFor('401201'), { kind: 'declined', respcd: '1201' }],
    ['M22: a card that does not work here', codeFor('401204'), { kind: 'declined', respcd: '1204' }],
    ['M22: an account out of order', codeFor('401203'), { kind: 'declined', respcd: '1203' }],
    ['M22: a rule', codeFor('401294'), { kind: 'declined', respcd: '1294' }],
    ['M22: anything else', codeFor('401205'), { kind: 'declined', respcd: '1147' }],
  ])('%s', async (_, authCode, expected) => {
    expect(await charge(town.order({ authCode }))).toMatchObject({ ...expected, mayStillCharge: false });
  });

  it.each([
    ['says-not-paid', { kind: 'declined', respcd: '1147' }],
    ['says-paying', { kind: 'waiting_for_payer' }],
    ['says-paid', { kind: 'paid' }],
    ['says-accepted', { kind: 'unknown', processing: true }],
    ['other-shop', { kind: 'unknown' }],
    ['system-error-early', { kind: 'unknown' }],
  ] as const)(
    'M22: a refusal that may hide a charge, and the enquiry behind it %s',
    async (slip, expected) => {
      town.sandbox.faults.add({ call: 'query', fault: slip, times: 1 });
      expect(await charge(town.order({ authCode: codeFor('401205') }))).toMatchObject(expected);
    },
  );

  it('M21: a wallet the shop has no contract for', async () => {
    const peak = town.connect({
      ...INSTITUTION_SETTINGS,
      sub_mchid: '1900000110',
      merchant_category_code: '5942',
    });
    const order = town.order({ authCode: '150000000000000001', family: 'wechatpay_hk' });
    expect(await peak.charge(order, PATIENT)).toMatchObject({ kind: 'declined', respcd: '1202' });
  });

  it('errors without a signature decide nothing, unless that is wanted', async () => {
    town.protocol.change({ errorsSigned: false });
    const authCode = codeFor('401201');
    expect((await charge(town.order({ authCode }))).kind).toBe('unknown');
    const believing = town.connect({ ...INSTITUTION_SETTINGS, unsigned_errors: 'believed' });
    expect(await believing.charge(town.order({ authCode }), PATIENT)).toMatchObject({ respcd: '1201' });
    expect((await query(town.order())).kind).toBe('unknown');
    expect((await believing.query(town.order(), PATIENT)).kind).toBe('not_found');
  });
});

describe('a number that was used', () => {
  it('is asked about: what stands there is the answer', async () => {
    const order = town.order();
    expect((await charge(order)).kind).toBe('paid');
    expect(await charge(order)).toMatchObject({ kind: 'paid', amountMinor: 12_880 });
    expect(await charge({ ...order, amountMinor: 1 })).toMatchObject({ kind: 'paid', amountMinor: 12_880 });
    expect(await timesCharged(order)).toBe(1);
    const undone = town.order();
    await charge(undone);
    town.time.advance(15_000);
    await town.connector.reverse(undone, PATIENT);
    expect(await charge(undone)).toMatchObject({ kind: 'declined', respcd: '1205' });
  });
});

it('a code is never in an alert or a reason', async () => {
  const authCode = codeFor('401205');
  const answers = [await charge(town.order({ authCode }))];
  town.sandbox.faults.add({ call: 'charge', fault: 'refuse-HIPPO_MISMATCH', times: 1 });
  answers.push(await charge(town.order({ authCode })));
  expect(JSON.stringify([answers, town.alerts])).not.toContain(authCode.slice(4, 14));
});
