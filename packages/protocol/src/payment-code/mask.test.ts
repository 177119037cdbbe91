import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAuthCode } from './mask.ts';

/** Any UTF-16 units, lone surrogates among them. */
const anyText = fc
  .array(fc.nat({ max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));

describe('maskAuthCode', () => {
  it.each([
    ['134567890123456789', '13****6789'],
    ['hQVDUFYwMWEWTwigAAADMwEBAVoKYpJhA1hEQzVkHw==', 'hQ****Hw=='],
    ['123456789012', '12****9012'],
    ['12345678901', '12****01'],
    ['12345678', '12****78'],
    ['1234567', '****'],
    ['1', '****'],
    ['', '****'],
    ['1\n3456789012345\u001b7é', '1?****5?7?'],
  ])('shows %j as %j', (code, shown) => {
    expect(maskAuthCode(code)).toBe(shown);
  });

  it('shows at most six characters, never more than half, in printable ASCII', () => {
    fc.assert(
      fc.property(anyText, (code) => {
        const masked = maskAuthCode(code);
        const visible = masked.length - 4;
        expect(visible).toBeLessThanOrEqual(Math.min(6, code.length / 2));
        expect(masked).toMatch(/^[!-~]*$/);
      }),
    );
  });
});
