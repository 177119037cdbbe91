import { parseForm } from '../form/parse-form.ts';
import type { NamedKey } from './signing-mistake.ts';
import { upperHex, utf8Bytes } from './signing-plan.ts';
import { bodyForms, textOf } from './timestamped-bodies.ts';
import { derived, lowerHex, type TimestampedPlan } from './timestamped-plan.ts';

/** A mistake people make when they sign with time and nonce. */
export interface TimestampedMistake {
  /** Short name, stable, for programs. */
  readonly id: string;
  /** What was done, as a sentence without a full stop. */
  readonly text: string;
  /** What to do instead, as a sentence. */
  readonly mend: string;
  /** What it changes, one entry for each form, each with its particular. */
  forms(
    plan: TimestampedPlan,
    facts: TimestampedFacts,
  ): readonly (readonly [particular: string, change: Partial<TimestampedPlan>])[];
}

/** What is known beside the request. */
export interface TimestampedFacts {
  readonly otherKeys: readonly NamedKey[];
}

const CALLS = [
  '/trade/v1/payment',
  '/trade/v1/query',
  '/trade/v1/refund',
  '/trade/v1/reversal',
  '/trade/v1/close',
  '/trade/v1/add_note',
  '/download/v1/trade_bill',
];
const TRUNK = 'The path is that of the call, from /trade or /download on, without host and query string.';
const SAME_TIME = 'Sign the very text that X-QF-TIMESTAMP carries: seconds since 1970, in digits.';
const SAME_BYTES = 'Hash the bytes that leave: write the body once, sign it, send it as it is.';
const DERIVE =
  'Derive the key: HKDF-SHA256, client key as key material, app code as salt, "QF2 request" as info.';
const LINES =
  'Seven lines, parted by one line feed, none at the end: QF2, method, path, app code, time, nonce, hash.';
const LAST_LINE = 'The last line is the SHA-256 of the body in 64 lower-case hex digits.';
const CLOCK_SECONDS = [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 28_800, -28_800, 3600, -3600];

type Form = readonly [particular: string, change: Partial<TimestampedPlan>];

function oneForm(
  id: string,
  text: string,
  mend: string,
  change: (plan: TimestampedPlan) => Partial<TimestampedPlan>,
): TimestampedMistake {
  return { id, text, mend, forms: (plan) => [['', change(plan)]] };
}

