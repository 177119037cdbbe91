import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../packages/cli/src/exit-code.ts';
import { findViolations } from '../crash/check-books.ts';
import { SeededRandom } from '../crash/random.ts';
import { SaleMaker } from '../crash/sale-maker.ts';
import { NoAnswer, type Sale, Till } from '../crash/till.ts';
import { readBooks } from '../crash/wallet-book.ts';
import { useDirectories } from './support/data-directory.ts';
import { failToStart, RunningGateway } from './support/opencpm.ts';

const directory = useDirectories();

/** A till with its journal; every sale is written there before it is sent. */
function openShop(seed: number) {
  const maker = new SaleMaker(new SeededRandom(seed));
  const journal: Sale[] = [];
  /** Sends a fresh sale. @returns whether a whole answer came. */
  const sell = async (till: Till): Promise<boolean> => {
    const sale = maker.next();
    journal.push(sale);
    try {
      await till.send(sale);
      return true;
    } catch (error) {
      if (error instanceof NoAnswer) return false;
      throw error;
    }
  };
  /** The rules that are broken in the books of till, gateway and wallets, after unanswered sales were sent again. */
  const violations = async ({ ready }: RunningGateway): Promise<readonly string[]> => {
    const till = new Till(ready);
    await Promise.all(journal.filter(({ answers }) => answers.length === 0).map((sale) => till.send(sale)));
    const before = await readBooks(ready.url, 0);
    const rows = await till.enquire(journal.map(({ orderNumber }) => orderNumber));
    const after = await readBooks(ready.url, 0);
    const rowsOfWalletOrders = await till.enquireSyssns(after.map(({ channelOrderId }) => channelOrderId));
    return findViolations({ sales: journal, rows, rowsOfWalletOrders, before, after });
  };
  return { journal, sell, violations };
}

describe('a restart', () => {
  it("keeps credentials, payments and the wallets' books", async () => {
    const data = directory();
    const shop = openShop(1);
    const first = await RunningGateway.start({ data });
    const till = new Till(first.ready);
    await Promise.all(Array.from({ length: 40 }, () => shop.sell(till)));
    const merchants = await readMerchants(first);
    const books = await readBooks(first.ready.url, 0);
    expect(await first.stop()).toMatchObject({ exitCode: EXIT.done, signal: null });

    const second = await RunningGateway.start({ data });
    expect(second.ready).toEqual({ ...first.ready, url: second.ready.url });
    expect(await readMerchants(second)).toEqual(merchants);
    const settled = books.filter(({ state }) => state === 'paid' || state === 'declined');
    expect(settled.length).toBeGreaterThan(0);
    expect(await readBooks(second.ready.url, 0)).toEqual(expect.arrayContaining([...settled]));
    expect(await shop.violations(second)).toEqual([]);
    expect(shop.journal.every(({ answers }) => answers.length === 1)).toBe(true);
    await second.stop();
  });
});

describe('SIGTERM', () => {
  it('under load ends with 0, and nothing that was acknowledged is missing', async () => {
    const data = directory();
    const shop = openShop(2);
    const first = await RunningGateway.start({ data });
    const till = new Till(first.ready);
    const sellUntilRefused = async (): Promise<void> => {
      while (await shop.sell(till));
    };
    const selling = Promise.all(Array.from({ length: 16 }, sellUntilRefused));
    while (shop.journal.length < 200) await till.enquire(['nothing']);
    const ending = await first.stop();
    await selling;
    expect(ending).toMatchObject({ exitCode: EXIT.done, signal: null });
    expect(ending.stderr).not.toContain('"level":"alert"');

    const second = await RunningGateway.start({ data });
    expect(await shop.violations(second)).toEqual([]);
    await second.stop();
  });

  it('waits for no wallet longer than ten seconds, and ends with 0', async () => {
    const data = directory();
    const gateway = await RunningGateway.start({ data });
    const till = new Till(gateway.ready);
    const neverAnswered = saleEndingIn('410010');
    const answer = till.send(neverAnswered);
    await reachesWallet(gateway);
    const ending = await gateway.stop();
    expect(ending).toMatchObject({ exitCode: EXIT.done, signal: null });
    // The till was told the truth while the gateway was stopping: the wallet had not answered.
    expect(await answer).toMatchObject({ respcd: '1145' });

    const next = await RunningGateway.start({ data });
    expect(await new Till(next.ready).enquire([neverAnswered.orderNumber])).toMatchObject([
      { respcd: '0000' },
    ]);
    await next.stop();
  });
});

describe('an error nobody expected', () => {
  it.each([
    ['an exception', "throw new Error('planted')", 'uncaught_exception'],
    ['a rejected promise', "Promise.reject(new Error('planted'))", 'unhandled_rejection'],
  ])('ends the process with 3 and says so: %s', async (_what, code, event) => {
    const data = directory();
    const plant = `data:text/javascript,process.on('SIGUSR2', () => { ${encodeURIComponent(code)} })`;
    const gateway = await RunningGateway.start({ data, preload: plant });
    const ending = await gateway.stop('SIGUSR2');
    expect(ending).toMatchObject({ exitCode: EXIT.cannotRun, signal: null });
    expect(ending.stderr).toContain(`"event":"${event}"`);
    expect(ending.stderr).toContain('planted');
  });
});

describe('a page of payments that is damaged', () => {
  it('stops the start with 3 and says what to do', async () => {
    const data = directory();
    const shop = openShop(3);
    const first = await RunningGateway.start({ data });
    const till = new Till(first.ready);
    await Promise.all(Array.from({ length: 60 }, () => shop.sell(till)));
    await first.stop();
    damagePageOf(join(data, 'opencpm.db'), shop.journal[0]?.answers[0]?.syssn ?? '');

    const ending = await failToStart({ data });
    expect(ending).toMatchObject({ exitCode: EXIT.cannotRun, signal: null, stdout: '' });
    expect(ending.stderr).toMatch(/opencpm\.db is damaged .*restore a backup/);
  });
});

async function readMerchants({ ready }: RunningGateway): Promise<unknown> {
  return (await fetch(`${ready.url}/sandbox/merchants`)).json();
}

/** Resolves when the wallets' books hold a payment. */
async function reachesWallet({ ready }: RunningGateway): Promise<void> {
  while ((await readBooks(ready.url, 0)).length === 0);
}

/** A sale whose code makes the wallet do what a test number says. */
function saleEndingIn(testNumber: string): Sale {
  const sale = new SaleMaker(new SeededRandom(9)).next();
  const parameters = sale.parameters.map(([name, value]) =>
    name === 'auth_code' ? ([name, value.slice(0, -6) + testNumber] as const) : ([name, value] as const),
  );
  return { ...sale, parameters };
}

/** Overwrites the kind of the page of the table that holds a payment, as a bad sector would. */
function damagePageOf(file: string, syssn: string): void {
  const pageSize = 4_096;
  const tableLeaf = 13;
  const bytes = readFileSync(file);
  for (let at = bytes.indexOf(syssn); at >= 0; at = bytes.indexOf(syssn, at + 1)) {
    const page = at - (at % pageSize);
    if (bytes[page] !== tableLeaf) continue;
    writeFileSync(file, bytes.fill(0xee, page, page + 8));
    return;
  }
  throw new Error(`${syssn} is on no page of a table`);
}
