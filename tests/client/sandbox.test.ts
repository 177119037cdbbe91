import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type PayOrder, type SignType } from '@opencpm/client';
import { FileJournal } from '@opencpm/client/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { killLeftovers, RunningGateway } from '../process/support/opencpm.ts';

let directory: string;
let gateway: RunningGateway;
let journal: FileJournal;
let sales = 0;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'opencpm-sdk-'));
  gateway = await RunningGateway.start({ data: join(directory, 'data') });
});

afterAll(async () => {
  await gateway.stop();
  killLeftovers();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  sales += 1;
  journal = await FileJournal.open(join(directory, `till-${sales}.journal`));
});

afterEach(() => journal.close());

function client(signType: SignType | 'auto' = 'auto'): ReturnType<typeof createClient> {
  const { url, appCode, clientKey } = gateway.ready;
  return createClient({ baseUrl: url, appCode, clientKey, journal, signType });
}

/** A sale whose wallet behaves as the test number says. */
function sale(testNumber: string): PayOrder {
  const authCode = `28${String(1_000_000_000 + sales)}${testNumber}`;
  return { authCode, amountMinor: 1050, currency: 'HKD', basketId: `basket-${sales}` };
}

describe('a till with the SDK in front of the sandbox', () => {
  it.each(['MD5', 'SHA256', 'HMAC-SHA256'] as const)('sells with requests signed as %s', async (signType) => {
    const result = await client(signType).pay(sale('410001'));
    expect(result).toMatchObject({ outcome: 'paid', attempt: { signType } });
  });

  it('takes the strongest form by itself', async () => {
    const result = await client().pay(sale('410001'));
    expect(result.attempt.signType).toBe('HMAC-SHA256');
  });

  it.each([
    ['410003', 'declined'],
    ['410005', 'paid'],
    ['410009', 'paid'],
    ['410017', 'paid'],
    ['401201', 'declined'],
  ])('with test number %s ends as %s', async (testNumber, outcome) => {
    expect((await client().pay(sale(testNumber))).outcome).toBe(outcome);
  });

  it('does not know a wrong key', async () => {
    const { url, appCode } = gateway.ready;
    const stranger = createClient({ baseUrl: url, appCode, clientKey: 'wrong', journal });
    await expect(stranger.checkAccess()).rejects.toMatchObject({ effect: 'unknown' });
    expect(await stranger.pay(sale('410001'))).toMatchObject({
      outcome: 'unresolved',
      reason: expect.stringContaining('1108'),
    });
  });

  it('finds out what became of a sale when till and gateway both died in the middle of it', async () => {
    const stop = new AbortController();
    const dying = client().pay(sale('410002'), {
      stop: stop.signal,
      onProgress({ state }) {
        if (state === 'payer_confirms') stop.abort();
      },
    });
    expect((await dying).outcome).toBe('unresolved');
    await journal.close();
    await gateway.stop('SIGKILL');
    gateway = await RunningGateway.start({ data: join(directory, 'data') });
    journal = await FileJournal.open(join(directory, `till-${sales}.journal`));
    expect(await client().recover()).toMatchObject([{ outcome: 'paid' }]);
    expect(await journal.listOpen()).toEqual([]);
  });

  it('returns a part, once, however often it asks', async () => {
    const till = client();
    const { attempt } = await till.pay(sale('410001'));
    const order = { syssn: attempt.syssn, orderNumber: `${attempt.orderNumber}-BACK`, amountMinor: 400 };
    const first = await till.refund(order);
    expect(first.outcome).toBe('refunded');
    expect(await till.refund(order)).toEqual(first);
    const rows = await till.query({ orderNumbers: [attempt.orderNumber] });
    expect(rows).toMatchObject([{ returned: 'part' }]);
  });
});
