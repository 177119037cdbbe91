import { type FormParameter, type FormResult, isParameterName } from './form-parameter.ts';

/** More parameters than any documented client sends; a larger number is an attack or a mistake. */
export const PARAMETERS_MAX = 64;

const ESCAPES = /(?:%[0-9A-Fa-f]{2})+/g;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads `application/x-www-form-urlencoded` bytes, keeping each value both decoded and as sent, because clients
 * sign one or the other (contract section 3.2).
 *
 * Undecodable bytes, repeated names and odd names are refused instead of repaired: each would let two different
 * bodies share one signature. A `%` that starts no escape stands for itself, as clients that encode nothing send it.
 */
export function parseForm(bytes: Uint8Array): FormResult {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return refuse(undefined, 'the parameters are not valid UTF-8');
  }
  return parseFormText(text);
}

/** As {@link parseForm}, for the text of a query string without its `?`. */
export function parseFormText(text: string): FormResult {
  const parameters: FormParameter[] = [];
  const names = new Set<string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    if (parameters.length === PARAMETERS_MAX) {
      return refuse(undefined, `more than ${PARAMETERS_MAX} parameters`);
    }
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const raw = equals < 0 ? '' : pair.slice(equals + 1);
    if (name === undefined || !isParameterName(name)) return refuse(undefined, nameProblem(text, parameters));
    const value = decode(raw);
    if (value === undefined) return refuse(name, 'is not valid UTF-8 after percent-decoding');
    if (names.has(name)) return refuse(name, 'is given more than once');
    names.add(name);
    parameters.push({ name, value, raw });
  }
  return { ok: true, parameters };
}

/** Why there is no name where one is expected, with the usual mistake behind it. */
function nameProblem(text: string, before: readonly FormParameter[]): string {
  const rule = 'a parameter name must be 1 to 32 letters, digits or _';
  const last = before.at(-1);
  if (last !== undefined) return `behind ${last.name}: ${rule}; write an & within a value as %26`;
  return /^\s*[{[]/.test(text)
    ? 'the parameters are JSON; send them form-encoded: txamt=1050&txcurrcd=HKD'
    : rule;
}

function decode(raw: string): string | undefined {
  const spaced = raw.includes('+') ? raw.replaceAll('+', ' ') : raw;
  if (!spaced.includes('%')) return spaced;
  try {
    return spaced.replace(ESCAPES, decodeURIComponent);
  } catch {
    return undefined;
  }
}

function refuse(field: string | undefined, problem: string): FormResult {
  return { ok: false, field, problem };
}
