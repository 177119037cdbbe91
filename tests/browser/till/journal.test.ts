import { fileURLToPath } from 'node:url';
import type { Attempt } from '@opencpm/client';
import type { IndexedDbJournal } from '@opencpm/client/browser';
import type { Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { journalContract } from '../../../packages/client/src/test-support/journal-contract.ts';
import { testAttempt } from '../../../packages/client/src/test-support/test-attempt.ts';
import { Desk } from '../support/desk.ts';

const ENTRY = fileURLToPath(new URL('../../../packages/client/src/browser/index.ts', import.meta.url));
const ADDRESS = '/journal-under-test.js';

let desk: Desk;
let script: string;
beforeAll(async () => {
  desk = await Desk.open();
  const bundle = await rolldown({ input: ENTRY, platform: 'browser' });
  const { output } = await bundle.generate({ format: 'esm' });
  script = output[0].code;
});
afterAll(() => desk.close());
afterEach(async () => {
  expect(await desk.closeWindows()).toEqual([]);
});

/** A page of an origin, with the journal's module. */
async function withJournal(page: Page): Promise<Page> {
  await page.route(`**${ADDRESS}`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: script }),
  );
  // As a text, or the test runner would import it.
  await page.evaluate(
    `import('${ADDRESS}')
      .then(({ IndexedDbJournal }) => IndexedDbJournal.open({ name: 'test' }))
      .then((journal) => { globalThis.journal = journal; })`,
  );
  return page;
}

async function openPage(): Promise<Page> {
  return withJournal(await desk.openWindow('/till'));
}

type Held = { readonly journal: IndexedDbJournal };

function begin(page: Page, fresh: Attempt): Promise<string | undefined> {
  return page.evaluate(
    async (each) => (await (globalThis as unknown as Held).journal.begin(each))?.orderNumber,
    fresh,
  );
}

describe('a journal in IndexedDB', () => {
  journalContract(async (attempt) => {
    const page = await openPage();
    await begin(page, attempt);
    return {
      update: (...change) =>
        page.evaluate((each) => (globalThis as unknown as Held).journal.update(...each), change),
      release: (...change) =>
        page.evaluate((each) => (globalThis as unknown as Held).journal.release(...each), change),
      find: (name) => page.evaluate((each) => (globalThis as unknown as Held).journal.find(each), name),
    };
  });

  it('keeps attempts over a reload, and refuses what stands in the way', async () => {
    const page = await openPage();
    expect(await begin(page, testAttempt('A'))).toBeUndefined();
    expect(await begin(page, testAttempt('B', { basketId: 'basket of A' }))).toBe('A');
    expect(await begin(page, testAttempt('C', { authCodeHash: 'hash of A' }))).toBe('A');
    await page.reload();
    await withJournal(page);
    const facts = await page.evaluate(async () => {
      const { journal } = globalThis as unknown as Held;
      await journal.update('A', {
        stage: 'ended',
        syssn: '7',
        verdict: { kind: 'declined', respcd: '1205', reason: '1205' },
      });
      const failed = await journal
        .update('no such', { stage: 'ended', syssn: '', verdict: undefined })
        .catch((error: unknown) => String(error));
      return {
        open: await journal.listOpen(),
        found: await journal.find('A'),
        basket: (await journal.listBasket('basket of A')).length,
        failed,
      };
    });
    expect(facts.open).toEqual([]);
    expect(facts.found).toMatchObject({ syssn: '7', verdict: { kind: 'declined' } });
    expect(facts.basket).toBe(1);
    expect(facts.failed).toContain('the journal has no attempt no such');
    // Not paid: the basket may be charged again, with another code.
    expect(await begin(page, testAttempt('D', { basketId: 'basket of A' }))).toBeUndefined();
  });

  it('lets one of two tabs begin for a basket, and one work on an attempt', async () => {
    const left = await openPage();
    const right = await left.context().newPage();
    await right.goto(`${desk.url}/till`);
    await withJournal(right);
    const both = await Promise.all([
      begin(left, testAttempt('L', { basketId: 'one' })),
      begin(right, testAttempt('R', { basketId: 'one' })),
    ]);
    expect(both.filter((obstacle) => obstacle === undefined)).toHaveLength(1);
    await left.evaluate(async () => {
      const { journal } = globalThis as unknown as Held;
      await new Promise<void>((begun) => {
        void journal.exclusively('L', () => {
          begun();
          return new Promise<void>(() => undefined);
        });
      });
    });
    const inRight = (): Promise<string | undefined> =>
      right.evaluate(() => (globalThis as unknown as Held).journal.exclusively('L', async () => 'mine'));
    expect(await inRight()).toBeUndefined();
    // A tab that is gone holds nothing, as soon as the browser has let go of it.
    await left.close();
    await expect.poll(inRight).toBe('mine');
  });

  it('forgets what ended long ago, and nothing else', async () => {
    const page = await openPage();
    await begin(page, testAttempt('old and open'));
    await begin(page, testAttempt('old'));
    await page.evaluate(() =>
      (globalThis as unknown as Held).journal.update('old', {
        stage: 'ended',
        syssn: '',
        verdict: { kind: 'not_begun', reason: '' },
      }),
    );
    await begin(page, testAttempt('new', { startedAtMs: 1_000_000 + 8 * 24 * 3_600_000 }));
    const kept = await page.evaluate(async () => {
      const { journal } = globalThis as unknown as Held;
      return [await journal.find('old'), await journal.find('old and open')].map((each) => each?.orderNumber);
    });
    expect(kept).toEqual([undefined, 'old and open']);
  });
});
