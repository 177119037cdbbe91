import type { ResponseCodeTable } from './response-code.ts';

/** A rule of refunds or cancellations forbids the request. No money moved. */
export const REFUND_CODES = {
  '1125': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'This transaction was refunded before',
    textZh: '该交易已退款',
    cashier: {
      en: 'This sale was refunded before. Do not refund it again. Look it up in the journal.',
      zhHant: '這筆交易早前已退款，請勿再次退款。請在交易紀錄中查閱。',
      zhHans: '这笔交易此前已退款，请勿再次退款。请在交易记录中查看。',
    },
    developer: 'Enquire the payment and its refunds and show them; send no other refund.',
    note: 'Gateways also use 1262 or 1264 for a payment that was refunded in full.',
  },
  '1150': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'Settled on the same day, cannot be cancelled',
    textZh: '当日结算商户，不能撤销交易',
    cashier: {
      en: 'Not cancelled. Look the sale up; if it is paid, refund it instead.',
      zhHant: '未能取消。請查詢這筆交易；如已付款，請改為退款。',
      zhHans: '未能撤销。请查询这笔交易；如已付款，请改用退款。',
    },
    developer: 'The payment stands as it was. Enquire it; once it is final and paid, use a refund.',
  },
  '1155': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'Refund refused; another refund may be running',
    textZh: '退款被拒绝，可能有退款正在处理',
    cashier: {
      en: 'This refund was refused. Look the sale up: an earlier refund may still be running.',
      zhHant: '這次退款不獲接納。請查詢這筆交易：早前的退款可能仍在處理。',
      zhHans: '本次退款被拒绝。请查询这笔交易：此前的退款可能仍在处理。',
    },
    developer:
      'Enquire the refunds of this payment. If one is pending, wait until it is final; only then send another, under a new out_trade_no.',
    note: 'Tables of 2017: this transaction may not be cancelled.',
  },
  '1265': {
    retry: 'later',
    legacy: false,
    emitted: true,
    textEn: 'No refund now: 23:30 to 00:30, special promotion, or too old',
    textZh: '不在可退款时段，或属特殊活动，或已超过退款期限',
    cashier: {
      en: 'Not refunded. Between 23:30 and 00:30 wait and try again; at other times tell your manager.',
      zhHant: '未退款。若在23:30至00:30之間，請稍後再試；其他時間請通知主管。',
      zhHans: '未退款。若在23:30至00:30之间，请稍后再试；其他时间请通知主管。',
    },
    developer:
      'During the pause (23:30 to 00:30, UTC+8) try again after it under a new out_trade_no. Outside the pause the payment is past the refund period of its wallet or belongs to a promotion: settle it outside this system.',
  },
  '1269': {
    retry: 'later',
    legacy: false,
    emitted: true,
    textEn: 'Unsettled takings do not cover this refund',
    textZh: '未结算金额不足，暂不能退款',
    cashier: {
      en: 'Not refunded: too little has been taken since the last settlement. Try again after more sales.',
      zhHant: '未退款：未結算的營業額不足。請待有更多收款後再試。',
      zhHans: '未退款：未结算的营业额不足。请在有更多收款后再试。',
    },
    developer: 'Try again later under a new out_trade_no, when the takings of the day cover the amount.',
  },
  '1270': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'This currency can only be refunded in full',
    textZh: '此币种仅支持全额退款',
    cashier: {
      en: 'Not refunded. Only the full amount can go back in this currency.',
      zhHant: '未退款。此貨幣只可全數退款。',
      zhHans: '未退款。该币种只能全额退款。',
    },
    developer: 'Send a refund of the whole paid amount under a new out_trade_no, or settle the part in cash.',
  },
  '1271': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'This transaction can only be refunded in full',
    textZh: '此笔交易仅支持全额退款',
    cashier: {
      en: 'Not refunded. Only the full amount of this sale can go back.',
      zhHant: '未退款。這筆交易只可全數退款。',
      zhHans: '未退款。这笔交易只能全额退款。',
    },
    developer: 'Send a refund of the whole paid amount under a new out_trade_no, or settle the part in cash.',
  },
  '1272': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'The refund is more than what is left of the payment',
    textZh: '退款金额超过可退余额',
    cashier: {
      en: 'Not refunded: the amount is more than what is left. Check earlier refunds and enter less.',
      zhHant: '未退款：金額超過可退餘額。請查看早前的退款，再輸入較小的金額。',
      zhHans: '未退款：金额超过可退余额。请查看此前的退款，再输入较小的金额。',
    },
    developer:
      'Enquire the payment and its refunds. Pending refunds count as well. Send a smaller amount under a new out_trade_no.',
  },
} as const satisfies ResponseCodeTable;