/** Every known mistake, the most usual of each step first. */
export const TIMESTAMPED_MISTAKES: readonly TimestampedMistake[] = [
  oneForm('key_not_derived', 'The client key itself was used as the key', DERIVE, () => ({
    derive: ({ key }) => utf8Bytes(key),
  })),
  oneForm('key_for_answers', 'The key for answers was used', DERIVE, () => ({
    derive: derived('QF2 answer'),
  })),
  {
    id: 'key_derived_otherwise',
    text: 'The key was derived in another way',
    mend: DERIVE,
    forms: () => [
      ['salt and key material changed places', { derive: swappedDerivation }],
      ['without the byte 1 behind the info', { derive: derivationWithoutCounter }],
      ['only the first step, without the info', { derive: extractionOnly }],
      [
        'without a salt',
        { derive: ({ key }, hashes) => derived('QF2 request')({ key, appCode: '' }, hashes) },
      ],
    ],
  },
  {
    id: 'other_key',
    text: 'It was signed with another key than the one given here',
    mend: 'Use the key of the app code that stands in X-QF-APPCODE, and of the same environment.',
    forms: (_plan, { otherKeys }) => otherKeys.map(({ name, key }) => [`that of ${name}`, { key }]),
  },
  {
    id: 'key_with_blanks',
    text: 'The key was used with a blank or a line end around it',
    mend: 'Use the key exactly as it was issued.',
    forms: ({ key }) =>
      [`${key}\n`, `${key}\r\n`, `${key} `, ` ${key}`].map((used) => ['', { key: used }] as const),
  },
  {
    id: 'older_form',
    text: 'It was signed in the older form, a digest of text and key',
    mend: 'Send X-QF-SIGNTYPE: SHA256 with it, or sign the seven lines.',
    forms: olderForms,
  },
  {
    id: 'other_path',
    text: 'Another path was signed than was called',
    mend: TRUNK,
    forms: ({ path, content }) => [
      ...CALLS.filter((call) => call !== path).map((call): Form => [call, { path: call }]),
      ['with a slash at its end', { path: `${path}/` }],
      ['without the slash in front', { path: path.slice(1) }],
      ['with the query string', { path: `${path}?${textOf(content)}` }],
      ['with a question mark', { path: `${path}?` }],
      ['percent-encoded', { path: encodeURIComponent(path) }],
      ['in upper case', { path: path.toUpperCase() }],
      ['behind /api', { path: `/api${path}` }],
      ['without its first part', { path: path.replace(/^\/\w+/, '') }],
      ['empty', { path: '' }],
    ],
  },
  {
    id: 'other_method',
    text: 'Another method was signed than was sent',
    mend: 'Sign the method of the request in capital letters: GET or POST.',
    forms: ({ method }) => [
      ['in lower case', { method: method.toLowerCase() }],
      [method === 'GET' ? 'POST' : 'GET', { method: method === 'GET' ? 'POST' : 'GET' }],
      ['PUT', { method: 'PUT' }],
    ],
  },
  {
    id: 'other_timestamp',
    text: 'Another time was signed than X-QF-TIMESTAMP carries',
    mend: SAME_TIME,
    forms: ({ timestamp }) => [
      ['in milliseconds', { timestamp: `${timestamp}000` }],
      ['in seconds, and sent in milliseconds', { timestamp: timestamp.slice(0, -3) }],
      ['with decimals', { timestamp: `${timestamp}.0` }],
      ['as a date', { timestamp: isoOf(timestamp) }],
      ['as a date with milliseconds', { timestamp: isoOf(timestamp).replace('Z', '.000Z') }],
      ...CLOCK_SECONDS.map((seconds): Form => {
        const other = String(Number(timestamp) + seconds);
        return [`${seconds > 0 ? '+' : ''}${seconds} s`, { timestamp: other }];
      }),
      ['left empty', { timestamp: '' }],
    ],
  },
  oneForm('time_and_nonce_swapped', 'Time and nonce changed places', LINES, ({ timestamp, nonce }) => ({
    timestamp: nonce,
    nonce: timestamp,
  })),
  {
    id: 'other_nonce',
    text: 'Another form of the nonce was signed than X-QF-NONCE carries',
    mend: 'Make the nonce once, and use that text for both the signature and the header.',
    forms: ({ nonce }) => [
      ['in lower case', { nonce: nonce.toLowerCase() }],
      ['in upper case', { nonce: nonce.toUpperCase() }],
      ['without its hyphens', { nonce: nonce.replaceAll('-', '') }],
      ['left empty', { nonce: '' }],
    ],
  },
  {
    id: 'other_app_code',
    text: 'Another form of the app code was signed than X-QF-APPCODE carries',
    mend: 'Sign the app code as the header carries it.',
    forms: ({ appCode, key }) => [
      ['in lower case', { appCode: appCode.toLowerCase(), derive: fixedCode(appCode) }],
      ['in lower case, for the key as well', { appCode: appCode.toLowerCase() }],
      ['left empty', { appCode: '', derive: fixedCode(appCode) }],
      ['the client key instead', { appCode: key, derive: fixedCode(appCode) }],
    ],
  },
  {
    id: 'other_body',
    text: 'Another body was signed than was sent',
    mend: SAME_BYTES,
    forms: ({ content }) => bodyForms(content).map(([what, bytes]): Form => [what, { content: bytes }]),
  },
  {
    id: 'last_line',
    text: 'The last line is not the hash of the body as it should be',
    mend: LAST_LINE,
    forms: () => [
      ['in upper case', { contentLine: (bytes, hashes) => upperHex(hashes.digest('SHA256', bytes)) }],
      ['the body itself', { contentLine: textOf }],
      ['in base64', { contentLine: (bytes, hashes) => base64Of(hashes.digest('SHA256', bytes)) }],
      ['an MD5', { contentLine: (bytes, hashes) => lowerHex(hashes.digest('MD5', bytes)) }],
      [
        'hashed twice',
        {
          contentLine: (bytes, hashes) =>
            lowerHex(hashes.digest('SHA256', utf8Bytes(lowerHex(hashes.digest('SHA256', bytes))))),
        },
      ],
    ],
  },
  {
    id: 'lines_joined_otherwise',
    text: 'The lines were put together in another way',
    mend: LINES,
    forms: () =>
      [
        ['with a line end at the end', (lines: readonly string[]) => `${lines.join('\n')}\n`] as const,
        ['with CR LF', (lines: readonly string[]) => lines.join('\r\n')] as const,
        ['with nothing between them', (lines: readonly string[]) => lines.join('')] as const,
        ['with a backslash and an n', (lines: readonly string[]) => lines.join('\\n')] as const,
        ['with blanks', (lines: readonly string[]) => lines.join(' ')] as const,
        ['with &', (lines: readonly string[]) => lines.join('&')] as const,
        ['with |', (lines: readonly string[]) => lines.join('|')] as const,
        ['without the line QF2', (lines: readonly string[]) => lines.slice(1).join('\n')] as const,
        ['without the app code', (lines: readonly string[]) => lines.toSpliced(3, 1).join('\n')] as const,
        ['without the nonce', (lines: readonly string[]) => lines.toSpliced(5, 1).join('\n')] as const,
        ['without the time', (lines: readonly string[]) => lines.toSpliced(4, 1).join('\n')] as const,
        ['without the method', (lines: readonly string[]) => lines.toSpliced(1, 1).join('\n')] as const,
        ['without the last line', (lines: readonly string[]) => lines.slice(0, -1).join('\n')] as const,
      ].map(([what, join]) => [what, { join }] as const),
  },
  {
    id: 'other_hash',
    text: 'Another hash was used than HMAC-SHA256',
    mend: 'Use HMAC-SHA256 with the derived key and the seven lines.',
    forms: () => [
      [
        'SHA-256 of text and key',
        {
          derive: ({ key }) => utf8Bytes(key),
          hash: (text, key, hashes) => hashes.digest('SHA256', joined(utf8Bytes(text), key)),
        },
      ],
      ['SHA-256 of the text', { hash: (text, _key, hashes) => hashes.digest('SHA256', utf8Bytes(text)) }],
      [
        'the key in hex digits',
        { hash: (text, key, hashes) => hashes.hmac('SHA256', utf8Bytes(lowerHex(key)), utf8Bytes(text)) },
      ],
    ],
  },
];

