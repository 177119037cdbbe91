/** What the members of an answer mean, by name. */
export type FieldMeanings = Readonly<Record<string, string>>;

/** Members of the answer of a payment. */
export const PAYMENT_FIELDS: FieldMeanings = {
  pay_type: 'As sent.',
  sysdtm: 'When the gateway took the payment, UTC+8. Decides the settlement day.',
  paydtm: 'When the customer paid, UTC+8; empty while unpaid.',
  txdtm: 'As sent.',
  udid: 'As sent; empty when none was sent.',
  txcurrcd: 'As sent, or the only currency of the merchant.',
  txamt: 'As sent. A number here and a string in an enquiry: read both.',
  resperr: 'The result for people, in Chinese.',
  respmsg: 'The result for developers, in English; names the field and the rule that was broken.',
  out_trade_no: 'As sent.',
  syssn:
    'Number of this payment, 26 digits. Keep it. Absent when the request was refused before a payment existed.',
  respcd: 'The result: see [response codes](response-codes.md).',
  chnlsn: 'Number of the payment at the wallet; empty while unpaid.',
};

/** Members of the answer of a refund. */
export const REFUND_FIELDS: FieldMeanings = {
  syssn: 'Number of this refund, 26 digits. Keep it.',
  orig_syssn: 'Number of the payment, as sent.',
  out_trade_no: 'Order number of this refund, as sent.',
  txamt: 'As sent. A string.',
  txcurrcd: 'Currency of the payment.',
  txdtm: 'As sent.',
  sysdtm: 'When the gateway took the refund, UTC+8.',
  paydtm: 'When the wallet returned the money, UTC+8; empty before.',
  udid: 'As sent; empty when none was sent.',
  chnlsn: 'Number of the refund at the wallet; empty before it is returned.',
  cardcd: 'The payer as the wallet names it; empty before. Personal data.',
  respcd: 'The result: see [response codes](response-codes.md).',
  resperr: 'The result for people, in Chinese.',
  respmsg: 'The result for developers, in English.',
  cash_fee: 'Empty.',
  cash_fee_type: 'Empty.',
  cash_refund_fee: 'What went back, in minor units of `cash_refund_fee_type`; empty before.',
  cash_refund_fee_type: 'Its currency; empty before.',
};

/** Members of the answer of a reversal. */
export const REVERSAL_FIELDS: FieldMeanings = {
  syssn:
    'Number of the reversal, 26 digits; the same for every call about this payment. No enquiry finds it.',
  orig_syssn: 'Number of the payment.',
  out_trade_no: 'Order number of the payment.',
  txamt: 'Amount of the payment. A string.',
  txcurrcd: 'Currency of the payment.',
  txdtm: 'As sent.',
  sysdtm: 'When the reversal began, UTC+8.',
  chnlsn: 'Number of the payment at the wallet; usually empty.',
  chnlsn2: 'Empty.',
  cardcd: 'The payer as the wallet names it; usually empty. Personal data.',
  udid: 'As sent; empty when none was sent.',
  surcharge_fee: 'Always `0`.',
  surcharge_rate: 'Always `0`.',
  respcd: 'The result: see [response codes](response-codes.md).',
  resperr: 'The result for people, in Chinese.',
  respmsg: 'The result for developers, in English.',
};

/** Outer members of the answer of an enquiry. */
export const QUERY_FIELDS: FieldMeanings = {
  respcd: '0000: the question was answered. It says nothing about any payment.',
  resperr: 'The result for people, in Chinese.',
  respmsg: 'Empty, or why the question was refused.',
  page: 'Page shown.',
  page_size: 'Rows on a page.',
  data: 'The rows, newest first; an empty list when nothing was found.',
};

/** Members of a row of an enquiry. */
export const ROW_FIELDS: FieldMeanings = {
  syssn: 'Number of the payment or refund.',
  out_trade_no: 'Order number of the merchant.',
  chnlsn: 'Number at the wallet; empty while unpaid.',
  chnlsn2: 'Second reference of the wallet; empty.',
  pay_type: 'As it was sent, `800008` included.',
  order_type: '`payment` or `refund`.',
  txamt: 'Amount in minor units. A string here.',
  txcurrcd: 'Currency.',
  txdtm: "The caller's time, as it was sent.",
  sysdtm: 'When the gateway took the payment, UTC+8. The window of an enquiry filters on it.',
  paydtm: 'When the customer paid, UTC+8; empty while unpaid.',
  respcd:
    'State of this payment or refund: 0000 paid or returned, 1143 and 1145 pending, 1142 reversed, others refused.',
  errmsg: 'Text for that state, in Chinese.',
  cancel:
    '`0` not cancelled, `1` reversed, `3` refunded, `5` refunded in part. See [states](payment-states.md).',
  goods_name: 'As it was sent, cut to 64 characters.',
  goods_info: 'Empty.',
  goods_detail: 'Empty.',
  udid: 'As it was sent.',
  userid: 'Number of the merchant inside the gateway.',
  cardcd: 'The payer as the wallet names it. Personal data.',
  cardtp: '`5`: a wallet.',
  clisn: 'Last six digits of `syssn`.',
  exchange_rate: 'Empty.',
  cash_fee: 'What the customer was debited, in minor units of `cash_fee_type`; empty while unpaid.',
  cash_fee_type: 'Currency the customer was debited in; empty while unpaid.',
  cash_refund_fee: 'Of a refund: what went back, in minor units of `cash_refund_fee_type`; else empty.',
  cash_refund_fee_type: 'Of a refund: its currency; else empty.',
};
