import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../support/desk.ts';
import { TEST, testCode } from './test-code.ts';
import { TillWindow } from './till-window.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
afterEach(async () => {
  expect(await desk.closeWindows()).toEqual([]);
});

async function advance(durationMs: number): Promise<void> {
  await desk.tellSandbox('/sandbox/clock', { advance_ms: durationMs });
}

/** States of the payments of an amount, the newest first, as the till's server knows them. */
async function statesOf(till: TillWindow, amount: string): Promise<readonly string[]> {
  return till.page.evaluate(async (search) => {
    const answer = await fetch(`/till/api/sales?search=${search}`);
    const { sales } = (await answer.json()) as { sales: { state: string }[] };
    return sales.map(({ state }) => state);
  }, amount);
}

/** Stages of the scans that a browser remembers, the newest last; `old` is put among them first when given. */
async function scansOf(till: TillWindow, old?: object): Promise<readonly string[]> {
  return till.page.evaluate(async (entry) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('opencpm-till-scans');
      opening.onsuccess = () => resolve(opening.result);
    });
    const store = database.transaction('attempts', 'readwrite').objectStore('attempts');
    if (entry !== undefined) store.put(entry);
    const scans = await new Promise<{ startedAtMs: number; stage: string }[]>((resolve) => {
      const reading = store.getAll();
      reading.onsuccess = () => resolve(reading.result);
    });
    database.close();
    return scans.sort((left, right) => left.startedAtMs - right.startedAtMs).map(({ stage }) => stage);
  }, old);
}

describe('one charge', () => {
  it('comes of a double scan', async () => {
    const till = await TillWindow.open(desk);
    const code = testCode();
    await till.type('11100');
    await till.scan(code);
    await till.scan(code);
    await till.shows('paid');
    expect(await statesOf(till, '111.00')).toEqual(['paid']);
  });

  it('comes of a second code scanned while the first is on its way', async () => {
    const till = await TillWindow.open(desk);
    await till.sell('11200', testCode(TEST.slow));
    await till.scan(testCode());
    await till.notice('busy');
    await advance(5_000);
    await till.shows('paid');
    expect(await statesOf(till, '112.00')).toEqual(['paid']);
  });

  it('comes of pressing twice', async () => {
    const till = await TillWindow.open(desk);
    await till.type('11300');
    await till.press('Type the code');
    await till.page.getByLabel('Digits below the bar code').fill(testCode());
    await till.button('Charge HK$113.00').dblclick();
    await till.shows('paid');
    expect(await statesOf(till, '113.00')).toEqual(['paid']);
  });

  it('comes of a code that was used before: the second time it is refused, with the payment it was for', async () => {
    const till = await TillWindow.open(desk);
    const code = testCode();
    await till.sell('11400', code);
    await till.shows('paid');
    await till.press('Next customer');
    await till.shows('ready');
    // A page that has just begun knows of no scan before: this is no double scan.
    await till.page.reload();
    await till.shows('ready');
    await till.sell('11500', code);
    await till.notice('code_used');
    expect(await statesOf(till, '115.00')).toEqual([]);
  });

  it('comes of two tabs of one register', async () => {
    const left = await TillWindow.open(desk);
    const right = new TillWindow(await left.page.context().newPage());
    await right.page.goto(`${desk.url}/till`);
    await right.anyScreen();
    await left.type('11600');
    await right.type('11600');
    const code = testCode(TEST.waitsForEver);
    await Promise.all([left.scan(code), right.scan(code)]);
    await Promise.all([left.shows('waiting'), right.shows('waiting')]);
    expect(await statesOf(left, '116.00')).toEqual(['open']);
    await left.press('Cancel payment');
    await advance(20_000);
    await Promise.all([left.shows('not_paid'), right.shows('not_paid')]);
    await right.press('Next customer');
    await Promise.all([left.shows('ready'), right.shows('ready')]);
  });
});

