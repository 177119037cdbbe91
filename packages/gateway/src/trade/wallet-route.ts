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
import type { Connectors } from '../wallet/connectors.ts';
import { type ContractPayType, contractsFor } from '../wallet/contract-pay-type.ts';

/** The wallet a scanned code goes to, or why it goes to none. */
export type WalletRoute =
  | {
      readonly ok: true;
      readonly family: WalletFamily;
      /** The contract it is charged under. */
      readonly contract: ContractPayType;
      readonly connector: Connector;
      /** The cleaned code, as the wallet gets it. Secret. */
      readonly code: string;
    }
  | {
      readonly ok: false;
      readonly refusal: Refusal /** The cleaned code, for the comparison of a repeat. */;
      readonly code: string;
    };

/**
 * Finds the wallet of a scanned code, checks that the merchant may charge it under the pay type it asked for, and finds
 * the connector: the merchant's own for that pay type, else the gateway's. A code that certainly belongs elsewhere ends
 * here; nothing is sent.
 */
export function routeToWallet(
  merchant: Merchant,
  payType: PayType,
  authCode: string,
  connectors: Connectors,
): WalletRoute {
  const classification = classify(authCode);
  const code = 'code' in classification ? classification.code : authCode;
  const match = matchPayType(payType, classification);
  if (!match.ok) return refuse(code, match.respcd, `auth_code: ${match.detail}`);
  if (!merchant.payTypes.includes(payType)) return refuse(code, '1242', notOpen(payType));
  const contracts = contractsFor(payType, match.family);
  const contract = contracts.find((candidate) => merchant.payTypes.includes(candidate));
  if (contract === undefined) return refuse(code, '1242', notOpen(contracts[0]));
  const name = merchant.routes[contract] ?? connectors.routes[contract];
  const connector = name === undefined ? undefined : connectors.byName.get(name);
  return connector === undefined
    ? refuse(code, '1242', notConnected(contract))
    : { ok: true, family: match.family, contract, connector, code };
}

function notConnected(payType: PayType): string {
  return `pay_type: this gateway has no wallet behind ${describePayType(payType).name} (${payType}) for this merchant`;
}

function notOpen(payType: PayType): string {
  return `pay_type: ${describePayType(payType).name} (${payType}) is not open for this merchant`;
}

function refuse(code: string, respcd: ResponseCode, message: string): WalletRoute {
  return { ok: false, code, refusal: { respcd, message } };
}
