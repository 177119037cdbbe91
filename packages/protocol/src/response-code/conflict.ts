import { CALL_SUPPORT } from './cashier-words.ts';
import type { ResponseCodeTable } from './response-code.ts';

/** The request does not fit the state or the data of the order it names. It moved no money. */
export const CONFLICT_CODES = {
  '1102': {
    retry: 'query',
    legacy: false,
    emitted: false,
    textEn: 'This request was seen before',
    textZh: '重复的请求',
    cashier: {
      en: 'This sale was sent before. Look it up. Do not charge again yet.',
      zhHant: '這筆交易之前已送出，請先查詢。暫勿再次收款。',
      zhHans: '这笔交易之前已提交，请先查询。暂勿再次收款。',
    },
    developer: 'The first request may have succeeded. Enquire by out_trade_no and act on the row.',
    note: 'OpenCPM answers a true repeat with the current state of the order, and a changed one with 2011.',
  },
  '1110': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'Serial number of the client is wrong',
    textZh: '客户端流水号不正确',
    cashier: CALL_SUPPORT,
    developer: 'Check how the till numbers its requests.',
  },
  '1126': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'The details differ from the original transaction',
    textZh: '与原交易不一致',
    cashier: {
      en: 'Nothing changed: the details differ from the original sale. Look that sale up and compare.',
      zhHant: '沒有任何變動：資料與原交易不符。請查詢原交易並核對。',
      zhHans: '没有任何变动：信息与原交易不符。请查询原交易并核对。',
    },
    developer: 'Enquire the original transaction and send its own numbers, amount and currency.',
  },
  '1129': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'The voucher was uploaded before',
    textZh: '凭证此前已上传',
    cashier: {
      en: 'The voucher is already there. Nothing more to do.',
      zhHant: '憑證早前已上載，毋須再做。',
      zhHans: '凭证此前已上传，无需再做。',
    },
    developer: 'Do not upload the voucher again.',
  },
  '1134': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'The card for the cancellation is not the card that paid',
    textZh: '撤销所用的卡与付款卡不一致',
    cashier: {
      en: 'Not cancelled. Ask the customer for the card that was used to pay.',
      zhHant: '未能取消。請顧客出示付款時所用的卡。',
      zhHans: '未能撤销。请顾客出示付款时所用的卡。',
    },
    developer: 'Applies to card terminals only. Cancel with the card that paid, or use a refund.',
  },
  '1136': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'The transaction does not exist or cannot be changed',
    textZh: '交易不存在或当前不能操作',
    cashier: {
      en: 'The sale was not found or cannot be changed. Look it up by its number. Do not charge again yet.',
      zhHant: '找不到這筆交易，或目前不能更改。請按單號查詢。暫勿再次收款。',
      zhHans: '找不到这笔交易，或当前不能更改。请按单号查询。暂勿再次收款。',
    },
    developer:
      'Check syssn, mchid and the environment, then enquire. Absence in one answer is no proof that the customer was not charged.',
  },
  '1142': {
    retry: 'new-code',
    legacy: false,
    emitted: true,
    textEn: 'The order was closed without payment',
    textZh: '订单已关闭，未付款',
    cashier: {
      en: 'Not paid: this order was cancelled. To try again, start a new sale and scan a fresh code.',
      zhHant: '未付款：此訂單已取消。如要再試，請開始新的交易並掃描新的付款碼。',
      zhHans: '未付款：此订单已撤销。如要再试，请开始新的交易并扫描新的付款码。',
    },
    developer:
      'Final and unpaid; shown in the row of a reversed or closed payment, with cancel 1. A new payment needs a new out_trade_no and a newly scanned code.',
  },
  '1151': {
    retry: 'never',
    legacy: true,
    emitted: false,
    textEn: 'The details differ from the original pre-authorisation',
    textZh: '与原预授权不一致',
    cashier: {
      en: 'Nothing changed: the details differ from the pre-authorisation. Compare them and tell your manager.',
      zhHant: '沒有任何變動：資料與原預授權不符。請核對並通知主管。',
      zhHans: '没有任何变动：信息与原预授权不符。请核对并通知主管。',
    },
    developer: 'Send the numbers and the amount of the pre-authorisation. Scanned payments have none.',
  },
  '1260': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'The order is already paid',
    textZh: '该订单此前已付款',
    cashier: {
      en: 'This order is already paid. Look it up to confirm. Do not charge again yet; to give money back, refund.',
      zhHant: '此訂單已付款，請查詢確認。暫勿再次收款；如需退回款項，請辦理退款。',
      zhHans: '此订单已付款，请查询确认。暂勿再次收款；如需退回款项，请办理退款。',
    },
    developer:
      'Also the answer to a reversal that came too late: the customer has paid and the payment stands. Enquire, show it as paid, and refund if the sale is off.',
  },
  '1261': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'The order is not paid',
    textZh: '订单尚未付款',
    cashier: {
      en: 'Not refunded: the sale does not stand as paid. Look it up. Do not charge again yet.',
      zhHant: '未退款：這筆交易並非已付款狀態。請先查詢。暫勿再次收款。',
      zhHans: '未退款：这笔交易并非已付款状态。请先查询。暂勿再次收款。',
    },
    developer: 'Only a paid order can be refunded. Enquire: if it is pending, wait or send a reversal.',
  },
  '1262': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'The order is already refunded',
    textZh: '订单已全额退款',
    cashier: {
      en: 'This order was already refunded. Do not refund again. Look it up. Do not charge again yet.',
      zhHant: '此訂單早前已退款，請勿再次退款。請先查詢。暫勿再次收款。',
      zhHans: '此订单此前已退款，请勿再次退款。请先查询。暂勿再次收款。',
    },
    developer: 'Enquire the payment and its refunds and show them. Send no other refund.',
  },
  '1263': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'The order is already cancelled',
    textZh: '该订单此前已撤销',
    cashier: {
      en: 'This order was already cancelled. Look it up to confirm. Do not charge again yet.',
      zhHant: '此訂單早前已取消，請查詢確認。暫勿再次收款。',
      zhHans: '此订单此前已撤销，请查询确认。暂勿再次收款。',
    },
    developer:
      'Enquire. Once the row is final, a new payment needs a new out_trade_no and a newly scanned code.',
  },
  '1264': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'The order is already closed',
    textZh: '该订单此前已关闭',
    cashier: {
      en: 'This order was already closed. Look it up to confirm. Do not charge again yet.',
      zhHant: '此訂單早前已關閉，請查詢確認。暫勿再次收款。',
      zhHans: '此订单此前已关闭，请查询确认。暂勿再次收款。',
    },
    developer:
      'Enquire. Once the row is final, a new payment needs a new out_trade_no and a newly scanned code.',
    note: 'Seen from another gateway for the refund of a payment that was refunded in full.',
  },
  '1266': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'The amount does not match the order',
    textZh: '金额与订单不一致',
    cashier: {
      en: 'Nothing changed: the amount differs from the sale. Look the sale up and enter its amount.',
      zhHant: '沒有任何變動：金額與原交易不符。請查詢原交易並輸入其金額。',
      zhHans: '没有任何变动：金额与原交易不符。请查询原交易并输入其金额。',
    },
    developer: 'A reversal must carry the txamt of the payment. Enquire the order and send its amount.',
  },
  '1267': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'The details do not match the order',
    textZh: '信息与订单不一致',
    cashier: {
      en: 'Nothing changed: the details differ from the sale. Look the sale up and compare.',
      zhHant: '沒有任何變動：資料與原交易不符。請查詢原交易並核對。',
      zhHans: '没有任何变动：信息与原交易不符。请查询原交易并核对。',
    },
    developer: 'syssn and out_trade_no must name the same payment. Send one of them, or correct the pair.',
  },
  '1268': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'The order does not exist',
    textZh: '找不到该订单',
    cashier: {
      en: 'This order was not found. Check its number and look it up. Do not charge again yet.',
      zhHant: '找不到此訂單。請核對單號並查詢。暫勿再次收款。',
      zhHans: '找不到此订单。请核对单号并查询。暂勿再次收款。',
    },
    developer:
      'Check the number, mchid and the environment, then enquire. If the payment request is still on its way, it can arrive after this answer.',
  },
  '2011': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'The order number was used before',
    textZh: '订单号重复使用',
    cashier: {
      en: 'This order number was used before. Look that sale up. Do not charge again yet.',
      zhHant: '此單號之前已使用，請先查詢該筆交易。暫勿再次收款。',
      zhHans: '此单号之前已使用，请先查询该笔交易。暂勿再次收款。',
    },
    developer:
      'The number belongs to an order with other contents, even if that one was refused. Nothing was charged by this request. Enquire by out_trade_no; use a new number only after the old order is final.',
  },
} as const satisfies ResponseCodeTable;
