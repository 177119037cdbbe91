import { describe, expect, it } from 'vitest';
import { isAtLeast, readSignTypeHeader, SIGN_TYPES } from './sign-type.ts';

describe('X-QF-SIGNTYPE of a gateway that knows the newer form', () => {
  it.each([
    [undefined, 'MD5'],
    ['sha256', 'SHA256'],
    ['HMAC-SHA256', 'HMAC-SHA256'],
    ['hmac-sha256', 'HMAC-SHA256'],
  ])('%j means %s', (header, signType) => expect(readSignTypeHeader(header)).toBe(signType));

  it.each(['', 'HMAC', 'HMAC-SHA256 ', 'HMAC-SHA-256', 'SHA256,HMAC-SHA256'])(
    '%j is no sign type',
    (header) => expect(readSignTypeHeader(header)).toBeUndefined(),
  );

  it('knows which is stronger', () => {
    expect(SIGN_TYPES).toEqual(['MD5', 'SHA256', 'HMAC-SHA256']);
    for (const [place, signType] of SIGN_TYPES.entries()) {
      for (const [other, minimum] of SIGN_TYPES.entries())
        expect(isAtLeast(signType, minimum)).toBe(place >= other);
    }
  });
});
