import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subMerchantFields } from './sub-merchant.ts';

const SETTINGS = { subMerchantId: 'SHOP001' };

describe('the shop behind a platform', () => {
  it.each([
    ['Harbour Coffee', 'Harbour Coffee', 'Harbour Coffee'],
    ['Peak Retail Group', 'Peak Retail Group', 'Peak Retail Grou'],
    ['Peak Retail  and\nmore', 'Peak Retail and more', 'Peak Retail and'],
    ['海'.repeat(20), '海'.repeat(13), '海'.repeat(5)],
    ['🏠', 'SHOP001', 'SHOP001'],
    ['', 'SHOP001', 'SHOP001'],
  ])('%j is named %j, for short %j', (merchantName, subMerName, subMerAbbr) => {
    expect(subMerchantFields(SETTINGS, merchantName)).toEqual({
      subMerId: 'SHOP001',
      subMerName,
      subMerAbbr,
    });
  });

  it('never gets a name UnionPay cannot hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (merchantName) => {
        const { subMerName = '', subMerAbbr = '' } = subMerchantFields(SETTINGS, merchantName);
        for (const [name, most] of [[subMerName, 40] as const, [subMerAbbr, 16] as const]) {
          expect(name).toMatch(/^[^\p{Cc}\p{Cs}\u{10000}-\u{10ffff}]+$/u);
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  it('is not named for a merchant with a contract of its own', () => {
    expect(subMerchantFields({ subMerchantId: undefined }, 'Harbour Coffee')).toEqual({});
  });
});
