import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalDigests, isDigestHex, parseSignType } from './digest.ts';

const HEX = Array.from('0123456789abcdefABCDEF');
const ALL_UNITS = Array.from({ length: 0x1_0000 }, (_, unit) => String.fromCharCode(unit));

describe('X-QF-SIGNTYPE', () => {
  it.each([
    [undefined, 'MD5'],
    ['MD5', 'MD5'],
    ['md5', 'MD5'],
    ['SHA256', 'SHA256'],
    ['Sha256', 'SHA256'],
  ])('%j means %s', (header, algorithm) => expect(parseSignType(header)).toBe(algorithm));

  it.each(['', ' ', 'SHA-256', 'SHA1', 'HMAC-SHA256', 'MD5,SHA256', 'constructor', 'sha256 '])(
    '%j is no algorithm of the wire',
    (header) => expect(parseSignType(header)).toBeUndefined(),
  );
});

describe('the form of a digest', () => {
  const md5 = 'D7E7018BC9102D935D873C2EA9EBD2E0';
  const sha256 = '453EF8B6632082677689D3EA515C7C102B2656518E30903DD0667A257A7A5839';

  it('is 32 or 64 hex digits in either case', () => {
    for (const text of [md5, md5.toLowerCase(), `${md5.slice(0, 16)}${md5.slice(16).toLowerCase()}`]) {
      expect([isDigestHex('MD5', text), isDigestHex('SHA256', text)]).toEqual([true, false]);
    }
    for (const text of [sha256, sha256.toLowerCase()]) {
      expect([isDigestHex('MD5', text), isDigestHex('SHA256', text)]).toEqual([false, true]);
    }
  });

  it.each([
    ['nothing', ''],
    ['one digit less', md5.slice(1)],
    ['one digit more', `${md5}0`],
    ['one digit more than the longer one', `${sha256}0`],
    ['a letter beyond F', `${md5.slice(1)}G`],
    ['a blank in front', ` ${md5.slice(1)}`],
    ['a line end behind', `${md5}\n`],
    ['two digests', `${md5}, ${md5}`],
    ['a full-width digit', `${md5.slice(1)}０`],
  ])('is not %s', (_case, text) => {
    expect(isDigestHex('MD5', text)).toBe(false);
    expect(isDigestHex('SHA256', text)).toBe(false);
  });
});

describe('comparing digests', () => {
  it('holds for the same hex digit in either case and for nothing else', () => {
    for (const digit of HEX) {
      const equal = ALL_UNITS.filter((unit) => equalDigests(digit, unit));
      expect(equal).toEqual([...new Set([digit.toUpperCase(), digit.toLowerCase()])]);
    }
  });

  it('does not hold for texts of other lengths', () => {
    expect(equalDigests('AB', 'ABC')).toBe(false);
    expect(equalDigests('ABC', 'AB')).toBe(false);
    expect(equalDigests('AB', '')).toBe(false);
    expect(equalDigests('', '')).toBe(true);
  });

  it('finds a difference at every place', () => {
    const digest = fc.string({ unit: fc.constantFrom(...HEX), minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(digest, fc.nat(31), fc.constantFrom(...HEX), (text, place, digit) => {
        const altered = text.slice(0, place) + digit + text.slice(place + 1);
        const same = text.charAt(place).toLowerCase() === digit.toLowerCase();
        expect(equalDigests(text, altered)).toBe(same);
        expect(equalDigests(altered, text)).toBe(same);
        expect(equalDigests(text.toUpperCase(), text.toLowerCase())).toBe(true);
      }),
    );
  });
});
