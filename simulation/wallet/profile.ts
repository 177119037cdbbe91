import type { WalletFamily } from '@opencpm/protocol';

/** How one family of wallets behaves. */
export interface WalletProfile {
  readonly family: WalletFamily;
  /** Closes an order that nobody paid after this time; absent for wallets that never do. */
  readonly closesAfterMs: number | undefined;
  /** Whether a refused charge may still be charged until an enquiry says otherwise. */
  readonly refusalNotFinal: boolean;
  /** Whether answers name the currency. One that does not charges no other: nobody could tell before the bill of the day. */
  readonly namesCurrency: boolean;
  /**
   * Whether an enquiry shows that it gave back by itself what it had charged wrongly. One that does not charges nothing
   * wrongly: only a person with the bill of the day could end such a payment.
   */
  readonly showsCorrections: boolean;
  /** Age of a payment at which its word counts that it knows no such order, though it bars no number. */
  readonly unknownIsFinalAfterMs: number | undefined;
  /** No reversal before this age of the order; refused for now. */
  readonly noReversalBeforeMs: number;
  /** First two digits of its codes, and how many there are. */
  readonly codePrefix: string;
  readonly codeDigits: number;
  readonly payType: '800108' | '800208' | '800708' | '805808';
}

/** The four families that are simulated. */
export const WALLET_PROFILES: readonly [WalletProfile, ...WalletProfile[]] = [
  {
    family: 'alipay',
    closesAfterMs: 180_000,
    refusalNotFinal: false,
    namesCurrency: true,
    showsCorrections: true,
    unknownIsFinalAfterMs: undefined,
    noReversalBeforeMs: 0,
    codePrefix: '28',
    codeDigits: 18,
    payType: '800108',
  },
  {
    family: 'wechatpay',
    closesAfterMs: 45_000,
    refusalNotFinal: true,
    namesCurrency: true,
    showsCorrections: true,
    unknownIsFinalAfterMs: undefined,
    noReversalBeforeMs: 15_000,
    codePrefix: '13',
    codeDigits: 18,
    payType: '800208',
  },
  {
    family: 'unionpay',
    closesAfterMs: undefined,
    refusalNotFinal: false,
    namesCurrency: true,
    showsCorrections: true,
    unknownIsFinalAfterMs: undefined,
    noReversalBeforeMs: 0,
    codePrefix: '62',
    codeDigits: 19,
    payType: '800708',
  },
  {
    family: 'payme',
    closesAfterMs: 120_000,
    refusalNotFinal: false,
    namesCurrency: true,
    showsCorrections: true,
    unknownIsFinalAfterMs: undefined,
    noReversalBeforeMs: 0,
    codePrefix: '80',
    codeDigits: 18,
    payType: '805808',
  },
];
