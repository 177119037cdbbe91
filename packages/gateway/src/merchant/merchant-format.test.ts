import { describe, expect, it } from 'vitest';
import type { NewMerchant } from './administration.ts';
import type { MerchantChange } from './merchant.ts';
import { checkMerchantChange, checkNewMerchant } from './merchant-format.ts';

const GOOD: NewMerchant = { name: 'Harbour Coffee', kind: 'direct' };

/** As JSON brings it, whose types nobody has checked. */
function unchecked(value: object): never {
  return value as never;
}

describe('checkNewMerchant', () => {
  it('takes the least and the most', () => {
    expect(checkNewMerchant(GOOD)).toBeUndefined();
    expect(
      checkNewMerchant({
        name: 'x'.repeat(64),
        kind: 'partner',
        payTypes: ['800008', '805808'],
        currencies: ['HKD', 'JPY'],
        notifyUrl: 'https://shop.example/notify',
        notifyPrefixes: ['https://shop.example/', 'http://localhost:3000/'],
        signaturePolicy: { minimumAlgorithm: 'SHA256', rawValuesAllowed: false },
        requestsPerSecondMax: 1,
        requestsPerMinuteMax: 1_000_000,
        stores: [{ name: 'Central' }, { storeId: 'a1B2'.repeat(8), name: 'Mong Kok' }],
      }),
    ).toBeUndefined();
    expect(checkNewMerchant({ ...GOOD, notifyUrl: '' })).toBeUndefined();
  });

  it('is held to what may be notified, in every address it names', () => {
    const refuse = (address: string): string => `may not be ${address}`;
    const addresses = { notifyPrefixes: ['https://shop.example/'] };
    const problem = 'notify address: may not be https://shop.example/';
    expect(checkNewMerchant({ ...GOOD, ...addresses }, refuse)).toBe(problem);
    expect(checkMerchantChange(addresses, refuse)).toBe(problem);
    expect(checkMerchantChange(addresses)).toBeUndefined();
  });

  it.each([
    [{ kind: 'chain' }, 'kind: must be direct or partner'],
    [{ kind: undefined }, 'kind: must be direct or partner'],
    [{ name: '' }, 'name: a name must have 1 to 64 characters'],
    [{ name: '  ' }, 'name: a name must have 1 to 64 characters'],
    [{ name: 'x'.repeat(65) }, 'name: a name must have 1 to 64 characters'],
    [{ name: 7 }, 'name: a name must have 1 to 64 characters'],
    [{ payTypes: [] }, 'pay types: name at least one of the six consumer-presented pay types'],
    [{ payTypes: ['800101'] }, 'pay types: name at least one of the six consumer-presented pay types'],
    [{ currencies: [] }, 'currencies: name at least one supported currency'],
    [{ currencies: ['hkd'] }, 'currencies: name at least one supported currency'],
    [{ stores: [{ storeId: '', name: 'x' }] }, 'stores: a store id must be 1 to 32 letters and digits'],
    [{ stores: [{ storeId: 'a-b', name: 'x' }] }, 'stores: a store id must be 1 to 32 letters and digits'],
    [
      { stores: [{ storeId: 'x'.repeat(33), name: 'x' }] },
      'stores: a store id must be 1 to 32 letters and digits',
    ],
    [{ stores: [{ name: 'x' }, { name: '' }] }, 'stores: a name must have 1 to 64 characters'],
    [{ requestsPerSecondMax: 0 }, 'request rate: must be a whole number from 1 to 1000000'],
    [{ requestsPerMinuteMax: 1.5 }, 'request rate: must be a whole number from 1 to 1000000'],
    [{ requestsPerMinuteMax: 1_000_001 }, 'request rate: must be a whole number from 1 to 1000000'],
    [
      { signaturePolicy: { minimumAlgorithm: 'SHA1' } },
      'minimum algorithm: must be one of MD5, SHA256, HMAC-SHA256',
    ],
  ])('names what is wrong with %o', (change, problem) => {
    expect(checkNewMerchant(unchecked({ ...GOOD, ...change }))).toBe(problem);
  });

  it('refuses a store id given twice', () => {
    const stores = [
      { storeId: 'S1', name: 'Central' },
      { storeId: 'S1', name: 'Mong Kok' },
    ];
    expect(checkNewMerchant({ ...GOOD, stores })).toBe('stores: a store id is given twice');
    expect(checkNewMerchant({ ...GOOD, stores: [{ name: 'A' }, { name: 'A' }] })).toBeUndefined();
  });

  it.each(['shop.example/notify', 'ftp://shop.example/', 'https://user:pass@shop.example/'])(
    'refuses the notify address %s',
    (address) => {
      const problem = /^notify address: /;
      expect(checkNewMerchant({ ...GOOD, notifyUrl: address })).toMatch(problem);
      expect(checkNewMerchant({ ...GOOD, notifyPrefixes: [address] })).toMatch(problem);
      expect(checkNewMerchant({ ...GOOD, notifyUrl: '', notifyPrefixes: [address] })).toMatch(problem);
    },
  );

  it('names the first problem of several', () => {
    expect(checkNewMerchant({ ...GOOD, name: '', payTypes: [], requestsPerSecondMax: 0 })).toMatch(/^name/);
  });
});

describe('checkMerchantChange', () => {
  it('takes a change of nothing and of everything', () => {
    expect(checkMerchantChange({})).toBeUndefined();
    const change: MerchantChange = {
      status: 'disabled',
      name: 'Renamed',
      payTypes: ['800108'],
      currencies: ['CNY'],
      notifyUrl: '',
      notifyPrefixes: [],
      signaturePolicy: { minimumAlgorithm: 'MD5', rawValuesAllowed: true },
      requestsPerSecondMax: 10,
      requestsPerMinuteMax: 10,
      stores: [{ storeId: 'S1', name: 'Moved', status: 'disabled' }],
      routes: { '800108': 'alipay-hk', '800708': '' },
    };
    expect(checkMerchantChange(change)).toBeUndefined();
    expect(checkMerchantChange({ status: 'active' })).toBeUndefined();
  });

  it.each([
    [{ status: 'closed' }, 'status: must be active or disabled'],
    [
      { stores: [{ storeId: 'S1', name: 'A', status: 'closed' }] },
      'status of a store: must be active or disabled',
    ],
    [{ name: '' }, 'name: a name must have 1 to 64 characters'],
    [{ currencies: ['XXX'] }, 'currencies: name at least one supported currency'],
    [{ stores: [{ storeId: 'S 1', name: 'x' }] }, 'stores: a store id must be 1 to 32 letters and digits'],
    [{ stores: [{ storeId: 'S1', name: '' }] }, 'stores: a name must have 1 to 64 characters'],
  ])('names what is wrong with %o', (change, problem) => {
    expect(checkMerchantChange(unchecked(change))).toBe(problem);
  });

  it.each(['800008', '800109', 'toString'])('knows no route for %s', (payType) => {
    expect(checkMerchantChange(unchecked({ routes: { '800108': 'alipay', [payType]: 'alipay' } }))).toMatch(
      /^routes: a route is for one of 800108, .*; 800008 goes the way of the scanned code$/,
    );
  });

  it.each(['Alipay', '-alipay', 'a b', 'a'.repeat(33), 'alipay\n'])('takes %j for no connector', (name) => {
    expect(checkMerchantChange({ routes: { '800108': name } })).toBe(
      'routes: a connector is named by 1 to 32 small letters, digits and hyphens',
    );
  });
});
