import { describe, expect, it } from 'vitest';
import { alipayHints } from './alipay-hints.ts';

describe('alipayHints', () => {
  it.each([
    ['28763443825664394', {}],
    ['280244567856723026', {}],
    ['2893612204263667830', { alipayPlus: 'legacy' }],
    ['2893612204263567830', {}],
    ['2883612204263667830', {}],
    ['281010897274821897274821', { alipayPlus: 'cgcp', alipayRouting: '010' }],
    ['251001020123456789012345', { alipayPlus: 'mainstream', alipayPlusIssuer: '251001' }],
    ['301234567890123456789012', { alipayPlus: 'cgcp', alipayRouting: '234' }],
    ['302234567890123456789012', {}],
    ['28101089727482189727482', {}],
    ['28361220426366783024', {}],
  ])('of %s', (code, hints) => {
    expect(alipayHints(code)).toEqual(hints);
  });
});
