import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { formBody, readReply } from '../../../packages/gateway/src/wallet/unionpay/fields.ts';
import { signFields } from '../../../packages/gateway/src/wallet/unionpay/signature.ts';
import {
  TEST_CERTIFICATES,
  TEST_KEY,
} from '../../../packages/gateway/src/wallet/unionpay/test-certificates.ts';
import { type WireFault, WIRE_FAULTS } from '../../../packages/sandbox/src/index.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { CERTIFICATE_NUMBER, MERCHANT_KEY, MERCHANT_ID, UnionPayTown } from './unionpay-town.ts';

let town: UnionPayTown;

afterEach(() => town.close());

/** Names of the faults of a call that spoil its answer, by what the wire carries. */
const FAULTS: readonly string[] = [
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
  'answer-lost',
];

describe.each(['acp', 'partner'] as const)('whatever goes wrong over the wire of %s', (contract) => {
  it.each(FAULTS)('decides nothing: %s', async (fault) => {
    town = await UnionPayTown.open({ contract });
    const order = town.order();
    town.sandbox.faults.add({ call: 'query', fault: fault as never, times: 9 });
    const answer = await town.during(town.connector.charge(order, PATIENT));
    // The payment itself went well; nobody may say so on the strength of a damaged answer.
    expect(answer.kind).toBe('unknown');
    town.sandbox.faults.clear();
    await town.pass(61_000);
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid' });
  });

  it.each(FAULTS)('leaves a payment unknown and never charges it twice: %s', async (fault) => {
    town = await UnionPayTown.open({ contract });
    const order = town.order();
    town.sandbox.faults.add({ call: 'charge', fault: fault as never, times: 1 });
    expect((await town.during(town.connector.charge(order, PATIENT))).kind).toBe('unknown');
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid' });
    expect((await town.sandbox.door.find(order.channelOrderId))?.timesCharged).toBe(1);
  });

  it('is told to the operator when a signature does not hold', async () => {
    town = await UnionPayTown.open({ contract });
    town.sandbox.faults.add({ call: 'query', fault: 'wrong-signature', times: 1 });
    await town.connector.query(town.order(), PATIENT);
    await town.during(town.connector.charge(town.order(), PATIENT));
    expect(town.alerts.join()).toContain('bad signature');
  });

  it('a notification that is not UnionPay’s is refused', async () => {
    town = await UnionPayTown.open({ contract });
    await town.during(town.connector.charge(town.order(), PATIENT));
    await town.pass(1_000);
    const body = town.received[0]?.body.toString() ?? '';
    const read = (text: string) =>
      town.receiver().read({ method: 'POST', target: '/', headers: {}, body: Buffer.from(text) });
    expect(await read(body)).toMatchObject({ kind: 'payment' });
    expect(await read(body.replace('12880', '12881'))).toMatchObject({
      kind: 'refused',
      reply: { status: 401 },
    });
    expect(await read('<html>')).toMatchObject({ kind: 'refused', reply: { status: 400 } });
  });
});

it('every fault a wire can have is among those', () => {
  const plain: readonly WireFault[] = ['reset', 'cut', 'empty', 'garbage', 'too-long', 'trickle'];
  const named = Object.keys(WIRE_FAULTS).filter((fault) => !plain.includes(fault as WireFault));
  expect(FAULTS).toEqual(expect.arrayContaining(named));
  town = { close: () => Promise.resolve() } as UnionPayTown;
});

describe('the certificate of ACP', () => {
  it.each([
    ['expired', 'not in force'],
    ['foreign', 'somebody else'],
    ['stray', 'no authority of ours'],
  ] as const)('that is %s makes an answer worthless', async (name, flaw) => {
    town = await UnionPayTown.open();
    town.acp.rotate({ privateKey: TEST_KEY, certificate: TEST_CERTIFICATES[name] });
    const answer = await town.during(town.connector.charge(town.order(), PATIENT));
    expect(answer).toMatchObject({ kind: 'unknown', reason: expect.stringContaining(flaw) });
  });

  it('may be another one from one answer to the next', async () => {
    town = await UnionPayTown.open({ values: { wallet_authorities_env: 'AUTHORITIES' } });
    const order = town.order();
    expect(await town.during(town.connector.charge(order, PATIENT))).toMatchObject({ kind: 'paid' });
    town.acp.rotate({ privateKey: TEST_KEY, certificate: TEST_CERTIFICATES.mid });
    await town.pass(61_000);
    expect((await town.connector.query(order, PATIENT)).kind).toBe('unknown');
    town.acp.rotate({ privateKey: TEST_KEY, certificate: TEST_CERTIFICATES.leaf });
    await town.pass(61_000);
    expect(await town.connector.query(order, PATIENT)).toMatchObject({ kind: 'paid' });
  });
});

describe('a reversal over ACP', () => {
  async function reverseAnswered(code: string): Promise<{ kind: string; alerts: readonly string[] }> {
    town = await UnionPayTown.open();
    const order = town.order({ authCode: '6200000000000410004' });
    await town.during(town.connector.charge(order, PATIENT));
    town.sandbox.faults.add({ call: 'reverse', fault: `refuse-${code}`, times: 1 });
    const answer = await town.during(town.connector.reverse(order, PATIENT));
    const kind =
      answer.kind === 'refused' ? `refused ${answer.mayRetry ? 'for now' : 'for good'}` : answer.kind;
    return { kind, alerts: town.alerts };
  }

  it('that was done before is done', async () => {
    expect(await reverseAnswered('45')).toEqual({ kind: 'reversed', alerts: [] });
  });

  it.each([
    ['01', 'refused for now', []],
    ['02', 'refused for now', []],
    ['10', 'refused for now', ['UnionPay answered 10: UnionPay cannot read our message']],
    ['32', 'refused for now', ['UnionPay answered 32: UnionPay does not let the merchant do this']],
    ['35', 'refused for good', []],
    ['Q9', 'unknown', ['UnionPay answered Q9, which no table names']],
  ])('that is answered %s is %s', async (code, kind, alerts) => {
    expect(await reverseAnswered(code)).toEqual({ kind, alerts });
  });
});

