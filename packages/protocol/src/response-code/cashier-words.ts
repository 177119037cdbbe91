import type { CashierWords } from './response-code.ts';

/** For every code after which nobody knows whether money moved. */
export const OUTCOME_UNKNOWN = {
  en: 'The result is not known yet. Look the sale up. Do not charge again yet.',
  zhHant: '結果尚未確定，請先查詢這筆交易。暫勿再次收款。',
  zhHans: '结果尚未确定，请先查询这笔交易。暂勿再次收款。',
} as const satisfies CashierWords;

/**
 * For requests that were refused before they had any effect. It does not say "not paid": the refused request may have
 * been a refund or a cancellation, or the repeat of a payment whose first answer was lost.
 */
export const CALL_SUPPORT = {
  en: 'Not accepted, nothing changed. Call the support of your till and give them this code.',
  zhHant: '請求不獲接納，沒有任何變動。請聯絡收銀系統支援人員並提供此代碼。',
  zhHans: '请求未被接受，没有任何变动。请联系收银系统技术支持并提供此代码。',
} as const satisfies CashierWords;

/** For a service that takes no work at the moment. Neutral for the same reason as `CALL_SUPPORT`. */
export const TRY_LATER = {
  en: 'Not accepted at the moment. Wait a little, then try the same sale again.',
  zhHant: '暫時未能處理。請稍候，再重試同一筆交易。',
  zhHans: '暂时无法处理。请稍候，再重试同一笔交易。',
} as const satisfies CashierWords;

/** For final refusals that a fresh code can cure. */
export const SCAN_FRESH_CODE = {
  en: 'Not paid. Ask the customer for a fresh code and scan again.',
  zhHant: '未付款。請顧客出示新的付款碼，再掃描一次。',
  zhHans: '未付款。请顾客出示新的付款码，再扫描一次。',
} as const satisfies CashierWords;

/** For final refusals where the same wallet would refuse again, but the customer may have another card or wallet. */
export const CHANGE_MEANS = {
  en: 'Not paid. Ask the customer for another card or wallet, then scan its fresh code.',
  zhHant: '未付款。請顧客改用其他銀行卡或錢包，再掃描新的付款碼。',
  zhHans: '未付款。请顾客改用其他银行卡或钱包，再扫描新的付款码。',
} as const satisfies CashierWords;
