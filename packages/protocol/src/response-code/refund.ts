import type { ResponseCodeTable } from './response-code.ts';

/** A rule of refunds or cancellations forbids the request. No money moved. */
export const REFUND_CODES = {
  '1125': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'This transaction was refunded before',
    textZh: '该交易已退款',
  },
  '1150': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'Settled on the same day, cannot be cancelled',
    textZh: '当日结算商户，不能撤销交易',
  },
  '1155': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'Refund refused; another refund may be running',
    textZh: '退款被拒绝，可能有退款正在处理',
  },
  '1265': {
    retry: 'later',
    legacy: false,
    emitted: true,
    textEn: 'No refund now: 23:30 to 00:30, special promotion, or too old',
    textZh: '不在可退款时段，或属特殊活动，或已超过退款期限',
  },
  '1269': {
    retry: 'later',
    legacy: false,
    emitted: true,
    textEn: 'Unsettled takings do not cover this refund',
    textZh: '未结算金额不足，暂不能退款',
  },
  '1270': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'This currency can only be refunded in full',
    textZh: '此币种仅支持全额退款',
  },
  '1271': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'This transaction can only be refunded in full',
    textZh: '此笔交易仅支持全额退款',
  },
  '1272': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'The refund is more than what is left of the payment',
    textZh: '退款金额超过可退余额',
  },
} as const satisfies ResponseCodeTable;
