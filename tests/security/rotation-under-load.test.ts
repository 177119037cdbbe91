import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualTime } from '../wire/support/virtual-time.ts';
import type { WireAnswer, WireClient } from '../wire/support/wire-client.ts';
import { WireGateway } from '../wire/support/wire-gateway.ts';

const OVERLAP_MS = 3_600_000;

const time = new VirtualTime();
let gateway: WireGateway;

beforeAll(async () => {
  gateway = await WireGateway.start({ time });
});
afterAll(() => gateway.close());

/** A till that pays again as soon as it has an answer, until it is told to stop. */
class BusyTill {
  till: WireClient;
  readonly answers: { readonly answer: WireAnswer; readonly signed: boolean }[] = [];
  #stopped = false;
  readonly #ended: Promise<void>;

  constructor(till: WireClient) {
    this.till = till;
    this.#ended = this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const { till } = this;
      const answer = await till.pay();
      this.answers.push({ answer, signed: till.isSignedFor(answer) });
    }
  }

  async atLeast(count: number): Promise<void> {
    const wanted = this.answers.length + count;
    while (this.answers.length < wanted) await new Promise((resolve) => setImmediate(resolve));
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return this.#ended;
  }
}

describe('row 21: a client key rotated under load', () => {
  it('row 21: fails no request, whichever till changes over when, and answers each with its own key', async () => {
    const shop = await gateway.merchant();
    const { appCode } = shop.credentials;
    const tills = Array.from({ length: 8 }, () => new BusyTill(shop));
    const all = (count: number) => Promise.all(tills.map((busy) => busy.atLeast(count)));
    await all(3);
    const { clientKey } = await gateway.administration.rotateKey(appCode, OVERLAP_MS);
    await all(3);
    for (const busy of tills) {
      busy.till = busy.till.withKey(clientKey);
      await busy.atLeast(1);
    }
    await all(3);
    time.advance(OVERLAP_MS);
    await all(3);
    await Promise.all(tills.map((busy) => busy.stop()));
    for (const { answer, signed } of tills.flatMap(({ answers }) => answers)) {
      // An hour passed under those that were at their wallet when the overlap ended: they are still open.
      expect(['0000', '1145']).toContain(answer.respcd);
      expect(signed).toBe(true);
    }
    expect((await shop.pay()).respcd).toBe('1108');
  });

  it('row 21: shows who still uses the old key, and that the new one was seen', async () => {
    const shop = await gateway.merchant();
    const { appCode } = shop.credentials;
    await shop.pay();
    const before = await gateway.administration.keys(appCode);
    expect(before).toMatchObject([{ oldUses: 0, firstUsedAtMs: time.nowMs() }]);
    const { clientKey } = await gateway.administration.rotateKey(appCode, OVERLAP_MS);
    for (let count = 0; count < 7; count += 1) await shop.pay();
    await shop.withKey('a guess').pay();
    time.advance(1_000);
    const during = await gateway.administration.keys(appCode);
    expect(during).toMatchObject([
      { firstUsedAtMs: undefined, oldUses: 0 },
      { oldUses: 7, lastOldUseAtMs: time.nowMs() - 1_000 },
    ]);
    await shop.withKey(clientKey).pay();
    await expect
      .poll(() => gateway.administration.keys(appCode))
      .toMatchObject([{ firstUsedAtMs: time.nowMs(), oldUses: 0 }, { oldUses: 7 }]);
  });

  it('row 21: writes nothing more with each payment once the first use of its key is written', async () => {
    const shop = await gateway.merchant();
    await shop.pay();
    const { appCode } = shop.credentials;
    await expect
      .poll(async () => (await gateway.administration.keys(appCode))[0]?.firstUsedAtMs)
      .toBeDefined();
    const [key] = await gateway.administration.keys(appCode);
    time.advance(5_000);
    await shop.pay();
    expect((await gateway.administration.keys(appCode))[0]).toEqual(key);
  });

  it('row 21: refuses the old key once its time is over, and a rotation without overlap at once', async () => {
    const shop = await gateway.merchant();
    const { appCode } = shop.credentials;
    const first = await gateway.administration.rotateKey(appCode, OVERLAP_MS);
    time.advance(OVERLAP_MS - 1);
    expect((await shop.pay()).respcd).toBe('0000');
    time.advance(1);
    expect((await shop.pay()).respcd).toBe('1108');
    await gateway.administration.rotateKey(appCode, 0);
    expect((await shop.withKey(first.clientKey).pay()).respcd).toBe('1108');
  });
});
