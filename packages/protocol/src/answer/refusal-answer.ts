import type { AnswerMember, AnswerShape } from './answer-shape.ts';
import { AS_SENT, CURRENCY, RESULT_MEMBERS } from './member-value.ts';

const ORDER_NUMBER_SENT: AnswerMember = {
  meaning: 'As sent; absent when none was sent.',
  value: AS_SENT,
  optional: true,
};

/** A request that ended before anything existed, and every answer that no key is known for. */
export const REFUSAL: AnswerShape = {
  name: 'Refusal',
  meaning: 'Refused. `respmsg` names the field and the rule that was broken.',
  members: {
    ...RESULT_MEMBERS,
  },
};

/** A payment that was refused before it existed. */
export const PAYMENT_REFUSAL: AnswerShape = {
  name: 'PaymentRefusal',
  meaning: 'Refused before a payment existed: nothing was charged by this request.',
  members: { ...RESULT_MEMBERS, out_trade_no: ORDER_NUMBER_SENT },
};

/** A refund or a reversal that was refused. */
export const RETURN_REFUSAL: AnswerShape = {
  name: 'ReturnRefusal',
  meaning: 'Refused. It has no number of its own.',
  members: {
    ...RESULT_MEMBERS,
    orig_syssn: {
      meaning: 'Number of the payment, as sent or as found; absent when it is not known.',
      value: AS_SENT,
      optional: true,
    },
    out_trade_no: ORDER_NUMBER_SENT,
    txcurrcd: {
      meaning: 'Currency of the payment; absent when it was not found.',
      value: CURRENCY,
      optional: true,
    },
  },
};
