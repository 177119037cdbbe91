import { PAY_TYPES } from '@opencpm/protocol';
import type { Merchant } from './merchant.ts';

/** A direct merchant without stores that may do everything in HKD. */
export function directMerchant(changes: Partial<Merchant> = {}): Merchant {
  return {
    merchantNumber: 1,
    appCode: 'A'.repeat(32),
    name: 'Harbour Coffee',
    kind: 'direct',
    status: 'active',
    payTypes: PAY_TYPES,
    routes: {},
    currencies: ['HKD'],
    notifyUrl: '',
    notifyPrefixes: [],
    signaturePolicy: { minimumAlgorithm: 'MD5', rawValuesAllowed: true },
    requestsPerSecondMax: 100,
    requestsPerMinuteMax: 400,
    stores: [],
    createdAtMs: Date.UTC(2026, 0, 1),
    ...changes,
  };
}

/** A partner with an open store S1 and a closed store S2. */
export function partnerMerchant(changes: Partial<Merchant> = {}): Merchant {
  return directMerchant({
    appCode: 'B'.repeat(32),
    name: 'Peak Retail',
    kind: 'partner',
    stores: [
      { storeId: 'S1', name: 'Central', status: 'active' },
      { storeId: 'S2', name: 'Mong Kok', status: 'disabled' },
    ],
    ...changes,
  });
}
