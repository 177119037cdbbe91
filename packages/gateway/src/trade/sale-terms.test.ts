import { describe, expect, it } from 'vitest';
import { directMerchant } from '../merchant/test-merchant.ts';
import { agreeTerms } from './sale-terms.ts';
import { saleRequest } from './test-trade.ts';

const REGISTERED = ['https://shop.example/pay/', 'https://other.example'];

describe('agreeTerms: currency', () => {
  it.each([
    ['the only one, when the request names none', ['HKD'], undefined, 'HKD'],
    ['the one that is named', ['HKD', 'CNY'], 'CNY', 'CNY'],
  ] as const)('is %s', (_what, currencies, asked, currency) => {
    const terms = agreeTerms(directMerchant({ currencies }), saleRequest({ currency: asked }));
    expect(terms).toEqual({ ok: true, currency });
  });

  it.each([
    ['is missing with several to choose from', ['HKD', 'CNY'], undefined, '800108', /txcurrcd: is missing/],
    ['is missing with none registered', [], undefined, '800108', /txcurrcd: is missing/],
    ['is not open for the merchant', ['HKD'], 'JPY', '800108', /txcurrcd: is not open for this merchant/],
    ['is not taken by the wallet', ['HKD', 'CNY'], 'CNY', '805808', /not taken by pay type 805808/],
    ['is the only one and not taken by the wallet', ['JPY'], undefined, '801008', /pay type 801008/],
  ] as const)('is refused when it %s', (_what, currencies, currency, payType, message) => {
    const terms = agreeTerms(directMerchant({ currencies }), saleRequest({ currency, payType }));
    expect(terms).toEqual({
      ok: false,
      refusal: { respcd: '1104', message: expect.stringMatching(message) },
    });
  });
});

describe('agreeTerms: address of notifications', () => {
  const terms = (notifyUrl: string | undefined, notifyPrefixes: readonly string[] = REGISTERED) =>
    agreeTerms(directMerchant({ notifyPrefixes }), saleRequest({ notifyUrl }));

  it('may be left out, and be any while none is registered', () => {
    expect(terms(undefined)).toMatchObject({ ok: true });
    expect(terms('https://anywhere.example/', [])).toMatchObject({ ok: true });
  });

  it.each([
    'https://shop.example/pay/done',
    'https://shop.example/pay/',
    'https://other.example/anything?x=1',
    'https://other.example',
  ])('may be %s', (url) => {
    expect(terms(url)).toMatchObject({ ok: true });
  });

  it.each([
    'https://shop.example/',
    'http://shop.example/pay/',
    'https://evil.example/https://shop.example/pay/',
    'https://other.example.evil.example/',
    'https://other.example:8443/',
    'https://other.example@evil.example/',
    'https://SHOP.example/pay/',
  ])('may not be %s', (url) => {
    expect(terms(url)).toEqual({
      ok: false,
      refusal: {
        respcd: '1104',
        message: 'notify_url: does not begin with an address registered for this merchant',
      },
    });
  });
});
