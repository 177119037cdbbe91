import type { Language } from '../../packages/protocol/src/response-code/language.ts';

/** What stands above the tables of a page of response codes, and marks in them. */
export interface ResponseCodeIntroduction {
  readonly title: string;
  readonly text: string;
  /** Marks a code that is absent from the current public tables. */
  readonly legacy: string;
  /** Headings of the table of retry values. */
  readonly value: string;
  readonly whatMayFollow: string;
}

/** The introductions by language. */
export const RESPONSE_CODE_INTRODUCTIONS: Readonly<Record<Language, ResponseCodeIntroduction>> = {
  en: {
    title: 'Response codes',
    legacy: 'legacy',
    value: 'Value',
    whatMayFollow: 'What may follow',
    text: `Every answer carries a \`respcd\` of four digits. Clients act on three rules:

- \`0000\` means done. In an enquiry the outer \`0000\` only says that the question was answered; the state of each
  transaction is the \`respcd\` of its row.
- \`1143\` and \`1145\` mean pending. They are never a failure: enquire until the row shows a final code, and charge nothing
  else for the sale meanwhile.
- Every other code is a refusal, unless *Retry* says \`query\`: then the outcome, or the state of the order, is not known
  to the caller and must be enquired before anything else.

A refused request says nothing about an earlier request for the same order. When an earlier answer was lost, enquire by
\`out_trade_no\`, whatever code the next request got.

Codes with a circle (●) are those OpenCPM answers with. The others come from other gateways of this wire format and are
listed so that clients can read them. *Legacy* codes are absent from the current public tables.

Over the wire \`resperr\` carries the meaning in simplified Chinese, and \`respmsg\` the English one or a text that says more.
\`opencpm explain CODE\` shows a row of this page; in TypeScript the words for the cashier come with the
[client](../guides/client-sdk.md#words-for-the-cashier).`,
  },
  'zh-Hant': {
    title: '回應代碼',
    legacy: '舊碼',
    value: '數值',
    whatMayFollow: '之後可做甚麼',
    text: `每個回應都帶有四位數字的 \`respcd\`。客戶端按三條規則行事：

- \`0000\` 表示完成。查詢時，外層的 \`0000\` 只表示已回覆查詢；每筆交易的狀態以該列的 \`respcd\` 為準。
- \`1143\` 及 \`1145\` 表示結果未定，絕不代表失敗：請持續查詢，直至該列出現最終代碼；其間不要為同一筆銷售再次收款。
- 其他代碼均為拒絕，除非*重試*為 \`query\`：此時呼叫方並不知道結果或訂單狀態，必須先查詢，才可進行其他操作。

請求被拒絕，並不反映同一訂單之前的請求結果如何。如之前的回應曾經遺失，不論下一個請求得到甚麼代碼，都要以 \`out_trade_no\` 查詢。

帶圓點（●）的是 OpenCPM 會回覆的代碼。其餘來自使用同一格式的其他閘道，列出以供客戶端解讀。*舊碼*不見於現行的公開代碼表。

實際傳送時，\`resperr\` 載有簡體中文的意思，\`respmsg\` 載有英文的意思或更詳細的說明。\`opencpm explain CODE --lang zh-Hant\`
可顯示本頁的一列。`,
  },
  'zh-Hans': {
    title: '响应代码',
    legacy: '旧码',
    value: '取值',
    whatMayFollow: '之后可以做什么',
    text: `每个应答都带有四位数字的 \`respcd\`。客户端按三条规则行事：

- \`0000\` 表示完成。查询时，外层的 \`0000\` 只表示查询已应答；每笔交易的状态以该行的 \`respcd\` 为准。
- \`1143\` 和 \`1145\` 表示结果未定，绝不代表失败：请持续查询，直到该行出现最终代码；在此期间不要为同一笔销售再次收款。
- 其他代码都是拒绝，除非*重试*为 \`query\`：此时调用方不知道结果或订单状态，必须先查询，然后才能做其他操作。

请求被拒绝，并不说明同一订单此前的请求结果如何。如果此前的应答丢失过，不论下一个请求得到什么代码，都要用 \`out_trade_no\` 查询。

带圆点（●）的是 OpenCPM 会返回的代码。其余来自使用同一格式的其他网关，列出以供客户端识别。*旧码*不在现行的公开代码表中。

实际传输时，\`resperr\` 是简体中文的含义，\`respmsg\` 是英文的含义或更详细的说明。\`opencpm explain CODE --lang zh-Hans\`
可显示本页的一行。`,
  },
};
