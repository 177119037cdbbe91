import { WireRefusal } from './wire-refusal.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the body of a request: JSON, without characters that the wallet's database does not hold.
 *
 * @throws WireRefusal 400.
 */
export function readJson(body: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(UTF8.decode(body));
  } catch {
    throw new WireRefusal(400, 'PARAM_ERROR', 'the body is not a legal JSON text in UTF-8');
  }
  // Written anew, so that escaped ones are found as well.
  if (/[\u{10000}-\u{10ffff}]/u.test(JSON.stringify(value))) {
    throw new WireRefusal(400, 'PARAM_ERROR', 'characters of more than three bytes in UTF-8 are not taken');
  }
  return value;
}
