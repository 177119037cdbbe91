import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PayResult } from './pay-result.ts';
import { foundAs, type HeardCall, type Reply, stateOfCall } from './test-support/scripted-gateway.ts';
import { TEST_ORDER, tillWith } from './test-support/till-under-test.ts';

/** What the network does to one call. */
interface Weather {
  readonly arrives: boolean;
  readonly delayMs: number;
  readonly answer: 'whole' | 'lost' | 'forged' | 'garbled' | 'busy' | 'never connected';
}

/** A plan for a wallet and the network in front of it. */
interface Plan {
  readonly decision: '0000' | '1205' | 'never';
  readonly decidedAfterMs: number;
  readonly weather: readonly Weather[];
  readonly cancelAtMs: number | undefined;
}

const WEATHER: fc.Arbitrary<Weather> = fc.record({
  arrives: fc.boolean(),
  delayMs: fc.constantFrom(0, 100, 3_000, 9_000, 20_000),
  answer: fc.constantFrom('whole', 'whole', 'whole', 'lost', 'forged', 'garbled', 'busy', 'never connected'),
});

const PLAN: fc.Arbitrary<Plan> = fc.record({
  decision: fc.constantFrom('0000', '1205', 'never'),
  decidedAfterMs: fc.constantFrom(0, 2_000, 30_000, 70_000, 100_000),
  weather: fc.array(WEATHER, { maxLength: 40 }),
  cancelAtMs: fc.option(fc.constantFrom(0, 5_000, 20_000, 61_000), { nil: undefined }),
});

const FINE: Weather = { arrives: true, delayMs: 0, answer: 'whole' };

/** A gateway that keeps the law: one charge for an order number, a final state never changes. */
class ModelGateway {
  readonly #plan: Plan;
  readonly #nowMs: () => number;
  #takenAtMs: number | undefined;
  #reversedAtMs: number | undefined;

  constructor(plan: Plan, nowMs: () => number) {
    this.#plan = plan;
    this.#nowMs = nowMs;
  }

  /** The state of the order; `undefined` while the gateway does not know it. */
  get state(): string | undefined {
    if (this.#takenAtMs === undefined) return undefined;
    const { decision, decidedAfterMs } = this.#plan;
    const decidedAtMs = decision === 'never' ? Number.POSITIVE_INFINITY : this.#takenAtMs + decidedAfterMs;
    if (this.#reversedAtMs !== undefined && this.#reversedAtMs < decidedAtMs) return '1142';
    return this.#nowMs() >= decidedAtMs ? decision : '1143';
  }

  take(call: HeardCall): Reply {
    if (call.path === '/trade/v1/payment') {
      this.#takenAtMs ??= this.#nowMs();
      return { members: stateOfCall(call, this.state ?? '1145') };
    }
    if (call.path === '/trade/v1/query') return foundAs(call, this.state);
    if (this.state === undefined) return { members: { respcd: '1268' } };
    if (this.state === '1143') this.#reversedAtMs ??= this.#nowMs();
    return { members: { respcd: this.state === '0000' ? '1260' : '0000' } };
  }
}

function through(weather: Weather, call: HeardCall, model: ModelGateway): Reply {
  const { answer, delayMs, arrives } = weather;
  if (answer === 'never connected') return { failure: 'refused' };
  if (answer === 'busy') {
    return { members: { respcd: '1297' }, status: 429, headers: { 'retry-after': '2' } };
  }
  if (!arrives) return { failure: 'reset', afterMs: delayMs };
  const reply = model.take(call);
  if (answer === 'lost' || typeof reply === 'string' || !('members' in reply)) {
    return { failure: 'reset', afterMs: delayMs };
  }
  if (answer === 'garbled') return { body: '<html>', status: 502, afterMs: delayMs };
  if (answer === 'forged') {
    // Says the opposite, and cannot be signed.
    const respcd = reply.members['respcd'] === '0000' ? '1205' : '0000';
    return { members: stateOfCall(call, respcd), signature: 'wrong', afterMs: delayMs };
  }
  return { ...reply, afterMs: delayMs };
}

function truthOf({ outcome }: PayResult): string | undefined {
  return { paid: '0000', declined: '1205', reversed: '1142', unresolved: undefined }[outcome];
}

describe('whatever the network does', () => {
  it('no verdict is given that is not the state of the gateway, and none is changed', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(PLAN, async (plan) => {
        let model: ModelGateway | undefined;
        let calls = 0;
        const till = tillWith((call) => {
          model ??= new ModelGateway(plan, () => till.gateway.clock.monotonicMs());
          calls += 1;
          return through(plan.weather[calls - 1] ?? FINE, call, model);
        });
        const cancel = new AbortController();
        if (plan.cancelAtMs !== undefined) till.gateway.clock.after(plan.cancelAtMs, () => cancel.abort());
        const { clock } = till.gateway;
        let result = await clock.until(till.client.pay(TEST_ORDER, { cancel: cancel.signal }));
        seen.add(result.outcome);
        const contents = till.gateway.callsOf('/trade/v1/payment').map(({ content }) => content);
        expect(new Set(contents).size).toBeLessThanOrEqual(1);
        if (result.outcome === 'unresolved') {
          expect(clock.monotonicMs()).toBeGreaterThanOrEqual(180_000);
          expect(clock.monotonicMs()).toBeLessThan(200_000);
          const { orderNumber } = result.attempt;
          result = await clock.until(till.client.settle(orderNumber));
        }
        const state = model?.state;
        if (result.outcome === 'declined' && result.verdict.kind === 'not_begun') {
          expect(state).toBeUndefined();
        } else {
          expect(state).toBe(truthOf(result) ?? '1143');
        }
        expect(clock.waiting).toBeLessThanOrEqual(1);
      }),
      { numRuns: 400 },
    );
    expect([...seen].sort()).toEqual(['declined', 'paid', 'reversed', 'unresolved']);
  });

  it('a network that is cut for up to 30 s leaves the right verdict within 65 s', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 1, max: 30_000 }),
        fc.constantFrom('refused', 'reset', 'silence' as const),
        fc.constantFrom('0000', '1205' as const),
        async (fromMs, lengthMs, cut, decision) => {
          const plan: Plan = { decision, decidedAfterMs: 3_000, weather: [], cancelAtMs: undefined };
          const holder: { model?: ModelGateway } = {};
          const till = tillWith((call) => {
            holder.model ??= new ModelGateway(plan, () => till.gateway.clock.monotonicMs());
            const isCut = call.atMs >= fromMs && call.atMs < fromMs + lengthMs;
            if (!isCut) return holder.model.take(call);
            return cut === 'silence' ? 'silence' : { failure: cut };
          });
          const result = await till.gateway.clock.until(till.client.pay(TEST_ORDER));
          expect(truthOf(result)).toBe(decision);
          expect(till.gateway.clock.monotonicMs()).toBeLessThanOrEqual(65_000);
        },
      ),
      { numRuns: 200 },
    );
  });
});
