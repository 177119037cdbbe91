import { describe, expect, it } from 'vitest';
import { WALLET_FAMILIES, WALLET_FAMILY_NAMES } from './wallet-family.ts';

describe('wallet families', () => {
  it('each have one name', () => {
    expect(Object.keys(WALLET_FAMILY_NAMES).sort()).toEqual([...WALLET_FAMILIES].sort());
    expect(new Set(Object.values(WALLET_FAMILY_NAMES)).size).toBe(WALLET_FAMILIES.length);
  });
});