function swappedDerivation(
  { key, appCode }: { key: string; appCode: string },
  hashes: Parameters<TimestampedPlan['derive']>[1],
): Uint8Array {
  return derived('QF2 request')({ key: appCode, appCode: key }, hashes);
}

const extractionOnly: TimestampedPlan['derive'] = ({ key, appCode }, hashes) =>
  hashes.hmac('SHA256', utf8Bytes(appCode), utf8Bytes(key));

const derivationWithoutCounter: TimestampedPlan['derive'] = (facts, hashes) =>
  hashes.hmac('SHA256', extractionOnly(facts, hashes), utf8Bytes('QF2 request'));

/** Derives with the app code as it stands in the header, whatever stands in the text. */
function fixedCode(appCode: string): TimestampedPlan['derive'] {
  return ({ key }, hashes) => derived('QF2 request')({ key, appCode }, hashes);
}

function olderForms({ content, key }: TimestampedPlan): readonly Form[] {
  const form = parseForm(content);
  if (!form.ok) return [];
  const sorted = form.parameters.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const text = sorted.map(({ name, value }) => `${name}=${value}`).join('&');
  return [
    [
      '',
      { join: () => text + key, hash: (whole, _key, hashes) => hashes.digest('SHA256', utf8Bytes(whole)) },
    ],
    ['with an HMAC', { join: () => text }],
    ['with an HMAC and the client key', { join: () => text, derive: (keys) => utf8Bytes(keys.key) }],
  ];
}

function isoOf(timestamp: string): string {
  const instant = new Date(Number(timestamp) * 1000);
  return Number.isNaN(instant.getTime()) ? '' : instant.toISOString().replace('.000', '');
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
