/** The load generator as a process of its own: takes one plan from its parent, carries it out, tells the results. */
import { Lane } from './lane.ts';
import type { GeneratorMessage, LoadPlan } from './load-plan.ts';

// A parent that is gone wants no load any more.
process.once('disconnect', () => process.exit(1));
process.once('message', (message) => {
  void answerTo(message as LoadPlan).then((answer) => process.send?.(answer, () => process.exit(0)));
});

async function answerTo(plan: LoadPlan): Promise<GeneratorMessage> {
  try {
    const lanes = plan.lanes.map((lane) => new Lane(lane, plan.connections, Date.now()));
    await carryOut(plan, lanes);
    return { lanes: lanes.map((lane) => lane.finish()) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

async function carryOut(plan: LoadPlan, lanes: readonly Lane[]): Promise<void> {
  for (const lane of lanes) await lane.load(plan.warmUpMs, false);
  for (let cycle = 0; cycle < plan.cycles; cycle += 1) {
    // There and back, so that none is always the one after a certain other.
    for (const lane of cycle % 2 === 0 ? lanes : lanes.toReversed()) await lane.load(plan.sliceMs, true);
  }
}
