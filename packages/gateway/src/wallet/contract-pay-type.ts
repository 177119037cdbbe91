import type { PayType, WalletFamily } from '@opencpm/protocol';

/** The pay types a wallet is contracted under: all but 800008, which stands for whichever of these fits the code. */
export const CONTRACT_PAY_TYPES = ['800108', '800208', '801008', '805808', '800708'] as const;

/** A pay type under which one wallet family is charged. */
export type ContractPayType = (typeof CONTRACT_PAY_TYPES)[number];

/** Whether a text is a pay type of one wallet family. */
export function isContractPayType(text: string): text is ContractPayType {
  return (CONTRACT_PAY_TYPES as readonly string[]).includes(text);
}

/** Contracts under which a family can be charged, the first one a merchant has being used. */
const CONTRACTS: Readonly<Record<WalletFamily, readonly [ContractPayType, ...ContractPayType[]]>> = {
  alipay: ['800108'],
  wechatpay: ['800208', '801008'],
  wechatpay_hk: ['801008', '800208'],
  unionpay: ['800708'],
  payme: ['805808'],
};

/** Contracts under which a code of a family can be charged when a merchant asks for a pay type, the best first. */
export function contractsFor(
  payType: PayType,
  family: WalletFamily,
): readonly [ContractPayType, ...ContractPayType[]] {
  return payType === '800008' ? CONTRACTS[family] : [payType];
}
