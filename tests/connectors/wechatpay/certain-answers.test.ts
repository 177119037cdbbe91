import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChargeOrder, WalletAnswer } from '../../../packages/gateway/src/wallet/connector.ts';
import { codeFor } from './behaviour-code.ts';
import { PATIENT } from '../support/gateway-side.ts';
import { WechatPayTown } from './wechatpay-town.ts';

// Whatever goes wrong on the way: what the connector calls certain is what stands in the wallet's book.

const BEHAVIOURS = [
  'paid',
  'password-unanswered',
  'password-approved',
  'password-refused',
  'processing-paid',
  'processing-declined',
  'declined-1201',
  'declined-1205',
  'answer-lost',
  'never-arrived',
  'unsigned',
  'other-order',
  'server-error',
  'busy',
] as const;

const SLIPS = [
  'stale-time',
  'other-key',
  'probe',
  'system-error-early',
  'system-error',
  'unknown',
  'unavailable',
  'throttled',
  'refuse-HIPPO_MISMATCH',
  'says-not-paid',
  'says-paying',
  'says-accepted',
  'new-state',
  'other-shop',
] as const;

const slip = fc.record({
  call: fc.constantFrom('charge' as const, 'query' as const, 'reverse' as const),
  fault: fc.constantFrom(...SLIPS),
  times: fc.integer({ min: 1, max: 2 }),
});
const step = fc.constantFrom('ask', 'wait', 'reverse', 'approve', 'refuse', 'charge again');

async function netMinor(town: WechatPayTown, { channelOrderId, amountMinor }: ChargeOrder): Promise<number> {
  const entry = await town.sandbox.door.find(channelOrderId);
  if (entry === undefined || entry.state === 'reversed') return 0;
  return entry.timesCharged * amountMinor;
}

async function take(
  town: WechatPayTown,
  order: ChargeOrder,
  what: string,
): Promise<WalletAnswer | undefined> {
  switch (what) {
    case 'ask':
      return town.connector.query(order, PATIENT);
    case 'charge again':
      return town.connector.charge(order, PATIENT);
    case 'wait':
      await town.pass(5_000);
      return undefined;
    case 'reverse':
      town.time.advance(15_000);
      await town.connector.reverse(order, PATIENT);
      return undefined;
    case 'approve':
      // Nobody may be asking.
      await town.sandbox.approve(order.channelOrderId).catch(() => undefined);
      return undefined;
    default:
      await town.sandbox.refuse(order.channelOrderId).catch(() => undefined);
      return undefined;
  }
}

/** Fails when an answer is certain of something else than the book. */
async function compare(
  town: WechatPayTown,
  order: ChargeOrder,
  answer: WalletAnswer | undefined,
): Promise<void> {
  if (answer === undefined) return;
  const net = await netMinor(town, order);
  if (answer.kind === 'paid') expect(net).toBe(order.amountMinor);
  const refused = answer.kind === 'reversed' || (answer.kind === 'declined' && !answer.mayStillCharge);
  if (refused) expect(net).toBe(0);
}

it('certain answers agree with the book, and nothing is charged twice', async () => {
  const town = await WechatPayTown.open({ habits: { callsPerSecond: undefined } });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...BEHAVIOURS),
      fc.array(slip, { maxLength: 3 }),
      fc.array(step, { minLength: 1, maxLength: 7 }),
      fc.boolean(),
      async (behaviour, slips, steps, errorsSigned) => {
        town.protocol.change({ errorsSigned });
        const number = behaviour.startsWith('declined-') ? `40${behaviour.slice(-4)}` : behaviour;
        const order = town.order({ authCode: codeFor(number) });
        for (const each of slips) {
          const bound =
            each.call === 'reverse' || each.call === 'query' ? { channelOrderId: order.channelOrderId } : {};
          town.sandbox.faults.add({ ...each, ...bound });
        }
        await compare(town, order, await town.connector.charge(order, PATIENT));
        for (const what of steps) await compare(town, order, await take(town, order, what));
        expect((await town.sandbox.door.find(order.channelOrderId))?.timesCharged ?? 0).toBeLessThan(2);
        town.sandbox.faults.clear();
      },
    ),
    { numRuns: 60 },
  );
  expect(town.protocol.violations.filter((each) => each.includes('reversed after'))).toEqual([]);
  await town.close();
}, 120_000);
