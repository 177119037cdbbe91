import {
  classify,
  describePayType,
  matchPayType,
  type PayType,
  type ResponseCode,
  type WalletFamily,
} from '@opencpm/protocol';
import type { Merchant } from '../merchant/merchant.ts';
import type { Refusal } from '../payment/refusal.ts';
import type { Connector } from '../wallet/connector.ts';

/** Connectors by the wallet family they charge. */
export type Connectors = Readonly<Record<WalletFamily, Connector>>;

/** The wallet a scanned code goes to, or why it goes to none. */
export type WalletRoute =
  | {
      readonly ok: true;
      readonly family: WalletFamily;
      /** The cleaned code, as the wallet gets it. Secret. */
      readonly code: string;
    }
  | {
      readonly ok: false;
      readonly refusal: Refusal /** The cleaned code, for the comparison of a repeat. */;
      readonly code: string;
    };

/** Contracts under which a family can be charged, the first one a merchant has being used. */
const CONTRACTS: Readonly<Record<WalletFamily, readonly [PayType, ...PayType[]]>> = {
  alipay: ['800108'],
  wechatpay: ['800208', '801008'],
  wechatpay_hk: ['801008', '800208'],
  unionpay: ['800708'],
  payme: ['805808'],
};

/**
 * Finds the wallet of a scanned code and checks that the merchant may charge it under the pay type it asked for.
 * A code that certainly belongs elsewhere ends here; nothing is sent.
 */
export function routeToWallet(merchant: Merchant, payType: PayType, authCode: string): WalletRoute {
  const classification = classify(authCode);
  const code = 'code' in classification ? classification.code : authCode;
  const match = matchPayType(payType, classification);
  if (!match.ok) return refuse(code, match.respcd, `auth_code: ${match.detail}`);
  if (!merchant.payTypes.includes(payType)) return refuse(code, '1242', notOpen(payType));
  const contracts = payType === '800008' ? CONTRACTS[match.family] : ([payType] as const);
  const contract = contracts.find((candidate) => merchant.payTypes.includes(candidate));
  return contract === undefined
    ? refuse(code, '1242', notOpen(contracts[0]))
    : { ok: true, family: match.family, code };
}

function notOpen(payType: PayType): string {
  return `pay_type: ${describePayType(payType).name} (${payType}) is not open for this merchant`;
}

function refuse(code: string, respcd: ResponseCode, message: string): WalletRoute {
  return { ok: false, code, refusal: { respcd, message } };
}
