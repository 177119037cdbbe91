import type { AnswerShape } from './answer-shape.ts';
import {
  AMOUNT_TEXT,
  AMOUNT_TEXT_OR_EMPTY,
  CURRENCY,
  CURRENCY_OR_EMPTY,
  DEVICE,
  EMPTY,
  ORDER_NUMBER,
  PAYER,
  RESULT_MEMBERS,
  SYSSN,
  TIME_OR_EMPTY,
  TIME_TEXT,
  WALLET_NUMBER,
} from './member-value.ts';

/** The answer of `/trade/v1/refund` about a refund that exists, whatever its state (contract section 5.3). */
export const REFUND_ANSWER: AnswerShape = {
  name: 'Refund',
  meaning: 'A refund that exists: `respcd` says whether the money is back.',
  members: {
    syssn: { meaning: 'Number of this refund, 26 digits. Keep it.', value: SYSSN },
    orig_syssn: { meaning: 'Number of the payment, as sent.', value: SYSSN },
    out_trade_no: { meaning: 'Order number of this refund, as sent.', value: ORDER_NUMBER },
    txamt: { meaning: 'As sent. A string.', value: AMOUNT_TEXT },
    txcurrcd: { meaning: 'Currency of the payment.', value: CURRENCY },
    txdtm: { meaning: 'As sent.', value: TIME_TEXT },
    sysdtm: { meaning: 'When the gateway took the refund, UTC+8.', value: TIME_TEXT },
    paydtm: { meaning: 'When the wallet returned the money, UTC+8; empty before.', value: TIME_OR_EMPTY },
    udid: { meaning: 'As sent; empty when none was sent.', value: DEVICE },
    chnlsn: {
      meaning: 'Number of the refund at the wallet; empty before it is returned.',
      value: WALLET_NUMBER,
    },
    cardcd: { meaning: 'The payer as the wallet names it; empty before. Personal data.', value: PAYER },
    ...RESULT_MEMBERS,
    cash_fee: { meaning: 'Empty.', value: EMPTY },
    cash_fee_type: { meaning: 'Empty.', value: EMPTY },
    cash_refund_fee: {
      meaning: 'What went back, in minor units of `cash_refund_fee_type`; empty before.',
      value: AMOUNT_TEXT_OR_EMPTY,
    },
    cash_refund_fee_type: { meaning: 'Its currency; empty before.', value: CURRENCY_OR_EMPTY },
  },
};
