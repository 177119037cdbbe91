import { isAscii } from 'node:buffer';
import { type FormParameter, type FormResult, parseForm, parseFormText } from '@opencpm/protocol';

/** The parts of an HTTP request the contract speaks of. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  /** `X-QF-APPCODE`, when sent. */
  readonly appCode: string | undefined;
  /** `X-QF-SIGN`, when sent. */
  readonly signature: string | undefined;
  /** `X-QF-SIGNTYPE`, when sent. */
  readonly signType: string | undefined;
  /** `X-QF-TIMESTAMP`, when sent. */
  readonly timestamp?: string | undefined;
  /** `X-QF-NONCE`, when sent. */
  readonly nonce?: string | undefined;
  readonly contentType: string | undefined;
  /** The query string without its `?`. */
  readonly query: string;
  readonly body: Uint8Array;
}

/** Parameters of a request, or why they cannot be read. */
export type WireParameters =
  | { readonly ok: true; readonly parameters: readonly FormParameter[] }
  | { readonly ok: false; readonly message: string };

const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * Reads the parameters from the one place they stand in: the query string of a GET, the body of a POST, or the query
 * string of a POST without a body. Both at once would give two readings of one signature.
 */
export function readParameters(request: WireRequest): WireParameters {
  const { method, query, body, contentType } = request;
  if (method === 'GET' && body.length > 0)
    return refuse('a GET carries its parameters in the query string, not in a body');
  if (query !== '' && body.length > 0)
    return refuse('parameters stand in the body or in the query string, not in both');
  if (body.length > 0 && contentType !== undefined && !isForm(contentType)) {
    return refuse(`Content-Type must be ${FORM_TYPE}`);
  }
  const form = body.length > 0 ? parseBody(body) : parseFormText(query);
  if (form.ok) return form;
  return refuse(form.field === undefined ? form.problem : `${form.field}: ${form.problem}`);
}

/**
 * A text decoder makes strings of two bytes a character, even of ASCII, and every step after it pays for that: digest,
 * comparison, database. Bodies are ASCII unless a client encodes nothing.
 */
function parseBody(body: Uint8Array): FormResult {
  if (!isAscii(body)) return parseForm(body);
  return parseFormText(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
}

function isForm(contentType: string): boolean {
  const [type = ''] = contentType.split(';', 1);
  return type.trim().toLowerCase() === FORM_TYPE;
}

function refuse(message: string): WireParameters {
  return { ok: false, message };
}
