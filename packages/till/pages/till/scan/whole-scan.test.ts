import { describe, expect, it } from 'vitest';
import { wholeScan } from './whole-scan.ts';

const CODE = '134567890123456789';

describe('a scan that was held up', () => {
  it.each([1, 2, 5])(
    'after %d characters is put together again, and its digits leave the amount',
    (length) => {
      const before = CODE.slice(0, length);
      expect(wholeScan(CODE.slice(length), before)).toEqual({ text: CODE, takenBack: length });
    },
  );

  it('leaves the amount to a person who typed just before', () => {
    expect(wholeScan(CODE, '0')).toEqual({ text: CODE, takenBack: 0 });
    expect(wholeScan(CODE, '')).toEqual({ text: CODE, takenBack: 0 });
  });

  it.each(['0', '50', '1050'])('of no known shape leaves %s to whoever typed it, however fast', (before) => {
    const payMe = '901234567890123456';
    expect(wholeScan(payMe, before)).toEqual({ text: payMe, takenBack: 0 });
  });

  it('leaves the amount alone when what follows is a product code by itself', () => {
    expect(wholeScan('4006381333931', '50')).toEqual({ text: '4006381333931', takenBack: 0 });
  });

  it('takes the beginning of a product code back, too', () => {
    expect(wholeScan('06381333931', '40')).toEqual({ text: '4006381333931', takenBack: 2 });
    expect(wholeScan('4006381333931', '5')).toEqual({ text: '4006381333931', takenBack: 0 });
  });
});
