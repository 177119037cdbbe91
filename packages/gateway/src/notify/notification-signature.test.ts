import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { timedSignature, timedSignatureProblem, wireSignature } from './notification-signature.ts';

const NOTIFICATION = { notifyId: 'ntf_00112233445566778899aabbccddeeff', body: '{"status": "1"}' };
const KEY = '0123456789ABCDEF0123456789ABCDEF';
const OLD_KEY = 'FEDCBA9876543210FEDCBA9876543210';
const NOW_MS = 1_772_366_400_999;

/** The signature as the guide describes it, by hand. */
function byHand(key: string, id: string, seconds: number, body: string): string {
  const derived = Buffer.from(hkdfSync('sha256', Buffer.from(key), '', 'opencpm notification v2', 32));
  return createHmac('sha256', derived).update(`${id}.${seconds}.${body}`).digest('hex');
}

describe('the signature of the wire', () => {
  it('is upper-case MD5 of the body and the key', () => {
    const expected = createHash('md5')
      .update(NOTIFICATION.body + KEY)
      .digest('hex')
      .toUpperCase();
    expect(wireSignature(NOTIFICATION, KEY)).toBe(expected);
  });
});

describe('the timestamped signature', () => {
  it('covers id, time and body under a key derived for it alone', () => {
    const expected = byHand(KEY, NOTIFICATION.notifyId, 1_772_366_400, NOTIFICATION.body);
    expect(timedSignature(NOTIFICATION, [KEY], NOW_MS)).toBe(`t=1772366400,v1=${expected}`);
    const withKeyItself = createHmac('sha256', KEY).update(
      `${NOTIFICATION.notifyId}.1772366400.${NOTIFICATION.body}`,
    );
    expect(expected).not.toBe(withKeyItself.digest('hex'));
  });

  it('stands there once for each live key', () => {
    const [first, second] = [KEY, OLD_KEY].map((key) =>
      byHand(key, NOTIFICATION.notifyId, 1_772_366_400, NOTIFICATION.body),
    );
    expect(timedSignature(NOTIFICATION, [KEY, OLD_KEY], NOW_MS)).toBe(
      `t=1772366400,v1=${first},v1=${second}`,
    );
  });

  it('uses the right key, however many merchants are told in turn', () => {
    for (let turn = 0; turn < 2; turn += 1) {
      for (let merchant = 0; merchant < 300; merchant += 1) {
        const key = `${KEY}${merchant}`;
        const expected = byHand(key, NOTIFICATION.notifyId, 1_772_366_400, NOTIFICATION.body);
        expect(timedSignature(NOTIFICATION, [key], NOW_MS)).toBe(`t=1772366400,v1=${expected}`);
      }
    }
  });

  const header = timedSignature(NOTIFICATION, [KEY, OLD_KEY], NOW_MS);

  it.each([
    ['the newer key', KEY, header, NOW_MS],
    ['the older key', OLD_KEY, header, NOW_MS],
    ['blanks between the parts', KEY, header.replaceAll(',', ', '), NOW_MS],
    ['300 s later', KEY, header, (1_772_366_400 + 300) * 1000],
    ['300 s earlier', KEY, header, (1_772_366_400 - 300) * 1000],
  ])('is verified with %s', (_, key, text, nowMs) => {
    expect(timedSignatureProblem(NOTIFICATION, text, key, nowMs)).toBeUndefined();
  });

  it.each([
    ['another key', 'A'.repeat(32), header, NOW_MS, 'no v1 belongs to this id, time, body and key.'],
    ['another time', KEY, header.replace('t=1772366400', 't=1772366401'), NOW_MS, /^no v1/],
    ['no time', KEY, header.slice(header.indexOf('v1')), NOW_MS, 'it has no time t.'],
    ['a time that is no number', KEY, header.replace('t=1', 't=x'), NOW_MS, 'it has no time t.'],
    ['no signature', KEY, 't=1772366400', NOW_MS, /^no v1/],
    ['a part of the signature', KEY, header.slice(0, 40), NOW_MS, /^no v1/],
    ['an empty signature', KEY, 't=1772366400,v1=,v1', NOW_MS, /^no v1/],
    ['nothing', KEY, '', NOW_MS, 'it has no time t.'],
    ['301 s later', KEY, header, (1_772_366_400 + 301) * 1000, 'its time lies 301 s from this clock.'],
    ['301 s earlier', KEY, header, (1_772_366_400 - 301) * 1000, 'its time lies 301 s from this clock.'],
  ])('is refused with %s', (_, key, text, nowMs, problem) => {
    expect(timedSignatureProblem(NOTIFICATION, text, key, nowMs)).toMatch(problem);
  });

  it.each([
    { ...NOTIFICATION, body: '{"status": "2"}' },
    { ...NOTIFICATION, notifyId: 'ntf_other' },
  ])('is refused for another id or body', (notification) => {
    expect(timedSignatureProblem(notification, header, KEY, NOW_MS)).toMatch(/^no v1/);
  });
});
