import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { writeForm } from '../form/write-form.ts';
import type { SignedRequest } from '../signature/request-signature-v2.ts';
import { joined, sampleRequest, sorted } from './test-requests.ts';
import type { SeededChoice } from './test-seeded-choice.ts';

/** A request of the newer form and the secret of its sender. */
export interface TimestampedSample {
  readonly request: SignedRequest;
  readonly key: string;
  readonly fields: readonly (readonly [string, string])[];
}

/** One kind of mistake: clients that make it, and the causes that may be named for it. */
export interface MistakenTimestampedClient {
  readonly kind: string;
  readonly causes: readonly string[];
  send(
    sample: TimestampedSample,
    choice: SeededChoice,
  ): { readonly signature: string; readonly otherKeys?: readonly { name: string; key: string }[] };
}

/** A request as our clients send them. */
export function sampleTimestamped(choice: SeededChoice): TimestampedSample {
  const { fields, key, appCode } = sampleRequest(choice);
  return {
    fields,
    key,
    request: {
      method: 'POST',
      path: choice.of(['/trade/v1/payment', '/trade/v1/refund', '/trade/v1/reversal']),
      appCode,
      timestamp: String(1_772_704_801 + choice.below(1_000_000)),
      nonce: `n2-${choice.hex(16)}-${choice.digits(6)}`,
      content: Buffer.from(writeForm(fields)),
    },
  };
}

interface Parts {
  readonly lines: readonly string[];
  readonly secret: Uint8Array;
}

function secretOf(key: string, salt: string, info: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, salt, info, 32));
}

function partsOf({ request, key }: TimestampedSample): Parts {
  const { method, path, appCode, timestamp, nonce, content } = request;
  return {
    lines: ['QF2', method, path, appCode, timestamp, nonce, sha256(content)],
    secret: secretOf(key, appCode, 'QF2 request'),
  };
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function hmac(secret: string | Uint8Array, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** The right signature, made with Node's own HKDF. */
export function timestampedSignature(request: SignedRequest, key: string): string {
  const { lines, secret } = partsOf({ request, key, fields: [] });
  return hmac(secret, lines.join('\n'));
}

/** A client that writes one line differently. */
function lineClient(
  kind: string,
  causes: readonly string[],
  index: number,
  write: (line: string, sample: TimestampedSample, choice: SeededChoice) => string,
): MistakenTimestampedClient {
  return {
    kind,
    causes,
    send(sample, choice) {
      const { lines, secret } = partsOf(sample);
      const written = lines.map((line, each) => (each === index ? write(line, sample, choice) : line));
      return { signature: hmac(secret, written.join('\n')) };
    },
  };
}

/** A client that hashes another body. */
function bodyClient(kind: string, write: (sample: TimestampedSample) => string): MistakenTimestampedClient {
  return lineClient(kind, ['other_body'], 6, (_line, sample) => sha256(write(sample)));
}

/** Every kind of mistaken client of the newer form. */
export const MISTAKEN_TIMESTAMPED_CLIENTS: readonly MistakenTimestampedClient[] = [
  lineClient('method in lower case', ['other_method'], 1, (line) => line.toLowerCase()),
  lineClient('another method', ['other_method'], 1, () => 'GET'),
  lineClient('path of another call', ['other_path'], 2, () => '/trade/v1/query'),
  lineClient('path with query, slash or prefix', ['other_path'], 2, (line, _sample, choice) =>
    choice.of([`${line}/`, `/api${line}`, line.slice(1)]),
  ),
  lineClient('time in milliseconds', ['other_timestamp'], 4, (line) => `${line}000`),
  lineClient('clock read twice', ['other_timestamp'], 4, (line, _sample, choice) =>
    String(Number(line) + choice.of([1, -1, 2, 3])),
  ),
  lineClient('nonce in another form', ['other_nonce'], 5, (line, _sample, choice) =>
    choice.of([line.toLowerCase(), line.replaceAll('-', '')]),
  ),
  {
    kind: 'time and nonce mixed up',
    causes: ['time_and_nonce_swapped'],
    send(sample) {
      const { lines, secret } = partsOf(sample);
      const [version = '', method = '', path = '', appCode = '', time = '', nonce = '', hash = ''] = lines;
      return { signature: hmac(secret, [version, method, path, appCode, nonce, time, hash].join('\n')) };
    },
  },
  lineClient('body itself instead of its hash', ['last_line'], 6, (_line, { request }) =>
    Buffer.from(request.content).toString(),
  ),
  lineClient('hash of the body in capitals', ['last_line'], 6, (line) => line.toUpperCase()),
  bodyClient('body serialised anew with +', ({ fields }) =>
    new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString(),
  ),
  bodyClient('body sorted', ({ fields }) => writeForm(sorted(fields))),
  bodyClient('body not encoded', ({ fields }) => joined(fields)),
  bodyClient('body as JSON', ({ fields }) => JSON.stringify(Object.fromEntries(fields))),
  bodyClient('body with a line end', ({ request }) => `${Buffer.from(request.content).toString()}\n`),
  {
    kind: 'lines joined otherwise',
    causes: ['lines_joined_otherwise'],
    send(sample, choice) {
      const { lines, secret } = partsOf(sample);
      const texts = [`${lines.join('\n')}\n`, lines.join('\r\n'), lines.join(''), lines.slice(1).join('\n')];
      return { signature: hmac(secret, choice.of(texts)) };
    },
  },
  {
    kind: 'key not derived',
    causes: ['key_not_derived'],
    send(sample) {
      return { signature: hmac(sample.key, partsOf(sample).lines.join('\n')) };
    },
  },
  {
    kind: 'key derived for answers, or with salt and key swapped',
    causes: ['key_for_answers', 'key_derived_otherwise'],
    send(sample, choice) {
      const { key, request } = sample;
      const secret = choice.of([
        secretOf(key, request.appCode, 'QF2 answer'),
        secretOf(request.appCode, key, 'QF2 request'),
        secretOf(key, '', 'QF2 request'),
      ]);
      return { signature: hmac(secret, partsOf(sample).lines.join('\n')) };
    },
  },
  {
    kind: 'key of another app code',
    causes: ['other_key'],
    send({ request }, choice) {
      const other = { name: 'production', key: choice.hex(32) };
      return { signature: timestampedSignature(request, other.key), otherKeys: [other] };
    },
  },
  {
    kind: 'signed in the older form',
    causes: ['older_form'],
    send: ({ fields, key }) => ({ signature: sha256(joined(sorted(fields)) + key) }),
  },
  {
    kind: 'base64 instead of hex',
    causes: ['base64'],
    send: ({ request, key }) => ({
      signature: Buffer.from(timestampedSignature(request, key), 'hex').toString('base64'),
    }),
  },
];
