import type { FormParameter, FormProblem } from '../form/form-parameter.ts';
import { signedParameters } from './string-to-sign.ts';

/**
 * Refuses parameter lists whose joined text another list could also produce. `name=value` pairs joined with `&` carry
 * no escaping, so `goods_name=tea&mchid=M2` may be one value or two parameters under one signature. With a closed
 * list of names, at most one reading per signed text is accepted:
 *
 * - no value holds `&name=` with a listed name;
 * - a name outside the list is tolerated only while no value holds `&` at all.
 *
 * @param listed the names the call knows.
 * @returns the first offence, or `undefined`.
 */
export function findAmbiguity(
  parameters: readonly FormParameter[],
  listed: ReadonlySet<string>,
): FormProblem | undefined {
  if (!parameters.some(({ value }) => value.includes('&'))) return undefined;
  const signed = signedParameters(parameters);
  const joined = signed.filter(({ value }) => value.includes('&'));
  const stranger = signed.find(({ name }) => !listed.has(name));
  for (const { name, value } of joined) {
    if (stranger !== undefined) {
      return { field: name, problem: `may not contain & beside the unknown parameter ${stranger.name}` };
    }
    for (const part of value.split('&').slice(1)) {
      const equals = part.indexOf('=');
      const imitated = equals < 0 ? '' : part.slice(0, equals);
      if (listed.has(imitated)) return { field: name, problem: `may not contain "&${imitated}="` };
    }
  }
  return undefined;
}
