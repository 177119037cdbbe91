import { OUTCOME_UNKNOWN } from './cashier-words.ts';
import type { ResponseCodeTable } from './response-code.ts';

/** Codes whose outcome is open. None of them is a refusal, and no new charge may start while one stands. */
export const PENDING_CODES = {
  '1143': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'Waiting for the customer to confirm the payment',
    textZh: '等待顾客确认付款',
    cashier: {
      en: 'Wait while the customer confirms on the phone. Do not charge again yet.',
      zhHant: '請等待顧客在手機上確認付款。暫勿再次收款。',
      zhHans: '请等待顾客在手机上确认付款。暂勿再次收款。',
    },
    developer:
      'Pending: the payer may be typing a password. Enquire by out_trade_no every few seconds until the row shows a final code. To give up, send a reversal and go on enquiring; start no other payment for this sale meanwhile.',
    note: 'Tables of 2017 and 2018 read 1143 as a missing transaction; the current documents and OpenCPM mean pending.',
  },
  '1145': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'Being processed, the outcome is not known yet',
    textZh: '正在处理，结果待确认',
    cashier: {
      en: 'Wait for the result. Do not charge again yet, and do not repeat a refund.',
      zhHant: '請等待結果。暫勿再次收款，亦不要重複退款。',
      zhHans: '请等待结果。暂勿再次收款，也不要重复退款。',
    },
    developer:
      'Pending: the wallet is still working or has not answered in time. Enquire by out_trade_no until the row shows a final code. A refund or a reversal answers 1145 in the same sense.',
  },
  '1161': {
    retry: 'query',
    legacy: true,
    emitted: false,
    textEn: 'Result unknown, an enquiry is needed',
    textZh: '结果未知，需要查询',
    cashier: OUTCOME_UNKNOWN,
    developer: 'Treat like 1145: enquire by out_trade_no until the row shows a final code.',
  },
  '1298': {
    retry: 'query',
    legacy: false,
    emitted: false,
    textEn: 'Slow connection; the customer may have paid already',
    textZh: '网络较慢，如已付款请勿重复支付',
    cashier: {
      en: 'The line is slow and the customer may have paid. Look the sale up. Do not charge again yet.',
      zhHant: '網絡緩慢，顧客可能已經付款，請查詢這筆交易。暫勿再次收款。',
      zhHans: '网络缓慢，顾客可能已经付款，请查询这笔交易。暂勿再次收款。',
    },
    developer: 'Treat like 1145: enquire by out_trade_no until the row shows a final code.',
    note: 'OpenCPM answers 1145 instead while an outcome is open.',
  },
  '2999': {
    retry: 'query',
    legacy: true,
    emitted: false,
    textEn: 'The channel is still working',
    textZh: '渠道仍在处理',
    cashier: OUTCOME_UNKNOWN,
    developer: 'Treat like 1145: enquire by out_trade_no until the row shows a final code.',
    note: 'Some old gateways answer a refund with 2999 while it is in progress.',
  },
} as const satisfies ResponseCodeTable;
