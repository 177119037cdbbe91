import { PAGE_SIZE_MAX } from '../parameter/query-request.ts';
import type { AnswerMember, AnswerShape } from './answer-shape.ts';
import {
  AMOUNT_TEXT,
  AMOUNT_TEXT_OR_EMPTY,
  CURRENCY,
  CURRENCY_OR_EMPTY,
  DEBITED_CURRENCY_OR_EMPTY,
  DEVICE,
  EMPTY,
  ORDER_NUMBER,
  PAY_TYPE,
  PAYER,
  RESPONSE_CODE,
  RESULT_MEMBERS,
  resultMembersOf,
  SYSSN,
  textLike,
  textOf,
  textUpTo,
  TIME_OR_EMPTY,
  TIME_TEXT,
  WALLET_NUMBER,
} from './member-value.ts';

const EMPTY_MEMBER: AnswerMember = { meaning: 'Empty.', value: EMPTY };

/** Members of both kinds of rows up to the result, in their order. */
const ROW_BEGINNING = {
  syssn: { meaning: 'Number of the payment or refund.', value: SYSSN },
  out_trade_no: { meaning: 'Order number of the merchant.', value: ORDER_NUMBER },
  chnlsn: { meaning: 'Number at the wallet; empty while unpaid.', value: WALLET_NUMBER },
  chnlsn2: { meaning: 'Second reference of the wallet; empty.', value: EMPTY },
  pay_type: { meaning: 'As it was sent, `800008` included.', value: PAY_TYPE },
  order_type: { meaning: '`payment` or `refund`.', value: textOf('payment', 'refund') },
  txamt: { meaning: 'Amount in minor units. A string here.', value: AMOUNT_TEXT },
  txcurrcd: { meaning: 'Currency.', value: CURRENCY },
  txdtm: { meaning: "The caller's time, as it was sent.", value: TIME_TEXT },
  sysdtm: {
    meaning: 'When the gateway took the payment, UTC+8. The window of an enquiry filters on it.',
    value: TIME_TEXT,
  },
  paydtm: { meaning: 'When the customer paid, UTC+8; empty while unpaid.', value: TIME_OR_EMPTY },
  respcd: {
    meaning:
      'State of this payment or refund: 0000 paid or returned, 1143 and 1145 pending, 1142 reversed, others refused.',
    value: RESPONSE_CODE,
  },
  errmsg: { meaning: 'Text for that state, in Chinese.', value: RESULT_MEMBERS.resperr.value },
  cancel: {
    meaning:
      '`0` not cancelled, `1` reversed, `3` refunded, `5` refunded in part. See the states of payments.',
    value: textOf('0', '1', '3', '5'),
  },
} as const satisfies Readonly<Record<string, AnswerMember>>;

/** Members of both kinds of rows behind the result. */
const ROW_END = {
  goods_name: { meaning: 'As it was sent, cut to 64 characters.', value: textUpTo(64) },
  goods_info: EMPTY_MEMBER,
  goods_detail: EMPTY_MEMBER,
  udid: { meaning: 'As it was sent.', value: DEVICE },
  userid: { meaning: 'Number of the merchant inside the gateway.', value: textLike('[0-9]{7,16}') },
  cardcd: { meaning: 'The payer as the wallet names it. Personal data.', value: PAYER },
  cardtp: { meaning: '`5`: a wallet.', value: textOf('5') },
  clisn: { meaning: 'Last six digits of `syssn`.', value: textLike('[0-9]{6}') },
  exchange_rate: EMPTY_MEMBER,
  cash_fee: {
    meaning: 'What the customer was debited, in minor units of `cash_fee_type`; empty while unpaid.',
    value: AMOUNT_TEXT_OR_EMPTY,
  },
  cash_fee_type: {
    meaning: 'Currency the customer was debited in; empty while unpaid.',
    value: DEBITED_CURRENCY_OR_EMPTY,
  },
  cash_refund_fee: {
    meaning: 'Of a refund: what went back, in minor units of `cash_refund_fee_type`; else empty.',
    value: AMOUNT_TEXT_OR_EMPTY,
  },
  cash_refund_fee_type: { meaning: 'Of a refund: its currency; else empty.', value: CURRENCY_OR_EMPTY },
} as const satisfies Readonly<Record<string, AnswerMember>>;

/** A payment as a row of an enquiry. Every member is text. */
export const PAYMENT_ROW: AnswerShape = {
  name: 'PaymentRow',
  meaning: 'A payment in an enquiry.',
  members: {
    ...ROW_BEGINNING,
    order_type: { ...ROW_BEGINNING.order_type, value: textOf('payment') },
    ...ROW_END,
    cash_refund_fee: { ...ROW_END.cash_refund_fee, value: EMPTY },
    cash_refund_fee_type: { ...ROW_END.cash_refund_fee_type, value: EMPTY },
  },
};

/** A refund as a row of an enquiry. Every member is text. */
export const REFUND_ROW: AnswerShape = {
  name: 'RefundRow',
  meaning: 'A refund in an enquiry.',
  members: {
    ...ROW_BEGINNING,
    order_type: { ...ROW_BEGINNING.order_type, value: textOf('refund') },
    cancel: { ...ROW_BEGINNING.cancel, value: textOf('0') },
    origssn: { meaning: 'Number of the payment.', value: SYSSN },
    ...ROW_END,
    goods_name: EMPTY_MEMBER,
    cash_fee: { ...ROW_END.cash_fee, value: EMPTY },
    cash_fee_type: { ...ROW_END.cash_fee_type, value: EMPTY },
  },
};

/** The answer of `/trade/v1/query` (contract section 5.2). */
export const QUERY_ANSWER: AnswerShape = {
  name: 'Enquiry',
  meaning: 'The question was answered. The state of each transaction is the `respcd` of its row.',
  members: {
    ...resultMembersOf('0000'),
    respcd: {
      meaning: '0000: the question was answered. It says nothing about any payment.',
      value: textOf('0000'),
    },
    respmsg: { meaning: 'Empty, or why the question was refused.', value: EMPTY },
    page: { meaning: 'Page shown.', value: { type: 'whole number', least: 1, greatest: 99_999_999 } },
    page_size: {
      meaning: 'Rows on a page.',
      value: { type: 'whole number', least: 1, greatest: PAGE_SIZE_MAX },
    },
    data: {
      meaning: 'The rows, newest first; an empty list when nothing was found.',
      value: { type: 'list', row: [PAYMENT_ROW, REFUND_ROW] },
    },
  },
};
