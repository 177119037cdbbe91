import { startChild } from './child-process.ts';
import type { GeneratorMessage, LoadPlan, LoadResult } from './load-plan.ts';

/**
 * Carries out a load from a process of its own.
 *
 * @throws Error when the generator could not measure.
 */
export async function generateLoad(plan: LoadPlan): Promise<LoadResult> {
  const { answer } = await startChild('./load-generator.ts', plan);
  const told = answer as GeneratorMessage;
  if ('failure' in told) throw new Error(`load generator: ${told.failure}`);
  return told.result;
}
