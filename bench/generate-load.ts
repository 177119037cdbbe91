import { startChild } from './child-process.ts';
import type { GeneratorMessage, LaneResult, LoadPlan } from './load-plan.ts';

/**
 * Carries out a load from a process of its own.
 *
 * @returns one result for each lane of the plan, in its order.
 * @throws Error when the generator could not measure.
 */
export async function generateLoad(plan: LoadPlan): Promise<readonly LaneResult[]> {
  const { answer } = await startChild('./load-generator.ts', plan);
  const told = answer as GeneratorMessage;
  if ('failure' in told) throw new Error(`load generator: ${told.failure}`);
  return told.lanes;
}
