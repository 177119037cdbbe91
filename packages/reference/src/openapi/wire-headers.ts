import { HMAC_SIGN_TYPE, SIGN_TYPES, TIMESTAMP_TOLERANCE_SECONDS } from '@opencpm/protocol';
import type { Header, Parameter, Reference } from './document-types.ts';

const SIGN_TYPE_SCHEMA = { type: 'string', enum: SIGN_TYPES } as const;

/** Headers of a signed request beside app code and signature, which are the security schemes. */
export const REQUEST_HEADERS: Readonly<Record<string, Parameter>> = {
  SignType: {
    name: 'X-QF-SIGNTYPE',
    in: 'header',
    required: false,
    description:
      'How the request is signed, in either letter case; `MD5` when absent. New clients use `HMAC-SHA256`, which also covers method, path, time and a nonce.',
    schema: SIGN_TYPE_SCHEMA,
    example: 'SHA256',
  },
  Timestamp: {
    name: 'X-QF-TIMESTAMP',
    in: 'header',
    required: false,
    description: `For \`${HMAC_SIGN_TYPE}\` alone, and mandatory there: seconds since 1970-01-01 UTC, at most ${TIMESTAMP_TOLERANCE_SECONDS} s from the gateway's clock.`,
    schema: { type: 'string', pattern: '^[0-9]{1,12}$' },
  },
  Nonce: {
    name: 'X-QF-NONCE',
    in: 'header',
    required: false,
    description: `For \`${HMAC_SIGN_TYPE}\` alone, and mandatory there: fresh for every try, a repeat included.`,
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,64}$' },
  },
};

/** Headers of answers. */
export const ANSWER_HEADERS: Readonly<Record<string, Header>> = {
  'X-QF-SIGN': {
    description:
      'Signature of the answer, made as the request was signed: the digest of the body exactly as received followed by the key, in upper-case hex; for `HMAC-SHA256` lower-case hex over status, app code, timestamp, nonce and body. An answer without it proves nothing.',
    schema: { type: 'string', pattern: '^(?:[0-9A-F]{32}|[0-9A-F]{64}|[0-9a-f]{64})$' },
  },
  'X-QF-SIGNTYPE': {
    description: 'How the answer is signed; `MD5` when absent.',
    schema: { type: 'string', enum: SIGN_TYPES.filter((word) => word !== 'MD5') },
  },
  'X-QF-TIMESTAMP': {
    description: 'With `HMAC-SHA256`: seconds since 1970-01-01 UTC.',
    schema: { type: 'string', pattern: '^[0-9]{1,12}$' },
  },
  'X-QF-NONCE': {
    description:
      'With `HMAC-SHA256`: the nonce of the request; empty when it brought none that is well-formed.',
    schema: { type: 'string', pattern: '^(?:[A-Za-z0-9_-]{16,64})?$' },
  },
  'Retry-After': {
    description: 'Seconds to wait before the same request is sent again.',
    schema: { type: 'string', pattern: '^[1-9][0-9]*$' },
  },
  Allow: {
    description: 'The methods the path takes.',
    schema: { type: 'string', pattern: '^(?:GET|POST)(?:, (?:GET|POST))*$' },
  },
};

/** References to headers of answers, by their names. */
export function answerHeaders(...names: readonly string[]): Readonly<Record<string, Reference>> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Headers a signature brings. */
export const SIGNATURE_HEADERS = ['X-QF-SIGN', 'X-QF-SIGNTYPE', 'X-QF-TIMESTAMP', 'X-QF-NONCE'] as const;
