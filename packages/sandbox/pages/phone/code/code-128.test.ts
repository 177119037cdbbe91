import { toSVG } from 'bwip-js/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code128Values, drawCode128 } from './code-128.ts';

describe('Code 128', () => {
  it.each([
    ['134567890123456789', [105, 13, 45, 67, 89, 1, 23, 45, 67, 89, 88], 154],
    ['281010897274821897274821', [105, 28, 10, 10, 89, 72, 74, 82, 18, 97, 27, 48, 21, 70], 187],
    ['6236098835899996543', [105, 62, 36, 9, 88, 35, 89, 99, 96, 54, 100, 19, 54], 176],
  ])('encodes the payment code %s', (text, values, modules) => {
    expect(code128Values(text)).toEqual(values);
    expect(drawCode128(text).modules).toBe(modules);
  });

  it('draws the same bars as another encoder, whatever the digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{16,24}$/), (digits) => {
        expect(drawCode128(digits).bars).toEqual(barsOfOtherEncoder(digits));
      }),
      { numRuns: 200 },
    );
  });

  it('leaves ten modules of silence on both sides', () => {
    const { bars, modules } = drawCode128('Ab 12');
    const last = bars.at(-1);
    expect(bars[0]).toEqual({ at: 10, width: 2 });
    expect((last?.at ?? 0) + (last?.width ?? 0)).toBe(modules - 10);
  });

  it.each(['', 'é', 'a\n'])('refuses %j', (text) => {
    expect(() => code128Values(text)).toThrow(RangeError);
  });
});

/** Bars as bwip-js draws them: strokes of an SVG, one module 2 units wide. */
function barsOfOtherEncoder(digits: string): readonly { at: number; width: number }[] {
  const svg = toSVG({ bcid: 'code128', text: digits, scale: 1, height: 10 });
  const bars: { at: number; width: number }[] = [];
  for (const [, width, path] of svg.matchAll(/<path stroke="#000000" stroke-width="(\d+)" d="([^"]+)"/g)) {
    for (const [, middle] of (path ?? '').matchAll(/M([\d.]+) /g)) {
      bars.push({ at: Number(middle) - Number(width) / 2, width: Number(width) });
    }
  }
  const sorted = bars.sort((left, right) => left.at - right.at);
  const [first] = sorted;
  return sorted.map(({ at, width }) => ({ at: at - (first?.at ?? 0) + 10, width }));
}
