import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from './base64.ts';

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('decodeBase64', () => {
  it.each([
    ['', []],
    ['Zg==', [0x66]],
    ['Zg=', [0x66]],
    ['Zg', [0x66]],
    ['Zm8=', [0x66, 0x6f]],
    ['Zm8', [0x66, 0x6f]],
    ['Zm9v', [0x66, 0x6f, 0x6f]],
    ['+/+/', [0xfb, 0xff, 0xbf]],
  ])('reads %j', (text, bytes) => {
    expect(decodeBase64(text)).toEqual(Uint8Array.from(bytes));
  });

  it.each([
    ['a letter of the URL-safe alphabet', '-_-_'],
    ['a blank', 'Zm 9'],
    ['a line end', 'Zm9v\n'],
    ['one letter left over', 'Zm9vZ'],
    ['surplus padding', 'Zm9v='],
    ['padding of two where one is due', 'Zm8=='],
    ['three padding characters', 'Zg==='],
    ['padding alone', '=='],
    ['padding in the middle', 'Zg==Zg=='],
    ['bits beyond the last byte', 'Zh=='],
    ['bits beyond the last byte of two', 'Zm9='],
    ['a character outside ASCII', 'Zm9é'],
  ])('refuses %s', (_what, text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });

  it('reads back any bytes, with and without padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const text = encode(bytes);
        expect(decodeBase64(text)).toEqual(bytes);
        expect(decodeBase64(text.replace(/=+$/, ''))).toEqual(bytes);
      }),
    );
  });

  it('has one spelling per byte string: what it accepts is what an encoder writes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('AZaz09+/=hQ')), maxLength: 12 }),
        (text) => {
          const bytes = decodeBase64(text);
          if (bytes !== undefined) expect(encode(bytes).replace(/=+$/, '')).toBe(text.replace(/=+$/, ''));
        },
      ),
    );
  });
});
