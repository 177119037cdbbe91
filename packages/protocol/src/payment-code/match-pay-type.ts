import type { PayType } from '../pay-type.ts';
import { type Classification, UNKNOWN_CODE_DETAIL } from './classify.ts';
import { WALLET_FAMILY_NAMES, type WalletFamily } from './wallet-family.ts';

/** Switches of a merchant. */
export interface MatchPayTypeOptions {
  /** Take codes recognised as PayMe under 800008; off by default, since no source settles it. */
  readonly payMeUnder800008?: boolean;
  /**
   * Pass codes of unknown shape on to the wallet an explicit pay type names; off by default. Codes under 805808 are
   * passed on in any case, because PayMe publishes no format.
   */
  readonly passUnknown?: boolean;
}

/** The family to charge, or the answer to the merchant; nothing is sent to a wallet in that case. */
export type PayTypeMatch =
  | { readonly ok: true; readonly family: WalletFamily }
  | { readonly ok: false; readonly respcd: '1104' | '1202' | '2006'; readonly detail: string };

/**
 * The families each explicit pay type takes, the first being the one an unknown code would go to. 800208 and 801008
 * both take mainland and Hong Kong WeChat codes: which prefixes a merchant number may charge is a property that only
 * WeChat knows, and a merchant without a Hong Kong contract charges prefix 15 through 800208.
 */
const TAKEN: Readonly<Record<Exclude<PayType, '800008'>, readonly [WalletFamily, ...WalletFamily[]]>> = {
  '800108': ['alipay'],
  '800208': ['wechatpay', 'wechatpay_hk'],
  '801008': ['wechatpay_hk', 'wechatpay'],
  '800708': ['unionpay'],
  '805808': ['payme'],
};

function matchRecognised(payType: PayType, family: WalletFamily, options: MatchPayTypeOptions): PayTypeMatch {
  const name = WALLET_FAMILY_NAMES[family];
  if (payType === '800008') {
    return family !== 'payme' || options.payMeUnder800008 === true
      ? { ok: true, family }
      : {
          ok: false,
          respcd: '2006',
          detail: `This is a ${name} code. Choose ${name} as the wallet and charge again.`,
        };
  }
  if (TAKEN[payType].includes(family)) return { ok: true, family };
  const wanted = WALLET_FAMILY_NAMES[TAKEN[payType][0]];
  return {
    ok: false,
    respcd: '2006',
    detail: `This code is from ${name}. Ask for the pay code of ${wanted}.`,
  };
}

function matchUnknown(payType: PayType, detail: string, options: MatchPayTypeOptions): PayTypeMatch {
  if (payType === '805808') return { ok: true, family: 'payme' };
  return options.passUnknown === true && payType !== '800008'
    ? { ok: true, family: TAKEN[payType][0] }
    : { ok: false, respcd: '2006', detail };
}

/**
 * Decides whether a classified code may be charged under a pay type, before anything is sent.
 *
 * A code certainly of another wallet, a payee's QR, a product bar code and a foreign card scheme answer 2006, a damaged
 * code 1202, no code or one over the length limit 1104. Whether the wallet is open for the merchant is not decided here.
 */
export function matchPayType(
  payType: PayType,
  classification: Classification,
  options: MatchPayTypeOptions = {},
): PayTypeMatch {
  switch (classification.kind) {
    case 'recognised': {
      const { onlyUnderPayType } = classification.hints;
      return onlyUnderPayType === undefined || onlyUnderPayType === payType
        ? matchRecognised(payType, classification.family, options)
        : matchUnknown(payType, UNKNOWN_CODE_DETAIL, options);
    }
    case 'unknown':
      return matchUnknown(payType, classification.detail, options);
    case 'empty':
    case 'too_long':
      return { ok: false, respcd: '1104', detail: classification.detail };
    case 'damaged':
      return { ok: false, respcd: '1202', detail: classification.detail };
    case 'merchant_code':
    case 'product_code':
    case 'foreign_scheme':
      return { ok: false, respcd: '2006', detail: classification.detail };
  }
}