describe('ACP is strict', () => {
  const BASE = {
    version: '5.1.0',
    encoding: 'UTF-8',
    bizType: '000000',
    txnType: '01',
    txnSubType: '06',
    accessType: '0',
    channelType: '08',
    merId: MERCHANT_ID,
    orderId: 'GW2025010112000001',
    txnTime: '20260301120000',
    txnAmt: '1250',
    currencyCode: '344',
    qrNo: '6236098835899996543',
    termId: '00000001',
    backUrl: 'https://gw.example.com/notify/unionpay',
  };

  async function post(fields: Record<string, string>, path = '/gateway/api/backTransReq.do') {
    const signer = { method: '01', certificateNumber: CERTIFICATE_NUMBER, privateKey: MERCHANT_KEY } as const;
    const answer = await fetch(`${town.server.url}${path}`, {
      method: 'POST',
      body: formBody(signFields(fields, signer)),
    });
    return readReply(await answer.text())?.['respCode'];
  }

  it('takes a message that is right', async () => {
    town = await UnionPayTown.open();
    expect(await post(BASE)).toBe('00');
    expect(await post(BASE)).toBe('12');
  });

  const SHOP = { accessType: '2', subMerId: 'SHOP001', subMerName: '演示門店', subMerAbbr: '演示' };

  it('takes the shop behind a platform, and shows its name to the payer', async () => {
    town = await UnionPayTown.open();
    expect(await post({ ...BASE, ...SHOP })).toBe('00');
    expect(await town.sandbox.book('unionpay')).toMatchObject([{ merchantName: '演示門店' }]);
  });

  it.each<readonly [string, Record<string, string>, string]>([
    ['a shop behind a merchant of its own', { accessType: '0' }, '10'],
    ['a name that is too long, as Chinese counts three', { subMerName: '店'.repeat(14) }, '10'],
    ['a short name that is too long', { subMerAbbr: '店'.repeat(6) }, '10'],
    ['an emoji in a name', { subMerName: 'Tea 🍵' }, '10'],
    ['a line break in a name', { subMerName: 'Tea\nHouse' }, '10'],
    ['a number with a dash', { subMerId: 'SHOP-01' }, '10'],
  ])('refuses %s', async (_name, change, code) => {
    town = await UnionPayTown.open();
    expect(await post({ ...BASE, ...SHOP, ...change })).toBe(code);
  });

  it.each(['subMerId', 'subMerName', 'subMerAbbr'] as const)('misses %s of a platform', async (name) => {
    town = await UnionPayTown.open();
    const { [name]: _, ...rest } = { ...BASE, ...SHOP };
    expect(await post(rest)).toBe('13');
    expect(await post({ ...BASE, accessType: '2' })).toBe('13');
    expect(await post({ ...BASE, accessType: '1' })).toBe('00');
  });

  it.each<readonly [string, Record<string, string>, string]>([
    ['an order number with a dash', { orderId: 'GW-2025010112000001' }, '10'],
    ['an order number that is too short', { orderId: 'GW20250' }, '10'],
    ['a time that is not about now', { txnTime: '20260301110000' }, '10'],
    ['a day that does not exist', { txnTime: '20260230120000' }, '10'],
    ['an amount with a point', { txnAmt: '12.50' }, '10'],
    ['letters in the number of the till', { termId: 'SMQ01' }, '10'],
    ['no code', { qrNo: '' }, '13'],
    ['a currency the merchant does not have', { currencyCode: '840' }, '10'],
    ['another version', { version: '5.0.0' }, '10'],
  ])('refuses %s', async (_name, change, code) => {
    town = await UnionPayTown.open();
    expect(await post({ ...BASE, ...change })).toBe(code);
  });

  it('refuses a purchase at the address of enquiries, and what somebody else has signed', async () => {
    town = await UnionPayTown.open();
    expect(await post(BASE, '/gateway/api/queryTrans.do')).toBe('10');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const fields = { ...BASE, signMethod: '01', certId: CERTIFICATE_NUMBER };
    const text = Object.entries(fields)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const digest = Buffer.from(createHash('sha256').update(text).digest('hex'));
    const signature = sign('sha256', digest, privateKey).toString('base64');
    const answer = await fetch(`${town.server.url}/gateway/api/backTransReq.do`, {
      method: 'POST',
      body: formBody({ ...fields, signature }),
    });
    expect(readReply(await answer.text())?.['respCode']).toBe('11');
  });

  it('takes the same order number with another time for another order', async () => {
    town = await UnionPayTown.open();
    expect(await post(BASE)).toBe('00');
    expect(await post({ ...BASE, txnTime: '20260301120001', qrNo: '6236098835899996544' })).toBe('00');
    expect(await town.sandbox.book('unionpay')).toHaveLength(2);
  });

  it('answers too many enquiries with 37', async () => {
    town = await UnionPayTown.open();
    await post(BASE);
    const { qrNo: _code, txnAmt: _amount, currencyCode: _currency, backUrl: _url, ...rest } = BASE;
    const ask = { ...rest, txnType: '00', txnSubType: '00' };
    const answers: (string | undefined)[] = [];
    for (let count = 0; count < 8; count += 1) {
      answers.push(await post(ask, '/gateway/api/queryTrans.do'));
      await town.pass(2_000);
    }
    expect(answers).toEqual(['00', '00', '00', '00', '00', '00', '37', '37']);
  });
});
