import type { Language } from '@opencpm/page-host/kit';

/** What the developers' switches say. */
export interface DeveloperWords {
  readonly intro: string;
  readonly behaviour: string;
  readonly reversalBehaviour: string;
  readonly refundBehaviour: string;
  readonly status: string;
  readonly statuses: Readonly<Record<'open' | 'closed', string>>;
  readonly balance: string;
  readonly freeLimit: string;
  readonly save: string;
  readonly saved: string;
  readonly refused: string;
  readonly nextCall: string;
  readonly fault: string;
  /** The word or code of the wallet that a fault is told with. */
  readonly code: string;
  readonly order: string;
  readonly ordered: string;
  /** Calls by name. */
  readonly calls: Readonly<Record<string, string>>;
  readonly noNetwork: string;
  readonly clock: string;
  readonly minutes: (count: number) => string;
  readonly clockMoved: string;
  readonly normal: string;
  readonly declined: (respcd: string) => string;
  /** Behaviours by name; one without a sentence is shown by its name. */
  readonly sentences: Readonly<Record<string, string>>;
}

/** In every language. */
export const DEVELOPER_WORDS: Readonly<Record<Language, DeveloperWords>> = {
  en: {
    intro: 'How the wallet treats the next payments of this account.',
    behaviour: 'Payments',
    reversalBehaviour: 'Reversals',
    refundBehaviour: 'Refunds',
    status: 'Account',
    statuses: { open: 'Open', closed: 'Closed' },
    balance: 'Balance, in cents',
    freeLimit: 'Without password up to, in cents',
    save: 'Save',
    saved: 'Saved.',
    refused: 'Not saved: give whole numbers from 0.',
    nextCall: 'The next call goes wrong',
    fault: 'How',
    code: 'Code of the wallet',
    order: 'Let it go wrong',
    ordered: 'The next such call goes wrong.',
    calls: {
      charge: 'payment',
      query: 'enquiry',
      reverse: 'reversal',
      refund: 'refund',
      queryRefund: 'enquiry about a refund',
      notification: 'notification',
      certificates: 'list of certificates',
      statement: 'bill of a day',
    },
    noNetwork: 'The phone has no network',
    clock: 'Clock of the sandbox',
    minutes: (count) => (count === 1 ? '1 minute ahead' : `${count} minutes ahead`),
    clockMoved: 'The clock was moved.',
    normal: 'as balance and limit say',
    declined: (respcd) => `refused (${respcd})`,
    sentences: {
      paid: 'paid at once',
      'password-approved': 'confirmed by itself after 5 s',
      'password-refused': 'refused by the payer after 5 s',
      'password-unanswered': 'waits for the password',
      'processing-paid': 'unclear at first, paid after 5 s',
      'processing-declined': 'unclear at first, refused after 5 s',
      slow: 'paid, answer after 3 s',
      'very-slow': 'paid, answer after 10 s',
      'answer-lost': 'paid, answer lost',
      'answer-timeout': 'paid, no answer',
      'never-arrived': 'lost on its way',
      'late-success': 'delayed, paid after 20 s',
      'wrong-amount': 'paid, reports a wrong amount',
      'wrong-currency': 'paid, reports a wrong currency',
      busy: 'wallet busy (1297)',
      'declined-not-final': 'refused, not final',
      'declined-then-paid': 'refused, paid all the same after 5 s',
      'declined-then-charged': 'refused for good, charged after 30 s',
      'reversal-ignored': 'delayed, charged after 150 s even if reversed',
      done: 'done at once',
      'refused-at-first': 'refused twice, then done',
      'refused-too-late': 'refused, too late',
      returned: 'returned at once',
      refused: 'refused (1265)',
      'processing-returned': 'returned after 5 s',
      'processing-refused': 'refused after 5 s',
      'lost-at-first': 'lost twice, then returned',
      'unseen-at-first': 'returned, found at the fourth enquiry',
    },
  },
  'zh-Hant': {
    intro: '錢包如何處理此帳戶接下來的付款。',
    behaviour: '付款',
    reversalBehaviour: '撤銷',
    refundBehaviour: '退款',
    status: '帳戶',
    statuses: { open: '開通', closed: '關閉' },
    balance: '結餘（分）',
    freeLimit: '免密限額（分）',
    save: '儲存',
    saved: '已儲存。',
    refused: '未儲存：請輸入不小於 0 的整數。',
    nextCall: '下一次呼叫出錯',
    fault: '出錯方式',
    code: '錢包的代碼',
    order: '讓它出錯',
    ordered: '下一次此類呼叫將會出錯。',
    calls: {
      charge: '付款',
      query: '查詢',
      reverse: '撤銷',
      refund: '退款',
      queryRefund: '退款查詢',
      notification: '通知',
      certificates: '證書列表',
      statement: '日結單',
    },
    noNetwork: '手機沒有網絡',
    clock: '沙盒時鐘',
    minutes: (count) => `快進 ${count} 分鐘`,
    clockMoved: '時鐘已調快。',
    normal: '按餘額和限額',
    declined: (respcd) => `拒絕（${respcd}）`,
    sentences: {
      paid: '立即付款',
      'password-approved': '5 秒後自動確認',
      'password-refused': '5 秒後付款人拒絕',
      'password-unanswered': '等待密碼',
      'processing-paid': '先不明確，5 秒後付款',
      'processing-declined': '先不明確，5 秒後拒絕',
      slow: '已付款，3 秒後回應',
      'very-slow': '已付款，10 秒後回應',
      'answer-lost': '已付款，回應遺失',
      'answer-timeout': '已付款，沒有回應',
      'never-arrived': '請求在途中遺失',
      'late-success': '延遲，20 秒後付款',
      'wrong-amount': '已付款，回報金額錯誤',
      'wrong-currency': '已付款，回報貨幣錯誤',
      busy: '錢包繁忙（1297）',
      'declined-not-final': '拒絕，但非最終結果',
      'declined-then-paid': '拒絕，5 秒後仍付款',
      'declined-then-charged': '最終拒絕，30 秒後仍扣款',
      'reversal-ignored': '延遲，即使撤銷 150 秒後仍扣款',
      done: '立即完成',
      'refused-at-first': '先拒絕兩次，再完成',
      'refused-too-late': '拒絕，已太遲',
      returned: '立即退回',
      refused: '拒絕（1265）',
      'processing-returned': '5 秒後退回',
      'processing-refused': '5 秒後拒絕',
      'lost-at-first': '先遺失兩次，再退回',
      'unseen-at-first': '已退回，第四次查詢前找不到',
    },
  },
  'zh-Hans': {
    intro: '钱包如何处理此账户接下来的付款。',
    behaviour: '付款',
    reversalBehaviour: '撤销',
    refundBehaviour: '退款',
    status: '账户',
    statuses: { open: '开通', closed: '关闭' },
    balance: '余额（分）',
    freeLimit: '免密限额（分）',
    save: '保存',
    saved: '已保存。',
    refused: '未保存：请输入不小于 0 的整数。',
    nextCall: '下一次调用出错',
    fault: '出错方式',
    code: '钱包的代码',
    order: '让它出错',
    ordered: '下一次此类调用将会出错。',
    calls: {
      charge: '付款',
      query: '查询',
      reverse: '撤销',
      refund: '退款',
      queryRefund: '退款查询',
      notification: '通知',
      certificates: '证书列表',
      statement: '日账单',
    },
    noNetwork: '手机没有网络',
    clock: '沙盒时钟',
    minutes: (count) => `快进 ${count} 分钟`,
    clockMoved: '时钟已调快。',
    normal: '按余额和限额',
    declined: (respcd) => `拒绝（${respcd}）`,
    sentences: {
      paid: '立即付款',
      'password-approved': '5 秒后自动确认',
      'password-refused': '5 秒后付款人拒绝',
      'password-unanswered': '等待密码',
      'processing-paid': '先不明确，5 秒后付款',
      'processing-declined': '先不明确，5 秒后拒绝',
      slow: '已付款，3 秒后回应',
      'very-slow': '已付款，10 秒后回应',
      'answer-lost': '已付款，回应丢失',
      'answer-timeout': '已付款，没有回应',
      'never-arrived': '请求在途中丢失',
      'late-success': '延迟，20 秒后付款',
      'wrong-amount': '已付款，回报金额错误',
      'wrong-currency': '已付款，回报货币错误',
      busy: '钱包繁忙（1297）',
      'declined-not-final': '拒绝，但非最终结果',
      'declined-then-paid': '拒绝，5 秒后仍付款',
      'declined-then-charged': '最终拒绝，30 秒后仍扣款',
      'reversal-ignored': '延迟，即使撤销 150 秒后仍扣款',
      done: '立即完成',
      'refused-at-first': '先拒绝两次，再完成',
      'refused-too-late': '拒绝，已太迟',
      returned: '立即退回',
      refused: '拒绝（1265）',
      'processing-returned': '5 秒后退回',
      'processing-refused': '5 秒后拒绝',
      'lost-at-first': '先丢失两次，再退回',
      'unseen-at-first': '已退回，第四次查询前找不到',
    },
  },
};
