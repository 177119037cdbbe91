import type { AnswerShape } from './answer-shape.ts';
import {
  AMOUNT_TEXT,
  CURRENCY,
  DEVICE,
  EMPTY,
  ORDER_NUMBER,
  PAYER,
  RESULT_MEMBERS,
  SYSSN,
  textOf,
  TIME_TEXT,
  WALLET_NUMBER,
} from './member-value.ts';

/** The answer of `/trade/v1/reversal` and `/trade/v1/close` about a reversal that exists (contract section 5.4). */
export const REVERSAL_ANSWER: AnswerShape = {
  name: 'Reversal',
  meaning: 'A reversal that exists: `respcd` says whether the wallet has confirmed it.',
  members: {
    syssn: {
      meaning:
        'Number of the reversal, 26 digits; the same for every call about this payment. No enquiry finds it.',
      value: SYSSN,
    },
    orig_syssn: { meaning: 'Number of the payment.', value: SYSSN },
    out_trade_no: { meaning: 'Order number of the payment.', value: ORDER_NUMBER },
    txamt: { meaning: 'Amount of the payment. A string.', value: AMOUNT_TEXT },
    txcurrcd: { meaning: 'Currency of the payment.', value: CURRENCY },
    txdtm: { meaning: 'As sent.', value: TIME_TEXT },
    sysdtm: { meaning: 'When the reversal began, UTC+8.', value: TIME_TEXT },
    chnlsn: { meaning: 'Number of the payment at the wallet; usually empty.', value: WALLET_NUMBER },
    chnlsn2: { meaning: 'Empty.', value: EMPTY },
    cardcd: { meaning: 'The payer as the wallet names it; usually empty. Personal data.', value: PAYER },
    udid: { meaning: 'As sent; empty when none was sent.', value: DEVICE },
    surcharge_fee: { meaning: 'Always `0`.', value: textOf('0') },
    surcharge_rate: { meaning: 'Always `0`.', value: textOf('0') },
    ...RESULT_MEMBERS,
  },
};
