import type { ResponseCodeTable } from './response-code.ts';

/** Codes whose outcome is open. None of them is a refusal, and no new charge may start while one stands. */
export const PENDING_CODES = {
  '1143': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'Waiting for the customer to confirm the payment',
    textZh: '等待顾客确认付款',
  },
  '1145': {
    retry: 'query',
    legacy: false,
    emitted: true,
    textEn: 'Being processed, the outcome is not known yet',
    textZh: '正在处理，结果待确认',
  },
  '1161': {
    retry: 'query',
    legacy: true,
    emitted: false,
    textEn: 'Result unknown, an enquiry is needed',
    textZh: '结果未知，需要查询',
  },
  '1298': {
    retry: 'query',
    legacy: false,
    emitted: false,
    textEn: 'Slow connection; the customer may have paid already',
    textZh: '网络较慢，如已付款请勿重复支付',
  },
  '2999': {
    retry: 'query',
    legacy: true,
    emitted: false,
    textEn: 'The channel is still working',
    textZh: '渠道仍在处理',
  },
} as const satisfies ResponseCodeTable;
