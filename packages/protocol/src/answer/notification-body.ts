import type { AnswerMember, AnswerShape } from './answer-shape.ts';
import {
  AMOUNT_TEXT,
  CURRENCY,
  DEBITED_CURRENCY_OR_EMPTY,
  EMPTY,
  ORDER_NUMBER,
  PAY_TYPE,
  PAYER,
  STORE,
  SYSSN,
  textOf,
  textUpTo,
  TIME_TEXT,
  WALLET_NUMBER,
} from './member-value.ts';

/** Members of both kinds of notifications, in their order (contract section 5.8). */
const BOTH = {
  status: { meaning: 'Always `1`: it went through.', value: textOf('1') },
  pay_type: { meaning: 'As it was sent with the payment.', value: PAY_TYPE },
  sysdtm: { meaning: 'When the gateway took it, UTC+8.', value: TIME_TEXT },
  paydtm: { meaning: 'When money moved, UTC+8.', value: TIME_TEXT },
  goods_name: { meaning: 'As it was sent, cut to 64 characters.', value: textUpTo(64) },
  txcurrcd: { meaning: 'Currency.', value: CURRENCY },
  txdtm: { meaning: "The caller's time, as it was sent.", value: TIME_TEXT },
  mchid: { meaning: 'Store; for partners alone.', value: STORE, optional: true },
  txamt: { meaning: 'Amount in minor units.', value: AMOUNT_TEXT },
  exchange_rate: { meaning: 'Empty.', value: EMPTY },
  chnlsn2: { meaning: 'Empty.', value: EMPTY },
  out_trade_no: { meaning: 'Order number of the merchant.', value: ORDER_NUMBER },
  syssn: { meaning: 'Number of the payment or refund.', value: SYSSN },
  cash_fee_type: { meaning: 'Currency the customer was debited in.', value: DEBITED_CURRENCY_OR_EMPTY },
  cancel: {
    meaning: '`0`; of a payment, `3` or `5` when it was refunded meanwhile.',
    value: textOf('0', '3', '5'),
  },
  respcd: { meaning: 'Always `0000`: only success is told.', value: textOf('0000') },
  goods_info: { meaning: 'Empty.', value: EMPTY },
  cash_fee: {
    meaning: 'What the customer was debited, in minor units of `cash_fee_type`.',
    value: AMOUNT_TEXT,
  },
  notify_type: { meaning: '`payment` or `refund`.', value: textOf('payment', 'refund') },
  chnlsn: { meaning: 'Number at the wallet.', value: WALLET_NUMBER },
  cardcd: { meaning: 'The payer as the wallet names it. Personal data.', value: PAYER },
} as const satisfies Readonly<Record<string, AnswerMember>>;

/** A payment that was paid, as the merchant is told. */
export const PAYMENT_NOTIFICATION: AnswerShape = {
  name: 'PaymentNotification',
  meaning: 'A payment was paid.',
  members: { ...BOTH, notify_type: { ...BOTH.notify_type, value: textOf('payment') } },
};

/** A refund that went through, as the merchant is told. */
export const REFUND_NOTIFICATION: AnswerShape = {
  name: 'RefundNotification',
  meaning: 'A refund went through.',
  members: {
    ...BOTH,
    goods_name: { meaning: 'Empty.', value: EMPTY },
    cash_fee_type: { meaning: 'Empty.', value: EMPTY },
    cancel: { meaning: 'Always `0`.', value: textOf('0') },
    cash_fee: { meaning: 'Empty.', value: EMPTY },
    notify_type: { ...BOTH.notify_type, value: textOf('refund') },
    cash_refund_fee: {
      meaning: 'What went back, in minor units of `cash_refund_fee_type`.',
      value: AMOUNT_TEXT,
    },
    cash_refund_fee_type: { meaning: 'Its currency.', value: CURRENCY },
  },
};
