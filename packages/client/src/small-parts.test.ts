import { createHash, createHmac } from 'node:crypto';
import { RESPONSE_CODE_ENTRIES } from '@opencpm/protocol';
import { nodeByteHashes, nodeDigest } from '@opencpm/protocol/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNotSent, textOfError } from './network-error.ts';
import { freshOrderNumber } from './order-number.ts';
import { pureDigest, pureHashes } from './pure-hashes.ts';
import { BODY_BYTES_MAX, readBody } from './read-body.ts';
import { backgroundWaitMs, nextPollMs, USUAL_TIMING } from './timing.ts';
import { stateOf } from './transaction.ts';

describe('the hashes in plain JavaScript', () => {
  it('are those of Node', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 200 }), (text, key) => {
        expect(pureDigest('MD5', text)).toBe(nodeDigest('MD5', text));
        expect(pureDigest('SHA256', text)).toBe(nodeDigest('SHA256', text));
        const message = Buffer.from(text);
        expect(Buffer.from(pureHashes.bytes.hmacSha256(key, message))).toEqual(
          createHmac('sha256', key).update(message).digest(),
        );
        expect(Buffer.from(pureHashes.bytes.sha256(message))).toEqual(nodeByteHashes.sha256(message));
      }),
    );
    expect(createHash('md5').update('').digest('hex').toUpperCase()).toBe(pureDigest('MD5', ''));
  });
});

describe('codes whose outcome is open', () => {
  it('are those of the catalogue that ask for an enquiry and are no wait', () => {
    const open = RESPONSE_CODE_ENTRIES.filter(
      (entry) => entry.retry === 'query' && (entry.class === 'pending' || entry.class === 'system'),
    ).map(({ code }) => code);
    const waits = ['1143', '1145'];
    for (const { code } of RESPONSE_CODE_ENTRIES) {
      const expected = open.includes(code) && !waits.includes(code);
      expect(stateOf(code) === 'unclear', code).toBe(expected);
    }
  });
});

describe('order numbers', () => {
  it('grow with time, are different, and hold only what the wire takes', () => {
    const bytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
    const early = freshOrderNumber('T7', 1_700_000_000_000, bytes);
    const late = freshOrderNumber('T7', 1_700_000_000_001, bytes);
    expect(early).toMatch(/^T7[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(late > early).toBe(true);
    expect(freshOrderNumber('T7', 1_700_000_000_001, bytes)).not.toBe(late);
  });
});

describe('times', () => {
  it('between background enquiries add up to a day', () => {
    const waits = Array.from({ length: 400 }, (_, index) => backgroundWaitMs(index));
    expect(waits.slice(0, 6).every((ms) => ms === 10_000)).toBe(true);
    expect(waits.slice(6, 16).every((ms) => ms === 30_000)).toBe(true);
    expect(waits.slice(16, 76).every((ms) => ms === 60_000)).toBe(true);
    expect(new Set(waits.slice(76))).toEqual(new Set([300_000]));
  });

  it('of enquiries lie always ahead', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (elapsedMs) => {
        const next = nextPollMs(USUAL_TIMING, elapsedMs);
        expect(next).toBeGreaterThan(elapsedMs);
        expect(next - elapsedMs).toBeLessThanOrEqual(5_000);
      }),
    );
  });
});

describe('network errors', () => {
  const coded = (code: string, syscall?: string): Error =>
    Object.assign(new Error(code), { code, ...(syscall === undefined ? {} : { syscall }) });
  const failed = (cause: unknown): Error => new TypeError('fetch failed', { cause });

  it.each([
    [true, failed(coded('ECONNREFUSED', 'connect'))],
    [true, failed(coded('ENOTFOUND', 'getaddrinfo'))],
    [true, failed(coded('UND_ERR_CONNECT_TIMEOUT'))],
    [true, failed(new AggregateError([coded('ECONNREFUSED', 'connect'), coded('ENETUNREACH', 'connect')]))],
    [false, failed(new AggregateError([coded('ECONNREFUSED', 'connect'), coded('ETIMEDOUT', 'connect')]))],
    // The network may end a connection that carried the request with the codes of one that never was.
    [false, failed(coded('EHOSTUNREACH', 'read'))],
    [false, failed(coded('ECONNRESET', 'read'))],
    [false, failed(new Error('no code'))],
    [false, new TypeError('Load failed')],
    [false, 'a text'],
  ])('prove that nothing was sent: %s for %s', (expected, error) => {
    expect(isNotSent(error)).toBe(expected);
  });

  it('have a short text', () => {
    expect(textOfError(failed(coded('ECONNREFUSED', 'connect')))).toBe('ECONNREFUSED');
    expect(textOfError(new TypeError('Load failed'))).toBe('Load failed');
    expect(textOfError('a text')).toBe('a text');
  });
});

describe('bodies', () => {
  it('are read to their end, and let go when they have none', async () => {
    expect(await readBody(new Response(null))).toEqual(new Uint8Array());
    expect(Buffer.from((await readBody(new Response('abc'))) ?? []).toString()).toBe('abc');
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(BODY_BYTES_MAX / 4)),
      cancel: () => {
        cancelled = true;
      },
    });
    expect(await readBody(new Response(endless))).toBeUndefined();
    expect(cancelled).toBe(true);
  });
});
