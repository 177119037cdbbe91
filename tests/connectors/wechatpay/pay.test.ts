import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PATIENT } from '../support/gateway-side.ts';
import { DIRECT_SETTINGS, INSTITUTION_SETTINGS, WechatPayTown } from './wechatpay-town.ts';

let town: WechatPayTown;

beforeEach(async () => {
  town = await WechatPayTown.open();
});
afterEach(() => town.close());

describe('a payment', () => {
  it('is paid at once', async () => {
    const order = town.order();
    const answer = await town.connector.charge(order, PATIENT);
    expect(answer).toEqual({
      kind: 'paid',
      amountMinor: 12_880,
      currency: 'HKD',
      walletNumber: expect.stringMatching(/^4200\d{24}$/),
      payerAccount: expect.stringMatching(/^o[\w-]{27}$/),
      paidAtMs: town.time.nowMs(),
      debitedAmountMinor: 11_850,
      debitedCurrency: 'CNY',
    });
    expect(await town.connector.query(order, PATIENT)).toEqual(answer);
    expect(town.alerts).toEqual([]);
    expect(town.protocol.violations).toEqual([]);
  });

  it('shows the payer the store it names, and else the name of the contract', async () => {
    const [named, unnamed] = [town.order({ storeId: 'kp7' }), town.order({ merchantName: 'Peak Books' })];
    const connector = town.connect({
      ...INSTITUTION_SETTINGS,
      store_address: '1 Harbour Road, Hong Kong',
      store_names: { kp7: 'Harbour Tea House, Mong Kok' },
    });
    await connector.charge(named, PATIENT);
    await town.connector.charge(unnamed, PATIENT);
    const seen = await town.sandbox.book('wechatpay');
    expect(new Map(seen.map(({ channelOrderId, merchantName }) => [channelOrderId, merchantName]))).toEqual(
      new Map([
        [named.channelOrderId, 'Harbour Tea House, Mong Kok'],
        [unnamed.channelOrderId, 'Harbour Tea House'],
      ]),
    );
    expect(town.protocol.violations).toEqual([]);
  });

  it.each([
    ['an older contract of Hong Kong', { ...INSTITUTION_SETTINGS, path_profile: 'hk' }, '130000000000000001'],
    ['a merchant with a contract of its own', DIRECT_SETTINGS, '150000000000000001'],
  ])('goes through %s', async (_, settings, authCode) => {
    const connector = town.connect(settings);
    const order = town.order({ authCode, payType: '801008' });
    expect((await connector.charge(order, PATIENT)).kind).toBe('paid');
    expect((await connector.query(order, PATIENT)).kind).toBe('paid');
    town.time.advance(20_000);
    expect((await connector.reverse(order, PATIENT)).kind).toBe('reversed');
    expect((await connector.query(order, PATIENT)).kind).toBe('reversed');
  });
});
