import type { CurrencyCode, WalletFamily } from '@opencpm/protocol';
import type { CodeShape } from './payment-code/code-shape.ts';

/** What a wallet does with a code that arrives when its phone has changed to the next one. */
export interface LateCode {
  /** How long it is still taken, in milliseconds: the customer showed it in time. */
  readonly graceMs: number;
  /** The payer has to type the password for it, whatever the amount. */
  readonly asksPassword: boolean;
}

/** A simulated wallet. */
export interface Wallet {
  readonly id: WalletId;
  /** The family it is charged through. */
  readonly family: WalletFamily;
  /** Name as customers know it. */
  readonly name: string;
  /** Currency of all its accounts. */
  readonly currency: CurrencyCode;
  /** Two digits that mark its payment numbers. */
  readonly numberMark: string;
  /** Shapes of its codes; a fresh code takes one of them. */
  readonly codeShapes: readonly [CodeShape, ...CodeShape[]];
  /** The wallet spends a code even when the payment fails, as Alipay does; others leave it to be tried again. */
  readonly spendsCodeOnRefusal: boolean;
  readonly lateCode: LateCode;
  /** How many codes a phone keeps for times without a network; 0 when it shows none then. */
  readonly offlineCodes: number;
}

/** Names of the simulated wallets. */
export const WALLET_IDS = ['alipay', 'alipayhk', 'wechatpay', 'wechatpayhk', 'unionpay', 'payme'] as const;

/** Name of a simulated wallet, as it stands in paths of the sandbox. */
export type WalletId = (typeof WALLET_IDS)[number];

/** What most Alipay codes look like, at home and in Hong Kong: the digits do not say which of both it is. */
const USUAL_ALIPAY: CodeShape = { prefixes: ['28'], lengths: [17, 18, 19] };
/** The time from the screen over the till to the wallet. */
const TAKEN: LateCode = { graceMs: 5_000, asksPassword: false };
/** WeChat takes a code that was shown for more than a minute with the password only. */
const WITH_PASSWORD: LateCode = { graceMs: 10_000, asksPassword: true };
/** Codes kept by a phone of WeChat. Those of Alipay make theirs without a network; as many are enough to show it. */
const KEPT_CODES = 15;
const ALIPAY_PREFIXES = ['25', '26', '27', '28', '29', '30'] as const;

const WALLET_TABLE: Readonly<Record<WalletId, Omit<Wallet, 'id'>>> = {
  alipay: {
    family: 'alipay',
    name: 'Alipay',
    currency: 'CNY',
    numberMark: '10',
    codeShapes: [USUAL_ALIPAY, { prefixes: ALIPAY_PREFIXES, lengths: [16, 17, 18, 19, 20, 21, 22, 23, 24] }],
    spendsCodeOnRefusal: true,
    lateCode: TAKEN,
    offlineCodes: KEPT_CODES,
  },
  alipayhk: {
    family: 'alipay',
    name: 'AlipayHK',
    currency: 'HKD',
    numberMark: '11',
    codeShapes: [USUAL_ALIPAY, { prefixes: ALIPAY_PREFIXES, lengths: [17, 18, 19] }],
    spendsCodeOnRefusal: true,
    lateCode: TAKEN,
    offlineCodes: KEPT_CODES,
  },
  wechatpay: {
    family: 'wechatpay',
    name: 'WeChat Pay',
    currency: 'CNY',
    numberMark: '20',
    codeShapes: [{ prefixes: ['10', '11', '12', '13', '14'], lengths: [18] }],
    spendsCodeOnRefusal: false,
    lateCode: WITH_PASSWORD,
    offlineCodes: KEPT_CODES,
  },
  wechatpayhk: {
    family: 'wechatpay_hk',
    name: 'WeChat Pay HK',
    currency: 'HKD',
    numberMark: '21',
    // One Hong Kong page names prefix 16, and a gateway does not know it by itself.
    codeShapes: [
      { prefixes: ['15'], lengths: [18] },
      { prefixes: ['16'], lengths: [18], onWish: true },
    ],
    spendsCodeOnRefusal: false,
    lateCode: WITH_PASSWORD,
    offlineCodes: KEPT_CODES,
  },
  unionpay: {
    family: 'unionpay',
    name: 'UnionPay QuickPass',
    currency: 'CNY',
    numberMark: '30',
    codeShapes: [{ prefixes: ['62'], lengths: [19, 20] }],
    spendsCodeOnRefusal: false,
    lateCode: TAKEN,
    offlineCodes: 0,
  },
  // PayMe's real format is not published; this one is the sandbox's own invention.
  payme: {
    family: 'payme',
    name: 'PayMe',
    currency: 'HKD',
    numberMark: '40',
    codeShapes: [{ prefixes: ['80'], lengths: [18] }],
    spendsCodeOnRefusal: false,
    lateCode: TAKEN,
    offlineCodes: 0,
  },
};

/** All simulated wallets, in the order they are shown. */
export const WALLETS: readonly Wallet[] = WALLET_IDS.map((id) => ({ id, ...WALLET_TABLE[id] }));

/** Whether a text names a simulated wallet. */
export function isWalletId(text: string): text is WalletId {
  return Object.hasOwn(WALLET_TABLE, text);
}

/** The facts of one wallet. */
export function wallet(id: WalletId): Wallet {
  return { id, ...WALLET_TABLE[id] };
}

const TEST_CODE_WALLETS: Readonly<Record<WalletFamily, WalletId>> = {
  alipay: 'alipay',
  wechatpay: 'wechatpay',
  wechatpay_hk: 'wechatpayhk',
  unionpay: 'unionpay',
  payme: 'payme',
};

/**
 * The wallet that books a code no phone has issued. Codes of Alipay and AlipayHK look the same, so those go to Alipay.
 */
export function walletOfTestCode(family: WalletFamily): WalletId {
  return TEST_CODE_WALLETS[family];
}
