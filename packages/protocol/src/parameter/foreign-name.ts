import type { FormParameter, FormProblem } from '../form/form-parameter.ts';

/**
 * Refuses parameters that mark the request of another call. The older forms do not sign method and path, so a request that
 * was captured there would carry a valid signature here.
 *
 * @param foreign names that no request of this call carries.
 * @param problem the end of a sentence that begins with the name.
 */
export function findForeignName(
  parameters: readonly FormParameter[],
  foreign: ReadonlySet<string>,
  problem: string,
): FormProblem | undefined {
  const found = parameters.find(({ name }) => foreign.has(name));
  return found === undefined ? undefined : { field: found.name, problem };
}
