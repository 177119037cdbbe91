import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VirtualTime } from './support/virtual-time.ts';
import type { WireClient } from './support/wire-client.ts';
import { WireGateway } from './support/wire-gateway.ts';

const OVERLAP_MS = 3_600_000;

const time = new VirtualTime();
let gateway: WireGateway;
let oldKey: WireClient;
let newKey: WireClient;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
});
afterAll(() => gateway.close());

beforeEach(async () => {
  oldKey = await gateway.merchant();
  // Known to the gateway before the rotation, so that what it keeps of the merchant must be renewed.
  await oldKey.query();
  const { clientKey, olderExpireAtMs } = await gateway.administration.rotateKey(
    oldKey.credentials.appCode,
    OVERLAP_MS,
  );
  expect(olderExpireAtMs).toBe(time.nowMs() + OVERLAP_MS);
  newKey = oldKey.withKey(clientKey);
});

describe('a rotated key', () => {
  it.each(['MD5', 'SHA256'] as const)(
    'verifies beside the old one for the time of the overlap, each answer signed with the key of its request: %s',
    async (algorithm) => {
      for (const moment of [0, OVERLAP_MS - 1]) {
        time.advance(moment);
        for (const [till, other] of [
          [oldKey, newKey],
          [newKey, oldKey],
        ] as const) {
          for (const answer of [
            await till.pay({}, { algorithm }),
            await till.pay({ txamt: '0' }, { algorithm }),
            await till.query({}, { algorithm }),
          ]) {
            expect(answer.respcd).not.toBe('1108');
            expect(till.isSignedFor(answer, algorithm)).toBe(true);
            expect(other.isSignedFor(answer, algorithm)).toBe(false);
          }
        }
      }
    },
  );

  it('is the only one from the end of the overlap on', async () => {
    time.advance(OVERLAP_MS);
    const before = await gateway.traces();
    const refused = await oldKey.pay();
    expect(refused.respcd).toBe('1108');
    expect(newKey.isSignedFor(refused)).toBe(true);
    expect(await gateway.traces()).toEqual(before);
    expect((await newKey.pay()).respcd).toBe('0000');
  });

  it('replaces the old one at once when there is no overlap', async () => {
    const { appCode } = newKey.credentials;
    const { clientKey } = await gateway.administration.rotateKey(appCode, 0);
    expect((await oldKey.pay()).respcd).toBe('1108');
    expect((await newKey.pay()).respcd).toBe('1108');
    expect((await newKey.withKey(clientKey).pay()).respcd).toBe('0000');
  });

  it('never gives the oldest key more time than it had', async () => {
    time.advance(OVERLAP_MS / 2);
    const { appCode } = newKey.credentials;
    const { clientKey } = await gateway.administration.rotateKey(appCode, OVERLAP_MS);
    const newest = newKey.withKey(clientKey);
    time.advance(OVERLAP_MS / 2);
    expect((await oldKey.pay()).respcd).toBe('1108');
    expect((await newKey.pay()).respcd).toBe('0000');
    time.advance(OVERLAP_MS / 2);
    expect((await newKey.pay()).respcd).toBe('1108');
    expect((await newest.pay()).respcd).toBe('0000');
  });

  it('answers a repeat of an order that was paid under the old key', async () => {
    const order = { out_trade_no: 'KEY-ROTATION-1', auth_code: '280000000000000009' };
    const paid = await oldKey.pay(order);
    time.advance(OVERLAP_MS);
    const repeat = await newKey.pay(order);
    expect(repeat).toMatchObject({ respcd: '0000', syssn: paid.syssn });
  });
});
