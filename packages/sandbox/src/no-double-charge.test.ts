import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Behaviour } from './behaviour.ts';
import { NAMED_BEHAVIOURS } from './behaviour.ts';
import type { WalletOrder } from './order.ts';
import { inShort, PATIENT, referenceOf, sale, TestSandbox } from './test-sandbox.ts';
import type { ChargeOrder } from './wallet-answer.ts';

const ACCOUNT = 'wong-ka-yan';
const START_MINOR = 20_000;
const ORDERS = 6;

type Step =
  | { readonly do: 'charge'; readonly order: number; readonly amountMinor: number; readonly reuse: boolean }
  | { readonly do: 'charge again' | 'query' | 'approve' | 'refuse' | 'mistype'; readonly order: number }
  | { readonly do: 'set'; readonly behaviour: Behaviour | 'normal' }
  | { readonly do: 'advance'; readonly durationMs: number }
  | { readonly do: 'restart' };

const order = fc.nat({ max: ORDERS - 1 });
const behaviour = fc.constantFrom<Behaviour | 'normal'>(
  'normal',
  'declined-1294',
  ...NAMED_BEHAVIOURS.map(({ name }) => name),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('charge' as const),
      order,
      amountMinor: fc.integer({ min: 1, max: 9_000 }),
      reuse: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('charge again', 'query', 'approve', 'refuse', 'mistype'),
      order,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('set' as const), behaviour }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      durationMs: fc.constantFrom(1, 4_999, 5_000, 20_000, 60_000, 180_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);

/** Runs the steps and compares what the wallet says with its own book after each of them. */
async function live(test: TestSandbox, steps: readonly Step[]): Promise<void> {
  const charged = new Map<number, ChargeOrder>();
  const ended = new Map<string, string>();
  let latestCode = '';

  async function sendCharge(charge: ChargeOrder): Promise<void> {
    const stop = new AbortController();
    const answer = test.sandbox.charge(charge, stop.signal);
    await test.sandbox.waiting();
    stop.abort();
    await answer;
  }

  async function take(each: Step): Promise<void> {
    switch (each.do) {
      case 'charge': {
        if (charged.has(each.order)) return;
        if (!each.reuse || latestCode === '') {
          latestCode = (await test.sandbox.issueCode('alipayhk', ACCOUNT)).authCode;
        }
        const { amountMinor } = each;
        const charge = sale(`order-${each.order}`, { authCode: latestCode, amountMinor });
        charged.set(each.order, charge);
        return sendCharge(charge);
      }
      case 'charge again': {
        const charge = charged.get(each.order);
        return charge === undefined ? undefined : sendCharge(charge);
      }
      case 'query':
        await test.sandbox.query(referenceOf(sale(`order-${each.order}`)), PATIENT);
        return;
      case 'approve':
      case 'refuse':
      case 'mistype': {
        const number = `order-${each.order}`;
        const asked =
          each.do === 'refuse'
            ? test.sandbox.refuse(number)
            : test.sandbox.approve(number, each.do === 'mistype' ? '000000' : '123456');
        await asked.catch((error: Error) => expect(error.name).toBe('SandboxRefusal'));
        return;
      }
      case 'set':
        await test.sandbox.changeAccount(ACCOUNT, { behaviour: each.behaviour });
        return;
      case 'advance':
        test.time.advance(each.durationMs);
        return;
      case 'restart':
        test.restart();
    }
  }

  function checkBook(book: readonly WalletOrder[], balanceMinor: number): void {
    const paid = book.filter(({ state }) => state === 'paid');
    const debitedMinor = paid.reduce((sum, { debitMinor }) => sum + (debitMinor ?? Number.NaN), 0);
    expect(balanceMinor).toBeGreaterThanOrEqual(0);
    expect(balanceMinor + debitedMinor).toBe(START_MINOR);
    for (const { state, timesCharged } of book) expect(timesCharged).toBe(state === 'paid' ? 1 : 0);
    expect(new Set(book.map(({ channelOrderId }) => channelOrderId)).size).toBe(book.length);
  }

  async function checkAnswers(): Promise<void> {
    for (const charge of charged.values()) {
      const answer = inShort(await test.sandbox.query(referenceOf(charge), PATIENT));
      const before = ended.get(charge.channelOrderId);
      if (before !== undefined) expect(answer).toBe(before);
      if (answer === 'paid' || answer.startsWith('declined')) ended.set(charge.channelOrderId, answer);
    }
  }

  await test.sandbox.changeAccount(ACCOUNT, { balanceMinor: START_MINOR, freeLimitMinor: 5_000 });
  for (const each of steps) {
    await take(each);
    const [wallets, book] = await Promise.all([test.sandbox.listWallets(), test.sandbox.book('alipayhk')]);
    const account = wallets.flatMap(({ accounts }) => accounts).find(({ id }) => id === ACCOUNT);
    checkBook(book, account?.balanceMinor ?? Number.NaN);
    await checkAnswers();
  }
}

describe('whatever happens to its payments', () => {
  it('an account is debited once for each paid one, never below zero, and an outcome stays', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const test = new TestSandbox();
        try {
          await live(test, steps);
        } finally {
          test.dispose();
        }
      }),
      { numRuns: 150 },
    );
  });
});
