import { describe, expect, it } from 'vitest';
import { directMerchant, partnerMerchant } from '../merchant/test-merchant.ts';
import { planSale } from './plan-sale.ts';
import { everyPayType } from '../wallet/connectors.ts';
import { ScriptedWallet } from '../wallet/test-wallet.ts';
import { saleRequest } from './test-trade.ts';

const WALLET = new ScriptedWallet();
const CONNECTORS = everyPayType(WALLET);
const CODE = '281234567890123456';

describe('planSale', () => {
  it('agrees on store, currency and wallet', () => {
    expect(
      planSale(partnerMerchant(), saleRequest({ storeId: 'S1', currency: undefined }), CONNECTORS),
    ).toEqual({
      ok: true,
      code: CODE,
      storeId: 'S1',
      currency: 'HKD',
      family: 'alipay',
      contract: '800108',
      connector: WALLET,
    });
    expect(planSale(directMerchant(), saleRequest(), CONNECTORS)).toMatchObject({ ok: true, storeId: '' });
  });

  it.each([
    ['the store', partnerMerchant(), { storeId: 'S9', currency: 'JPY', payType: '800208' }, '1241'],
    ['the terms', directMerchant(), { currency: 'JPY', payType: '800208' }, '1104'],
    ['the wallet', directMerchant(), { payType: '800208' }, '2006'],
  ] as const)('is refused by the first rule broken: %s', (_what, merchant, changes, respcd) => {
    expect(planSale(merchant, saleRequest(changes), CONNECTORS)).toMatchObject({
      ok: false,
      refusal: { respcd },
    });
  });

  it('keeps the cleaned code in every refusal, for the comparison with an earlier request', () => {
    const scanned = saleRequest({ authCode: `${CODE}\n` });
    for (const merchant of [
      partnerMerchant(),
      directMerchant({ currencies: ['JPY'] }),
      directMerchant({ payTypes: ['800208'] }),
    ]) {
      expect(planSale(merchant, scanned, CONNECTORS)).toMatchObject({ ok: false, code: CODE });
    }
  });
});
