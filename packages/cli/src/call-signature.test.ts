import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkAnswerSignature, signCall } from './call-signature.ts';
import { TEST_NOW_MS } from './test-support/run-command.ts';
import { TestClock } from './test-support/test-clock.ts';

const ACCESS = { url: 'http://127.0.0.1', appCode: 'A'.repeat(32), key: 'SECRET', storeId: undefined };
const surroundings = {
  clock: new TestClock(TEST_NOW_MS),
  randomBytes: (count: number) => new Uint8Array(count).fill(7),
};
const CALL = { path: '/trade/v1/payment', parameters: [['txamt', '10']], body: 'txamt=10' } as const;

function mac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** HMAC under the key of a purpose, by the words of the guide. */
function signed(purpose: string, ...lines: readonly string[]): string {
  const key = mac(mac(ACCESS.appCode, ACCESS.key), `${purpose}\u0001`);
  return mac(key, ['QF2', ...lines].join('\n')).toString('hex');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const NONCE = '07'.repeat(16);
const SECONDS = String(Math.floor(TEST_NOW_MS / 1000));

describe('signCall', () => {
  it.each(['MD5', 'SHA256'] as const)('signs the parameters with %s', (signType) => {
    const { headers, nonce } = signCall(surroundings, ACCESS, { ...CALL, signType });
    expect(nonce).toBeUndefined();
    expect(headers).toEqual({
      'x-qf-appcode': ACCESS.appCode,
      'x-qf-signtype': signType,
      'x-qf-sign': createHash(signType.toLowerCase()).update('txamt=10SECRET').digest('hex').toUpperCase(),
    });
  });

  it('signs method, path, time, nonce and body with HMAC-SHA256', () => {
    const { headers, nonce } = signCall(surroundings, ACCESS, { ...CALL, signType: 'HMAC-SHA256' });
    expect(nonce).toBe(NONCE);
    expect(headers).toEqual({
      'x-qf-appcode': ACCESS.appCode,
      'x-qf-signtype': 'HMAC-SHA256',
      'x-qf-timestamp': SECONDS,
      'x-qf-nonce': NONCE,
      'x-qf-sign': signed(
        'QF2 request',
        'POST',
        CALL.path,
        ACCESS.appCode,
        SECONDS,
        NONCE,
        hashOf(CALL.body),
      ),
    });
  });
});

describe('checkAnswerSignature', () => {
  const text = '{"respcd": "0000"}';
  const answer = (headers: Readonly<Record<string, string>>, status = 200) => ({
    status,
    headers: new Headers(headers),
    body: new TextEncoder().encode(text),
  });
  const newer = (changes: Readonly<Record<string, string>> = {}, status = 200) =>
    answer(
      {
        'X-QF-SIGN': signed('QF2 answer', '200', ACCESS.appCode, SECONDS, NONCE, hashOf(text)),
        'X-QF-SIGNTYPE': 'HMAC-SHA256',
        'X-QF-TIMESTAMP': SECONDS,
        'X-QF-NONCE': NONCE,
        ...changes,
      },
      status,
    );

  it('believes an answer of the newer form that was made for this call', () => {
    expect(checkAnswerSignature(newer(), ACCESS, NONCE)).toBe('verified');
  });

  it('believes none made for another call, another time or another status, and none of the older form', () => {
    expect(checkAnswerSignature(newer(), ACCESS, 'another-nonce-0000')).toBe('wrong');
    expect(checkAnswerSignature(newer({ 'X-QF-TIMESTAMP': '1' }), ACCESS, NONCE)).toBe('wrong');
    expect(checkAnswerSignature(newer({}, 429), ACCESS, NONCE)).toBe('wrong');
    const older = { 'X-QF-SIGN': hashOf(`${text}SECRET`), 'X-QF-SIGNTYPE': 'SHA256' };
    expect(checkAnswerSignature(answer(older), ACCESS, undefined)).toBe('verified');
    expect(checkAnswerSignature(answer(older), ACCESS, NONCE)).toBe('wrong');
  });

  it('knows an answer without a signature, and one whose sign type is none', () => {
    expect(checkAnswerSignature(answer({}), ACCESS, NONCE)).toBe('absent');
    const odd = { 'X-QF-SIGN': hashOf(`${text}SECRET`), 'X-QF-SIGNTYPE': 'SHA1' };
    expect(checkAnswerSignature(answer(odd), ACCESS, undefined)).toBe('wrong');
  });
});
