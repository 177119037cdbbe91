import { type FormParameter, type FormProblem, isParameterName } from '../form/form-parameter.ts';
import { isSignedName, signedParameters } from './string-to-sign.ts';

/** A web address: its query holds `&` and `=` by nature. */
const WEB_ADDRESS = /^https?:\/\//i;

/**
 * Refuses parameter lists whose joined text another list could also produce. `name=value` pairs joined with `&` carry
 * no escaping, so `goods_name=tea&mchid=M2` may be one value or two parameters under one signature. With a closed
 * list of names, at most one reading per signed text is accepted:
 *
 * - no value holds `&name=` with a listed name;
 * - a name outside the list is tolerated only while no value holds `&` at all;
 * - no value falls apart into itself and parameters outside the list, in the order of signing. Else a captured refund
 *   `out_trade_no=R1&reason=late` would also be a refund with the order number `R1&reason=late`.
 *
 * Web addresses are free of the third rule, or an ordinary query such as `?store=7&order=8` could not be sent. Two
 * readings of such a text differ in the end of that query and in nothing else that has a meaning.
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
  const stranger = signed.find(({ name }) => !listed.has(name));
  // An empty value may be missing from the text that was signed, so it does not part its neighbours.
  const filled = signed.filter(({ value }) => value !== '');
  for (const [index, { name, value }] of filled.entries()) {
    if (!value.includes('&')) continue;
    if (stranger !== undefined) {
      return { field: name, problem: `may not contain & beside the unknown parameter ${stranger.name}` };
    }
    const imitated = value.split('&').slice(1).map(nameBefore);
    const known = imitated.find((candidate) => listed.has(candidate));
    if (known !== undefined) {
      return { field: name, problem: `may not contain "&${known}=", which begins another parameter` };
    }
    if (!WEB_ADDRESS.test(value) && fallsApart(name, imitated, filled[index + 1]?.name)) {
      return {
        field: name,
        problem: 'may not contain & followed by a name and =, which begins another parameter',
      };
    }
  }
  return undefined;
}

/** The text before the first `=`, or the empty text, which is no name. */
function nameBefore(part: string): string {
  return part.slice(0, Math.max(0, part.indexOf('=')));
}

/** Whether all imitated names could stand as signed parameters between this one and the next. */
function fallsApart(name: string, imitated: readonly string[], next: string | undefined): boolean {
  let previous = name;
  for (const candidate of imitated) {
    if (!isParameterName(candidate) || !isSignedName(candidate) || candidate <= previous) return false;
    previous = candidate;
  }
  return next === undefined || previous < next;
}
