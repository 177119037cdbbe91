/** The wallet families a payment code can belong to; each is charged through its own kind of connector. */
export const WALLET_FAMILIES = ['alipay', 'wechatpay', 'wechatpay_hk', 'unionpay', 'payme'] as const;

/**
 * A wallet family. `alipay` covers mainland Alipay, AlipayHK and the Alipay+ wallets, whose codes cannot be told
 * apart by prefix. `wechatpay` is the mainland wallet (prefixes 10 to 14), `wechatpay_hk` the Hong Kong one (15).
 */
export type WalletFamily = (typeof WALLET_FAMILIES)[number];

/** Names of the wallet families as cashiers know them. */
export const WALLET_FAMILY_NAMES: Readonly<Record<WalletFamily, string>> = {
  alipay: 'Alipay',
  wechatpay: 'WeChat Pay',
  wechatpay_hk: 'WeChat Pay HK',
  unionpay: 'UnionPay',
  payme: 'PayMe',
};
