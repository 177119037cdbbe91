import { expect, it } from 'vitest';
import { directMerchant } from './test-merchant.ts';
import { unknownRoutes } from './unknown-routes.ts';

it('finds the routes of active merchants to connectors that are not there', () => {
  const merchant = { ...directMerchant(), number: 1 };
  const connectors = new Set(['alipay-hk']);
  const routes = { '800108': 'alipay-hk', '800708': 'unionpay-old' } as const;
  const found = { app: merchant.appCode, payType: '800708', connector: 'unionpay-old' };
  expect(unknownRoutes([{ ...merchant, routes }], connectors)).toEqual([found]);
  expect(unknownRoutes([{ ...merchant, routes, status: 'disabled' }], connectors)).toEqual([]);
  expect(unknownRoutes([merchant], connectors)).toEqual([]);
});
