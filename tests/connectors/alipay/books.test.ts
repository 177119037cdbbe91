import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChargeOrder, RefundOrder } from '../../../packages/gateway/src/wallet/connector.ts';
import { type CallFault, CALL_FAULTS, type WalletCall } from '../../../packages/sandbox/src/index.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { AlipayTown } from './alipay-town.ts';

/** Never answers, or never ends: nobody waits for those here. */
const ENDLESS: ReadonlySet<CallFault> = new Set(['answer-timeout', 'answer-trickles', 'slow', 'very-slow']);
const FAULTS = CALL_FAULTS.map(({ name }) => name).filter((name) => !ENDLESS.has(name));

type Step =
  | { readonly do: 'charge' | 'query' | 'reverse' | 'approve' | 'refuse'; readonly order: number }
  | { readonly do: 'refund'; readonly order: number; readonly refund: number }
  | { readonly do: 'fault'; readonly call: WalletCall; readonly fault: CallFault }
  | { readonly do: 'wait'; readonly ms: number };

const ORDERS = 3;
const REFUNDS = 2;

const order = fc.nat({ max: ORDERS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('charge', 'query', 'reverse', 'approve', 'refuse'), order }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('refund' as const), order, refund: fc.nat({ max: REFUNDS - 1 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      call: fc.constantFrom('charge', 'query', 'reverse', 'refund', 'queryRefund'),
      fault: fc.constantFrom(...FAULTS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 10_000, 70_000) }),
  },
);

async function run(town: AlipayTown, steps: readonly Step[]): Promise<void> {
  const behaviours = ['normal', 'password-unanswered', 'processing-paid'] as const;
  const orders: ChargeOrder[] = [];
  for (const behaviour of behaviours) {
    orders.push(town.order({ authCode: await town.code('li-na', { behaviour }) }));
  }
  const refunds = orders.map((each) =>
    Array.from({ length: REFUNDS }, () => town.refundOf(each, { amountMinor: 7_000 })),
  );
  const refused = new Set<string>();
  for (const each of steps) {
    if (each.do === 'fault') town.sandbox.faults.add({ call: each.call, fault: each.fault, times: 1 });
    else if (each.do === 'wait') await town.pass(each.ms);
    else await act(town, each, orders, refunds, refused);
  }
  town.sandbox.faults.clear();
  await town.pass(70_000);
  for (const [index, each] of orders.entries()) await compare(town, each, refunds[index] ?? [], refused);
}

async function act(
  town: AlipayTown,
  each: Exclude<Step, { readonly do: 'fault' | 'wait' }>,
  orders: readonly ChargeOrder[],
  refunds: readonly (readonly RefundOrder[])[],
  refused: Set<string>,
): Promise<void> {
  const chosen = orders[each.order];
  if (chosen === undefined) return;
  const { channelOrderId: number } = chosen;
  switch (each.do) {
    case 'charge':
    case 'query': {
      const answer = await town.connector[each.do](chosen, PATIENT);
      if (answer.kind === 'declined' && !answer.mayStillCharge) refused.add(number);
      break;
    }
    case 'reverse':
      await town.connector.reverse(chosen, PATIENT);
      break;
    case 'approve':
    case 'refuse':
      await town.sandbox[each.do](number).catch(() => undefined);
      break;
    case 'refund': {
      const refund = refunds[each.order]?.[each.refund];
      if (refund !== undefined) await town.connector.refund(refund, PATIENT);
      break;
    }
  }
}

/** Both sides about one payment, when nothing goes wrong any more. */
async function compare(
  town: AlipayTown,
  asked: ChargeOrder,
  refunds: readonly RefundOrder[],
  refused: ReadonlySet<string>,
): Promise<void> {
  const answer = await town.connector.query(asked, PATIENT);
  const booked = await town.sandbox.door.find(asked.channelOrderId);
  expect(booked?.timesCharged ?? 0).toBeLessThanOrEqual(1);
  expect(answer.kind === 'paid').toBe(booked?.state === 'paid');
  if (refused.has(asked.channelOrderId)) expect(booked?.state).not.toBe('paid');
  let returnedMinor = 0;
  for (const refund of refunds) {
    const returned = await town.connector.queryRefund(refund, PATIENT);
    if (returned.kind === 'returned') returnedMinor += returned.amountMinor;
  }
  expect(returnedMinor).toBe(booked?.refundedMinor ?? 0);
  expect(returnedMinor).toBeLessThanOrEqual(asked.amountMinor);
}

it('both sides agree about the money, whatever went wrong on the way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const town = await AlipayTown.open();
      try {
        await run(town, steps);
        // Nothing but play money: the account holds what it began with, less what was kept.
        const [alipay] = await town.sandbox.listWallets();
        const book = await town.sandbox.book('alipay');
        const keptMinor = book
          .filter(({ state }) => state === 'paid')
          .reduce((sum, { debitMinor = 0, refundedDebitMinor }) => sum + debitMinor - refundedDebitMinor, 0);
        expect(alipay?.accounts[0]?.balanceMinor).toBe(500_000 - keptMinor);
      } finally {
        await town.close();
      }
    }),
    { numRuns: 40 },
  );
});
