import type { AnswerShape } from './answer-shape.ts';
import {
  AMOUNT_NUMBER,
  CURRENCY,
  DEVICE,
  ORDER_NUMBER,
  PAY_TYPE,
  RESULT_MEMBERS,
  SYSSN,
  TIME_OR_EMPTY,
  TIME_TEXT,
  WALLET_NUMBER,
} from './member-value.ts';

/** The answer of `/trade/v1/payment` about a payment that exists, whatever its state (contract section 5.1). */
export const PAYMENT_ANSWER: AnswerShape = {
  name: 'Payment',
  meaning: 'A payment that exists, paid or not: `respcd` says which.',
  members: {
    pay_type: { meaning: 'As sent.', value: PAY_TYPE },
    sysdtm: {
      meaning: 'When the gateway took the payment, UTC+8. Decides the settlement day.',
      value: TIME_TEXT,
    },
    paydtm: { meaning: 'When the customer paid, UTC+8; empty while unpaid.', value: TIME_OR_EMPTY },
    txdtm: { meaning: 'As sent.', value: TIME_TEXT },
    udid: { meaning: 'As sent; empty when none was sent.', value: DEVICE },
    txcurrcd: { meaning: 'As sent, or the only currency of the merchant.', value: CURRENCY },
    txamt: { meaning: 'As sent. A number here and a string in an enquiry: read both.', value: AMOUNT_NUMBER },
    resperr: RESULT_MEMBERS.resperr,
    respmsg: {
      ...RESULT_MEMBERS.respmsg,
      meaning: 'The result for developers, in English; names the field and the rule that was broken.',
    },
    out_trade_no: { meaning: 'As sent.', value: ORDER_NUMBER },
    syssn: {
      meaning:
        'Number of this payment, 26 digits. Keep it. Absent when the request was refused before a payment existed.',
      value: SYSSN,
    },
    respcd: RESULT_MEMBERS.respcd,
    chnlsn: { meaning: 'Number of the payment at the wallet; empty while unpaid.', value: WALLET_NUMBER },
  },
};
