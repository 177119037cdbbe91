import type { FormParameter, FormProblem } from '../form/form-parameter.ts';

const PLAUSIBLE_NAME = /^[A-Za-z]/;

/**
 * Refuses parameters that are neither known to the call nor named as an API would name them. Unknown names are
 * tolerated for the sake of older clients; none of them begins with a digit or an underscore, and `__proto__` means
 * harm.
 *
 * @param listed the names the call knows.
 */
export function findStrangeName(
  parameters: readonly FormParameter[],
  listed: ReadonlySet<string>,
): FormProblem | undefined {
  const strange = parameters.find(({ name }) => !listed.has(name) && !PLAUSIBLE_NAME.test(name));
  return strange === undefined
    ? undefined
    : { field: strange.name, problem: 'is no parameter of this call; a name begins with a letter' };
}
