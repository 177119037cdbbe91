/** Languages of a receipt, as BCP 47 writes them. */
const RECEIPT_LANGUAGES = ['en', 'zh-Hant', 'zh-Hans'] as const;

/** Language of a receipt. */
export type ReceiptLanguage = (typeof RECEIPT_LANGUAGES)[number];

/** Everything a receipt says besides what was sold. */
export interface ReceiptWords {
  readonly title: string;
  readonly paid: string;
  readonly partRefunded: string;
  readonly refunded: string;
  readonly sandbox: string;
  readonly amount: string;
  readonly back: string;
  readonly wallet: string;
  readonly code: string;
  readonly time: string;
  readonly number: string;
  readonly order: string;
  readonly syssn: string;
  readonly walletNumber: string;
  readonly cashier: string;
  readonly otherWallet: string;
  readonly file: string;
  readonly thanks: string;
}

/** The words of receipts, by language. */
export const RECEIPT_WORDS: Readonly<Record<ReceiptLanguage, ReceiptWords>> = {
  en: {
    title: 'Receipt',
    paid: 'Paid',
    partRefunded: 'Paid, refunded in part',
    refunded: 'Refunded',
    sandbox: 'Test, no real money',
    amount: 'Amount',
    back: 'Refunded',
    wallet: 'Wallet',
    code: 'Code',
    time: 'Time',
    number: 'Receipt no.',
    order: 'Order',
    syssn: 'Reference',
    walletNumber: 'Wallet no.',
    cashier: 'Served by',
    otherWallet: 'Wallet',
    file: 'PDF',
    thanks: 'Thank you',
  },
  'zh-Hant': {
    title: '收據',
    paid: '已付款',
    partRefunded: '已付款，部分退款',
    refunded: '已退款',
    sandbox: '測試，不涉及真實款項',
    amount: '金額',
    back: '已退款',
    wallet: '錢包',
    code: '付款碼',
    time: '時間',
    number: '收據編號',
    order: '訂單編號',
    syssn: '交易編號',
    walletNumber: '錢包單號',
    cashier: '收銀員',
    otherWallet: '電子錢包',
    file: 'PDF',
    thanks: '多謝惠顧',
  },
  'zh-Hans': {
    title: '收据',
    paid: '已付款',
    partRefunded: '已付款，部分退款',
    refunded: '已退款',
    sandbox: '测试，不涉及真实款项',
    amount: '金额',
    back: '已退款',
    wallet: '钱包',
    code: '付款码',
    time: '时间',
    number: '收据编号',
    order: '订单编号',
    syssn: '交易编号',
    walletNumber: '钱包单号',
    cashier: '收银员',
    otherWallet: '电子钱包',
    file: 'PDF',
    thanks: '谢谢惠顾',
  },
};

/**
 * The language a customer reads.
 *
 * @param wanted `lang` of the address.
 * @param accepted header `Accept-Language`; its first language counts.
 */
export function receiptLanguage(wanted: string | undefined, accepted: string | undefined): ReceiptLanguage {
  const known = RECEIPT_LANGUAGES.find((language) => language === wanted);
  if (known !== undefined) return known;
  const [first = ''] = (accepted ?? '').split(/[,;]/, 1);
  if (!/^zh\b/i.test(first.trim())) return 'en';
  return /hant|tw|hk|mo/i.test(first) ? 'zh-Hant' : 'zh-Hans';
}