describe('a reload', () => {
  it('keeps the amount’s basket apart and the login', async () => {
    const till = await TillWindow.open(desk);
    await till.type('120');
    await till.page.reload();
    await till.shows('ready');
    await till.amountIs('HK$0.00');
  });

  it('while the request is on its way brings the state back, and charges once', async () => {
    const till = await TillWindow.open(desk);
    await till.sell('12100', testCode(TEST.slow));
    await expect.poll(() => statesOf(till, '121.00')).toEqual(['open']);
    await till.page.reload();
    await till.shows('waiting');
    await advance(5_000);
    await till.shows('paid');
    expect(await statesOf(till, '121.00')).toEqual(['paid']);
  });

  it('while the customer confirms brings the waiting screen back', async () => {
    const till = await TillWindow.open(desk);
    await till.sell('12200', testCode(TEST.waitsForEver));
    await till.turn('customer');
    await till.page.reload();
    await till.turn('customer');
    await till.press('Cancel payment');
    await advance(20_000);
    await till.shows('not_paid');
    await till.page.reload();
    await till.shows('not_paid');
  });

  it('on the verdict brings the verdict back', async () => {
    const till = await TillWindow.open(desk);
    await till.sell('12300', testCode());
    await till.shows('paid');
    await till.page.reload();
    await till.shows('paid');
  });
});

describe('a killed browser', () => {
  it('before the request has left: nothing was charged, and the amount is back under the same basket', async () => {
    const till = await TillWindow.open(desk);
    const context = till.page.context();
    await context.route('**/till/api/sales', (route) => route.abort());
    await till.sell('13100', testCode());
    await till.turn('asking');
    await till.page.close();
    await context.unroute('**/till/api/sales');
    const again = new TillWindow(await context.newPage());
    await again.page.goto(`${desk.url}/till`);
    await again.turn('asking');
    await again.notice('not_begun');
    await again.amountIs('HK$131.00');
    expect(await statesOf(again, '131.00')).toEqual([]);
    await again.scan(testCode());
    await again.shows('paid');
  });

  it('after the request has arrived: the state is back', async () => {
    const till = await TillWindow.open(desk);
    const context = till.page.context();
    await till.sell('13200', testCode(TEST.waitsForEver));
    await till.shows('waiting');
    await till.page.close();
    const again = new TillWindow(await context.newPage());
    await again.page.goto(`${desk.url}/till`);
    await again.turn('customer');
    await again.press('Cancel payment');
    await advance(20_000);
    await again.shows('not_paid');
  });

  it('has written down how every scan ended, and forgets the old ones', async () => {
    const till = await TillWindow.open(desk);
    const old = { orderNumber: 'old', basketId: 'old', authCodeHash: '', startedAtMs: 0, stage: 'polling' };
    expect(await scansOf(till, old)).toEqual(['polling']);
    await till.page.reload();
    await till.shows('ready');
    await expect.poll(() => scansOf(till)).toEqual(['ended']);
    await till.sell('13500', testCode('401201'));
    await till.shows('not_paid');
    await expect.poll(() => scansOf(till)).toEqual(['ended']);
    // The same basket again: the second scan is in the journal like the first.
    await till.scan(testCode(TEST.waitsForEver));
    await till.shows('waiting');
    await expect.poll(() => scansOf(till)).toEqual(['ended', 'polling']);
    await till.page.reload();
    await till.press('Cancel payment');
    await advance(20_000);
    await till.shows('not_paid');
    await expect.poll(() => scansOf(till)).toEqual(['ended', 'ended']);
  });

  it('sends a scan that its own journal objects to without waiting for it: the server decides', async () => {
    const till = await TillWindow.open(desk);
    const code = testCode();
    await till.sell('13400', code);
    await till.shows('paid');
    await till.press('Next customer');
    await till.page.reload();
    await till.shows('ready');
    await scansOf(till, { orderNumber: 'other', basketId: 'other', authCodeHash: '', startedAtMs: 0 });
    let isGivenUp = false;
    await till.page.route('**/till/api/sales?limit=100', () => undefined);
    till.page.on('requestfailed', (request) => {
      isGivenUp ||= request.url().endsWith('limit=100');
    });
    await till.sell('13500', code);
    await till.notice('code_used');
    expect(isGivenUp).toBe(false);
  });

  it('keeps no code and no PIN anywhere in the browser', async () => {
    const till = await TillWindow.open(desk);
    const code = testCode();
    await till.sell('13300', code);
    await till.shows('paid');
    const kept = await till.page.evaluate(async () => {
      const texts = [
        JSON.stringify(Object.entries(localStorage)),
        JSON.stringify(Object.entries(sessionStorage)),
      ];
      for (const { name } of await indexedDB.databases()) {
        const database = await new Promise<IDBDatabase>((resolve) => {
          const opening = indexedDB.open(name ?? '');
          opening.onsuccess = () => resolve(opening.result);
        });
        for (const store of database.objectStoreNames) {
          const all = await new Promise((resolve) => {
            const reading = database.transaction(store).objectStore(store).getAll();
            reading.onsuccess = () => resolve(reading.result);
          });
          texts.push(JSON.stringify(all));
        }
        database.close();
      }
      return texts.join('\n');
    });
    expect(kept).toContain('authCodeHash');
    expect(kept).not.toContain(code);
    // The sandbox's PIN is no secret: its server shows it at the log-in.
    expect(kept.replace(/"sandboxLogIn":\{[^}]*\}/, '')).not.toContain('271828');
  });
});

