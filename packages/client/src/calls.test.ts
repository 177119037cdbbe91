import { verifyRequestV2 } from '@opencpm/protocol';
import { nodeByteHashes } from '@opencpm/protocol/node';
import { describe, expect, it } from 'vitest';
import type { Credentials } from './credentials.ts';
import { CallError } from './errors.ts';
import {
  type HeardCall,
  type Reply,
  type Script,
  stateOfCall,
  TEST_CREDENTIALS,
} from './test-support/scripted-gateway.ts';
import { TEST_ORDER, type TillUnderTest, tillWith } from './test-support/till-under-test.ts';

function row(syssn: number, respcd = '0000'): Record<string, string> {
  return { syssn: String(syssn), respcd, order_type: 'payment', txamt: '10', txcurrcd: 'HKD', cancel: '5' };
}

const listOf = (data: readonly Record<string, string>[]): Reply => ({ members: { respcd: '0000', data } });

function till(script: Script, credentials: Partial<Credentials> = {}): TillUnderTest {
  return tillWith(script, undefined, credentials);
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

describe('an enquiry', () => {
  it('sends what was asked for and reads the rows', async () => {
    const { client, gateway } = till(() => listOf([row(7)]), { storeId: 'S1' });
    const rows = await client.query(
      {
        syssns: ['7', '8'],
        payTypes: ['800108'],
        respcd: '0000',
        from: '2026-03-01 00:00:00',
        to: '2026-03-02 00:00:00',
      },
      { page: 2, pageSize: 50 },
    );
    expect(rows).toMatchObject([{ syssn: '7', state: 'succeeded', amountMinor: 10, returned: 'part' }]);
    expect(Object.fromEntries(gateway.calls[0]?.parameters ?? [])).toEqual({
      syssn: '7,8',
      pay_type: '800108',
      respcd: '0000',
      start_time: '2026-03-01 00:00:00',
      end_time: '2026-03-02 00:00:00',
      page: '2',
      page_size: '50',
      mchid: 'S1',
    });
  });

  it('walks through all pages, telling nothing twice', async () => {
    const all = Array.from({ length: 150 }, (_, index) => row(1_000 - index));
    const { client, gateway } = till((_call, index) =>
      // A payment made meanwhile moves the others along by one.
      listOf(index === 0 ? all.slice(0, 100) : all.slice(99)),
    );
    const told: string[] = [];
    for await (const { syssn } of client.queryAll({})) told.push(syssn);
    expect(told).toEqual(all.map(({ syssn }) => syssn));
    expect(gateway.calls).toHaveLength(2);
  });
});

describe('what a failed call may have done', () => {
  it.each([
    ['not_sent', '', { failure: 'refused' }],
    ['unknown', '', { failure: 'reset' }],
    ['unknown', '', { body: 'oops', status: 502 }],
    ['unknown', '', { members: { respcd: '0000' }, signature: 'absent' }],
    ['unknown', '', { members: { respcd: '0000' }, signature: 'wrong' }],
    ['unknown', '1108', { members: { respcd: '1108' }, signature: 'wrong' }],
    ['unknown', '', { members: { respcd: '0000', data: 'no list' } }],
    ['refused', '1104', { members: { respcd: '1104' } }],
  ] as const)('%s %s', async (effect, respcd, reply) => {
    const failure = await failureOf(till(() => reply).client.checkAccess());
    expect(failure).toBeInstanceOf(CallError);
    expect(failure).toMatchObject({ effect, respcd });
  });
});

describe('reverse, close and notes', () => {
  it('name the payment and read the answer', async () => {
    const { client, gateway } = till((call) => ({
      members: {
        respcd: call.path.endsWith('close') ? '1145' : '0000',
        orig_syssn: '5',
        data: { syssn: '5' },
      },
    }));
    const order = { orderNumber: 'A', amountMinor: 10 };
    expect(await client.reverse(order)).toEqual({ state: 'reversed', syssn: '5' });
    expect(await client.close({ syssn: '5', amountMinor: 10, currency: 'HKD' })).toEqual({
      state: 'pending',
      syssn: '5',
    });
    await client.addNote('5', 'table 5');
    expect(gateway.calls.map(({ path }) => path.split('/').at(-1))).toEqual([
      'reversal',
      'close',
      'add_note',
    ]);
    expect(gateway.calls[2]?.parameters.get('code')).toBe(TEST_CREDENTIALS.appCode);
  });

  it('send no store with a note', async () => {
    const { client, gateway } = till(() => ({ members: { respcd: '0000' } }), { storeId: 'S1' });
    await client.addNote('5', 'table 5');
    expect(gateway.calls[0]?.parameters.has('mchid')).toBe(false);
  });
});

describe('a statement', () => {
  it('is a stream with a name', async () => {
    const zip = { body: 'PK', headers: { 'content-type': 'application/zip' } };
    const { client, gateway } = till(() => zip, { storeId: 'S1' });
    const bill = await client.tradeBill('2026-03-01');
    expect(bill.fileName).toBe('trade_bill_2026-03-01.zip');
    expect(await new Response(bill.zip).text()).toBe('PK');
    expect(gateway.calls[0]).toMatchObject({ method: 'GET', content: 'trade_date=2026-03-01' });
  });

  it.each([
    ['refused', { members: { respcd: '1104' }, headers: { 'content-type': 'application/json' } }],
    ['unknown', { body: 'oops', status: 502 }],
    ['unknown', { body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['not_sent', { failure: 'refused' }],
    ['unknown', { failure: 'reset' }],
  ] as const)('that is %s', async (effect, reply) => {
    const failure = await failureOf(till(() => reply).client.tradeBill('2026-03-01'));
    expect(failure).toMatchObject({ effect });
  });

  it('of a day that does not exist is not asked for', async () => {
    const { client, gateway } = till(() => 'silence');
    await expect(client.tradeBill('2026-02-30')).rejects.toThrow('day: must be a real day');
    expect(gateway.calls).toEqual([]);
  });
});

describe('the signature of requests', () => {
  const health = (signTypes: readonly string[]): Reply => ({
    body: JSON.stringify({ sign_types: signTypes }),
  });
  const paying =
    (healthz: Reply): Script =>
    (call) =>
      call.path === '/healthz' ? healthz : { members: stateOfCall(call, '0000') };
  const signTypeOf = (call: HeardCall | undefined): string | null | undefined =>
    call?.headers.get('x-qf-signtype');

  it('is of the newer form when the host offers it, and holds', async () => {
    const { client, gateway } = till(paying(health(['MD5', 'SHA256', 'HMAC-SHA256'])), { signType: 'auto' });
    const stop = new AbortController();
    gateway.clock.after(5_000, () => stop.abort());
    // Its answers are not of the newer form, so none of them is believed.
    const result = await gateway.clock.until(client.pay(TEST_ORDER, { stop: stop.signal }));
    expect(result).toMatchObject({ outcome: 'unresolved', attempt: { signType: 'HMAC-SHA256' } });
    const [call] = gateway.callsOf('/trade/v1/payment');
    if (call === undefined) throw new Error('no payment was sent');
    const text = (name: string): string => call.headers.get(name) ?? '';
    const request = {
      method: 'POST',
      path: '/trade/v1/payment',
      appCode: TEST_CREDENTIALS.appCode,
      timestamp: text('x-qf-timestamp'),
      nonce: text('x-qf-nonce'),
      content: Buffer.from(call.content),
    };
    expect(verifyRequestV2(request, text('x-qf-sign'), [TEST_CREDENTIALS.clientKey], nodeByteHashes)).toBe(0);
    expect(gateway.callsOf('/healthz')).toHaveLength(1);
    const nonces = gateway.calls.slice(1).map(({ headers }) => headers.get('x-qf-nonce'));
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it.each([
    ['an older host', health(['MD5', 'SHA256'])],
    ['a host without the page', { body: 'not found', status: 404 }],
    ['a host that says something else', { body: '[1]' }],
    ['a host whose page is silent', 'silence'],
    ['a host whose page breaks', { failure: 'reset' }],
  ] as const)('is SHA256 for %s', async (_name, healthz) => {
    const { client, gateway } = till(paying(healthz), { signType: 'auto' });
    expect((await gateway.clock.until(client.pay(TEST_ORDER))).outcome).toBe('paid');
    expect(signTypeOf(gateway.callsOf('/trade/v1/payment')[0])).toBe('SHA256');
    expect(gateway.clock.monotonicMs()).toBeLessThanOrEqual(3_000);
  });

  it('is asked for again a minute after silence', async () => {
    let healthz: Reply = { failure: 'reset' };
    const { client, gateway } = till((call) => (call.path === '/healthz' ? healthz : listOf([])), {
      signType: 'auto',
    });
    const signTypes = async (): Promise<unknown> => {
      await gateway.clock.until(failureOf(client.checkAccess()));
      return signTypeOf(gateway.callsOf('/trade/v1/query').at(-1));
    };
    expect(await signTypes()).toBe('SHA256');
    healthz = health(['HMAC-SHA256']);
    expect(await signTypes()).toBe('SHA256');
    await gateway.clock.until(new Promise<void>((done) => void gateway.clock.after(60_000, done)));
    expect(await signTypes()).toBe('HMAC-SHA256');
  });

  it('is MD5 for old hosts, whose answers are MD5 as well', async () => {
    const { client, gateway } = till((call) => ({ members: stateOfCall(call, '0000'), algorithm: 'MD5' }), {
      signType: 'MD5',
    });
    expect((await gateway.clock.until(client.pay(TEST_ORDER))).outcome).toBe('paid');
    expect(gateway.calls[0]?.headers.get('x-qf-sign')).toMatch(/^[0-9A-F]{32}$/);
  });
});

describe('what is asked of the signature of answers', () => {
  it.each([
    ['required', 'absent', 'unknown'],
    ['required', 'wrong', 'unknown'],
    ['if_present', 'absent', 'fine'],
    ['if_present', 'wrong', 'unknown'],
    ['ignored', 'absent', 'fine'],
    ['ignored', 'wrong', 'fine'],
  ] as const)('%s: one that is %s is %s', async (answerSignatures, signature, expected) => {
    const { client } = till(() => ({ members: { respcd: '0000', data: [] }, signature }), {
      answerSignatures,
    });
    const outcome = await client.checkAccess().then(
      () => 'fine',
      (error: CallError) => error.effect,
    );
    expect(outcome).toBe(expected);
  });
});
