import { describe, expect, it } from 'vitest';
import { authorizeStore } from './store-authority.ts';
import { directMerchant, partnerMerchant } from './test-merchant.ts';

const ONE_STORE = [{ storeId: 'S1', name: 'Central', status: 'active' }] as const;

describe('authorizeStore', () => {
  it('lets a direct merchant act without a store, and for its own', () => {
    expect(authorizeStore(directMerchant(), undefined)).toEqual({ ok: true, storeId: '' });
    expect(authorizeStore(directMerchant({ stores: ONE_STORE }), undefined)).toEqual({
      ok: true,
      storeId: '',
    });
    expect(authorizeStore(directMerchant({ stores: ONE_STORE }), 'S1')).toEqual({ ok: true, storeId: 'S1' });
  });

  it('lets a partner act for its own stores only, and makes it name one', () => {
    expect(authorizeStore(partnerMerchant(), 'S1')).toEqual({ ok: true, storeId: 'S1' });
    expect(authorizeStore(partnerMerchant(), undefined)).toEqual({
      ok: false,
      refusal: {
        respcd: '1104',
        message: 'mchid: is missing; a partner names the store in every call',
      },
    });
  });

  it('tells nobody whether a store that is not his exists', () => {
    const foreign = authorizeStore(partnerMerchant(), 'T1');
    expect(foreign).toEqual({
      ok: false,
      refusal: { respcd: '1241', message: 'mchid: no such store under this app code' },
    });
    expect(authorizeStore(partnerMerchant(), 'nowhere')).toEqual(foreign);
    expect(authorizeStore(partnerMerchant(), 's1')).toEqual(foreign);
    expect(authorizeStore(partnerMerchant(), '')).toEqual(foreign);
  });

  it('refuses a closed store and a closed merchant', () => {
    expect(authorizeStore(partnerMerchant(), 'S2')).toMatchObject({
      refusal: { respcd: '1243', message: 'mchid: this store is disabled' },
    });
    const closed = { refusal: { respcd: '1243', message: 'this app code is disabled' } };
    expect(authorizeStore(directMerchant({ status: 'disabled' }), undefined)).toMatchObject(closed);
    expect(authorizeStore(partnerMerchant({ status: 'disabled' }), 'S1')).toMatchObject(closed);
    expect(authorizeStore(partnerMerchant({ status: 'disabled' }), 'nowhere')).toMatchObject(closed);
  });
});
