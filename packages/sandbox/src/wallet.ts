import type { CurrencyCode, WalletFamily } from '@opencpm/protocol';

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
  /** How its codes begin; a fresh code takes one of these. */
  readonly codePrefixes: readonly string[];
  /** Digits of a fresh code. */
  readonly codeLength: number;
  /** The wallet spends a code even when the payment fails, as Alipay does; others leave it to be tried again. */
  readonly spendsCodeOnRefusal: boolean;
}

/** Names of the simulated wallets. */
export const WALLET_IDS = ['alipay', 'alipayhk', 'wechatpay', 'wechatpayhk', 'unionpay', 'payme'] as const;

/** Name of a simulated wallet, as it stands in paths of the sandbox. */
export type WalletId = (typeof WALLET_IDS)[number];

const WALLET_TABLE: Readonly<Record<WalletId, Omit<Wallet, 'id'>>> = {
  alipay: {
    family: 'alipay',
    name: 'Alipay',
    currency: 'CNY',
    numberMark: '10',
    codePrefixes: ['28'],
    codeLength: 18,
    spendsCodeOnRefusal: true,
  },
  alipayhk: {
    family: 'alipay',
    name: 'AlipayHK',
    currency: 'HKD',
    numberMark: '11',
    codePrefixes: ['28'],
    codeLength: 18,
    spendsCodeOnRefusal: true,
  },
  wechatpay: {
    family: 'wechatpay',
    name: 'WeChat Pay',
    currency: 'CNY',
    numberMark: '20',
    codePrefixes: ['10', '11', '12', '13', '14'],
    codeLength: 18,
    spendsCodeOnRefusal: false,
  },
  wechatpayhk: {
    family: 'wechatpay_hk',
    name: 'WeChat Pay HK',
    currency: 'HKD',
    numberMark: '21',
    codePrefixes: ['15'],
    codeLength: 18,
    spendsCodeOnRefusal: false,
  },
  unionpay: {
    family: 'unionpay',
    name: 'UnionPay QuickPass',
    currency: 'CNY',
    numberMark: '30',
    codePrefixes: ['62'],
    codeLength: 19,
    spendsCodeOnRefusal: false,
  },
  // PayMe's real format is not published; this one is the sandbox's own invention.
  payme: {
    family: 'payme',
    name: 'PayMe',
    currency: 'HKD',
    numberMark: '40',
    codePrefixes: ['80'],
    codeLength: 18,
    spendsCodeOnRefusal: false,
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
