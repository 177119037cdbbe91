import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeByteHashes } from '../node-digest.ts';
import {
  answerTextV2,
  deriveSigningKey,
  isNonce,
  isTimely,
  isTimestamp,
  requestTextV2,
  type SignedRequest,
  signAnswerV2,
  signRequestV2,
  verifyAnswerV2,
  verifyRequestV2,
} from './request-signature-v2.ts';
import { ANSWER_VECTORS_V2, REQUEST_VECTORS_V2, type RequestVectorV2 } from './vectors/signature-vectors.ts';

const utf8 = new TextEncoder();

function requestOf({ method, path, appCode, timestamp, nonce, content }: RequestVectorV2): SignedRequest {
  return { method, path, appCode, timestamp, nonce, content: utf8.encode(content) };
}

it('has its vectors', () => {
  expect(REQUEST_VECTORS_V2).toHaveLength(8);
  expect(ANSWER_VECTORS_V2).toHaveLength(3);
  const signatures = [...REQUEST_VECTORS_V2, ...ANSWER_VECTORS_V2].map(({ signature }) => signature);
  expect(new Set(signatures).size).toBe(11);
});

describe.each(REQUEST_VECTORS_V2)('$id: $title', (vector) => {
  const request = requestOf(vector);
  const { appCode, clientKey, signature } = vector;

  it('has this key, this text and this signature', () => {
    const key = deriveSigningKey(clientKey, appCode, 'QF2 request', nodeByteHashes);
    expect(Buffer.from(key).toString('hex')).toBe(vector.derivedKey);
    expect(requestTextV2(request, nodeByteHashes)).toBe(vector.text);
    expect(signRequestV2(request, clientKey, nodeByteHashes)).toBe(signature);
  });

  it('verifies under whichever key is the right one, in either letter case', () => {
    expect(verifyRequestV2(request, signature, [clientKey, 'other'], nodeByteHashes)).toBe(0);
    expect(verifyRequestV2(request, signature.toUpperCase(), ['other', clientKey], nodeByteHashes)).toBe(1);
    expect(verifyRequestV2(request, signature, ['other'], nodeByteHashes)).toBeUndefined();
    expect(verifyRequestV2(request, signature, [], nodeByteHashes)).toBeUndefined();
  });

  it('has well-formed headers', () => {
    expect([isTimestamp(vector.timestamp), isNonce(vector.nonce)]).toEqual([true, true]);
  });
});

describe.each(ANSWER_VECTORS_V2)('$id: $title', ({ body, ...vector }) => {
  const { status, appCode, timestamp, nonce, clientKey, signature } = vector;
  const answer = { status, appCode, timestamp, nonce, body: utf8.encode(body) };

  it('has this key, this text and this signature', () => {
    const key = deriveSigningKey(clientKey, appCode, 'QF2 answer', nodeByteHashes);
    expect(Buffer.from(key).toString('hex')).toBe(vector.derivedKey);
    expect(answerTextV2(answer, nodeByteHashes)).toBe(vector.text);
    expect(signAnswerV2(answer, clientKey, nodeByteHashes)).toBe(signature);
  });

  it('verifies, and nothing else does', () => {
    expect(verifyAnswerV2(answer, signature, clientKey, nodeByteHashes)).toBe(true);
    for (const other of [
      { ...answer, status: 500 },
      { ...answer, nonce: 'another-nonce-0000' },
      { ...answer, timestamp: '1' },
      { ...answer, body: utf8.encode(`${body} `) },
    ]) {
      expect(verifyAnswerV2(other, signature, clientKey, nodeByteHashes)).toBe(false);
    }
    expect(verifyAnswerV2(answer, signature, 'other', nodeByteHashes)).toBe(false);
  });
});

describe('a signature of the newer form', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9_/-]{1,40}$/);
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST'),
    path: word,
    appCode: word,
    timestamp: fc.stringMatching(/^[0-9]{1,12}$/),
    nonce: fc.stringMatching(/^[A-Za-z0-9_-]{16,64}$/),
    content: fc.uint8Array({ maxLength: 64 }),
  });

  it('stands for exactly one request', () => {
    fc.assert(
      fc.property(request, request, word, (one, other, key) => {
        const signature = signRequestV2(one, key, nodeByteHashes);
        const same = requestTextV2(one, nodeByteHashes) === requestTextV2(other, nodeByteHashes);
        const equal =
          one.method === other.method &&
          one.path === other.path &&
          one.appCode === other.appCode &&
          one.timestamp === other.timestamp &&
          one.nonce === other.nonce &&
          Buffer.from(one.content).equals(other.content);
        expect(same).toBe(equal);
        expect(verifyRequestV2(other, signature, [key], nodeByteHashes)).toBe(equal ? 0 : undefined);
      }),
    );
  });

  it('is lost with any single change', () => {
    const changes: ((given: SignedRequest) => SignedRequest)[] = [
      (given) => ({ ...given, method: given.method === 'GET' ? 'POST' : 'GET' }),
      (given) => ({ ...given, path: `${given.path}/` }),
      (given) => ({ ...given, appCode: `${given.appCode}0` }),
      (given) => ({ ...given, timestamp: `${given.timestamp}0` }),
      (given) => ({ ...given, nonce: `${given.nonce}0` }),
      (given) => ({ ...given, content: new Uint8Array([...given.content, 0]) }),
    ];
    fc.assert(
      fc.property(request, word, fc.constantFrom(...changes), (given, key, change) => {
        const signature = signRequestV2(given, key, nodeByteHashes);
        expect(verifyRequestV2(change(given), signature, [key], nodeByteHashes)).toBeUndefined();
      }),
    );
  });

  it('does not serve for an answer: each purpose has a key of its own', () => {
    const keys = (['QF2 request', 'QF2 answer'] as const).map((purpose) =>
      Buffer.from(deriveSigningKey('K', 'A', purpose, nodeByteHashes)).toString('hex'),
    );
    expect(new Set(keys).size).toBe(2);
  });

  it.each(['', 'ABC', 'G'.repeat(64), 'A'.repeat(65), `${'A'.repeat(64)}\n`])('is not %j', (signature) => {
    const given = {
      method: 'GET',
      path: '/',
      appCode: 'A',
      timestamp: '1',
      nonce: 'n',
      content: new Uint8Array(),
    };
    expect(verifyRequestV2(given, signature, ['K'], nodeByteHashes)).toBeUndefined();
  });
});

describe('its headers', () => {
  it.each(['', '-1', '1.5', '1e9', ' 1', '1 ', '+1', '0x1', '1'.repeat(13), '１', '1\n'])(
    'X-QF-TIMESTAMP is not %j',
    (text) => expect(isTimestamp(text)).toBe(false),
  );

  it.each([
    '',
    'a'.repeat(15),
    'a'.repeat(65),
    `${'a'.repeat(16)} `,
    'a b c d e f g h i',
    'ä'.repeat(16),
    `${'a'.repeat(16)}\n`,
  ])('X-QF-NONCE is not %j', (text) => expect(isNonce(text)).toBe(false));

  it('a time is timely within 300 seconds, either way', () => {
    const nowMs = 1_772_704_800_000;
    for (const [seconds, timely] of [
      [0, true],
      [300, true],
      [-300, true],
      [301, false],
      [-301, false],
      [1_000_000, false],
    ] as const) {
      expect(isTimely(String(1_772_704_800 + seconds), nowMs)).toBe(timely);
    }
    expect(isTimely('0', nowMs)).toBe(false);
    expect(isTimely('9'.repeat(12), nowMs)).toBe(false);
  });
});
