import type { CatalogueWords } from './catalogue-words.ts';

/** The words about codes in general, in Chinese in traditional characters, as written in Hong Kong. */
export const CATALOGUE_WORDS: CatalogueWords = {
  headings: {
    code: '代碼',
    meaning: '意思',
    cashier: '收銀員',
    developer: '開發人員',
    note: '備註',
    class: '類別',
    retry: '重試',
  },
  classes: {
    success: { title: '成功', about: '已完成。' },
    pending: { title: '結果未定', about: '尚未有結果。這些代碼均不代表拒絕；在有結果之前，不得再次收款。' },
    declined: { title: '拒絕', about: '錢包、其銀行或付款碼規則拒絕了這筆付款。' },
    risk: { title: '風險', about: '風險或法規檢查拒絕了這筆付款。' },
    conflict: { title: '衝突', about: '請求與所指訂單的狀態或資料不符。沒有任何款項變動。' },
    refund: { title: '退款', about: '退款或取消的規則不容許此請求。沒有任何款項變動。' },
    'invalid-request': { title: '請求無效', about: '請求格式有誤，或要求了不可能的事。沒有任何效果。' },
    auth: { title: '身分驗證', about: '未能確認發送方的身分。請求沒有任何效果。' },
    config: { title: '設定', about: '商戶、店舖或裝置未就此請求設定妥當。請求沒有任何效果。' },
    system: { title: '系統', about: '服務或其後的線路出現問題。重試為 `query` 時，結果未明。' },
  },
  retries: {
    never: '無須重試：原樣重試不會改變結果。',
    query: '先查詢。在得知訂單狀態之前，不要對該訂單進行其他操作。',
    later: '稍候再試。',
    'new-code': '最終拒絕。新的付款須使用新的 `out_trade_no` 及重新掃描的付款碼；退款被拒則毋須掃描。',
  },
};