describe('a network that is cut', () => {
  it('before the scan: the till says that it cannot charge, and charges nothing', async () => {
    const till = await TillWindow.open(desk);
    await till.type('14100');
    await till.page.context().setOffline(true);
    await till.line('till_unreachable');
    await till.scan(testCode());
    await till.notice('no_line');
    await till.page.context().setOffline(false);
    await till.line('ok');
    await till.scan(testCode());
    await till.shows('paid');
    expect(await statesOf(till, '141.00')).toEqual(['paid']);
  });

  it('while the answer is on its way: the same scan is sent again and charges once', async () => {
    const till = await TillWindow.open(desk);
    let lost = 0;
    await till.page.route('**/till/api/sales', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await till.sell('14200', testCode());
    await till.shows('paid');
    expect(lost).toBe(1);
    expect(await statesOf(till, '142.00')).toEqual(['paid']);
  });

  it('before the request arrives: the same scan is sent again and charges once', async () => {
    const till = await TillWindow.open(desk);
    let lost = 0;
    await till.page.route('**/till/api/sales', (route) => {
      if (route.request().method() !== 'POST' || lost > 1) return route.continue();
      lost += 1;
      return route.abort('connectionfailed');
    });
    await till.sell('14300', testCode());
    await till.turn('asking');
    await till.shows('paid');
    expect(await statesOf(till, '143.00')).toEqual(['paid']);
  });

  it('while the customer confirms: no verdict is made up, and it comes when the line is back', async () => {
    const till = await TillWindow.open(desk);
    // What is cut off here is not: a stream that is open already.
    await till.page.route('**/till/api/events', (route) => route.abort());
    await till.page.reload();
    await till.shows('ready');
    await till.sell('14400', testCode(TEST.paidAfterPassword));
    await till.shows('waiting');
    await till.page.context().setOffline(true);
    await till.line('till_unreachable');
    await advance(10_000);
    await till.shows('waiting');
    await till.page.context().setOffline(false);
    await till.shows('paid');
  });

  it('between two sales that lose the answer of the wallet: one charge, paid', async () => {
    const till = await TillWindow.open(desk);
    await till.sell('14500', testCode(TEST.answerLost));
    await advance(10_000);
    await till.shows('paid');
    expect(await statesOf(till, '145.00')).toEqual(['paid']);
  });
});
