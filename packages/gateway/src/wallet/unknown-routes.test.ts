import { expect, it } from 'vitest';
import { directMerchant } from '../merchant/test-merchant.ts';
import { ScriptedWallet } from './test-wallet.ts';
import { unknownRoutes } from './unknown-routes.ts';

it('finds the routes of active merchants to connectors that are not there', () => {
  const merchant = { ...directMerchant(), number: 1 };
  const byName = new Map([['alipay-hk', new ScriptedWallet('alipay-hk')]]);
  const routes = { '800108': 'alipay-hk', '800708': 'unionpay-old' } as const;
  const found = { app: merchant.appCode, payType: '800708', connector: 'unionpay-old' };
  expect(unknownRoutes([{ ...merchant, routes }], { byName })).toEqual([found]);
  expect(unknownRoutes([{ ...merchant, routes, status: 'disabled' }], { byName })).toEqual([]);
  expect(unknownRoutes([merchant], { byName })).toEqual([]);
});
