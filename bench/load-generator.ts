/** The load generator as a process of its own: takes one plan from its parent, carries it out, tells the result. */
import { Load } from './load.ts';
import type { GeneratorMessage, LoadPlan } from './load-plan.ts';

// A parent that is gone wants no load any more.
process.once('disconnect', () => process.exit(1));
process.once('message', (message) => {
  void carryOut(message as LoadPlan).then((answer) => {
    process.send?.(answer, () => process.exit(0));
  });
});

async function carryOut(plan: LoadPlan): Promise<GeneratorMessage> {
  try {
    return { result: await new Load(plan, Date.now()).run() };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
