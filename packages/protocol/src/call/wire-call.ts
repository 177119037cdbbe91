import type { AnswerShape } from '../answer/answer-shape.ts';
import { NOTE_ANSWER } from '../answer/note-answer.ts';
import { PAYMENT_ANSWER } from '../answer/payment-answer.ts';
import { QUERY_ANSWER } from '../answer/query-answer.ts';
import { REFUND_ANSWER } from '../answer/refund-answer.ts';
import { PAYMENT_REFUSAL, REFUSAL, RETURN_REFUSAL } from '../answer/refusal-answer.ts';
import { REVERSAL_ANSWER } from '../answer/reversal-answer.ts';
import { ADD_NOTE_RULES } from '../parameter/add-note-request.ts';
import type { ParameterRule } from '../parameter/parameter-rule.ts';
import { PAYMENT_RULES } from '../parameter/payment-request.ts';
import { QUERY_RULES } from '../parameter/query-request.ts';
import { REFUND_RULES } from '../parameter/refund-request.ts';
import { REVERSAL_RULES } from '../parameter/reversal-request.ts';
import { TRADE_BILL_RULES } from '../parameter/trade-bill-request.ts';

/** A signed call of the wire: where it is, what it takes, what it answers. */
export interface WireCall {
  /** Last part of the path. */
  readonly name: 'payment' | 'query' | 'refund' | 'reversal' | 'close' | 'add_note' | 'trade_bill';
  readonly path: string;
  /** HTTP methods, the usual one first. */
  readonly methods: readonly ('GET' | 'POST')[];
  /** What it does, in a few words. */
  readonly title: string;
  /** What whoever calls it has to know, in sentences. */
  readonly about: string;
  readonly rules: readonly ParameterRule[];
  /** Shapes of its JSON answers with HTTP 200. */
  readonly answers: readonly AnswerShape[];
  /** Set when success is a zip file and only refusals are JSON. */
  readonly zip?: true;
}

const CANCELLING = {
  methods: ['POST', 'GET'],
  rules: REVERSAL_RULES,
  answers: [REVERSAL_ANSWER, RETURN_REFUSAL],
} as const;

/** Every signed call (contract section 5). */
export const WIRE_CALLS: readonly WireCall[] = [
  {
    name: 'payment',
    path: '/trade/v1/payment',
    methods: ['POST'],
    title: 'Charge a scanned code',
    about:
      'Charges the wallet whose code was scanned. `0000` is paid; `1143` and `1145` are *not known yet*: never charge again, enquire until the answer is final. The same order number never charges twice; sent again, it answers what has become of the payment. A changed request under a used number answers `2011`.',
    rules: PAYMENT_RULES,
    answers: [PAYMENT_ANSWER, PAYMENT_REFUSAL],
  },
  {
    name: 'query',
    path: '/trade/v1/query',
    methods: ['POST', 'GET'],
    title: 'Enquire payments and refunds',
    about:
      'Shows payments and refunds, changes nothing, may be repeated freely. With `syssn` or `out_trade_no` whatever is still open is asked about at its wallet first, so the answer brings the verdict. Without numbers it lists what is recorded in a window of time. Nothing found is `0000` with an empty `data`; it is no proof that nothing was charged.',
    rules: QUERY_RULES,
    answers: [QUERY_ANSWER, REFUSAL],
  },
  {
    name: 'refund',
    path: '/trade/v1/refund',
    methods: ['POST'],
    title: 'Return all or part of a payment',
    about:
      'Returns money of a payment that is paid, under an order number of its own. The amount is reserved before the wallet is called, so refunds together never exceed the payment. `1145` is *not known yet*: enquire by the order number of the refund. Sent again, the same request answers what has become of it.',
    rules: REFUND_RULES,
    answers: [REFUND_ANSWER, RETURN_REFUSAL],
  },
  {
    name: 'reversal',
    path: '/trade/v1/reversal',
    title: 'Cancel a payment that is not paid',
    about:
      'Cancels a payment whose outcome is not success. The wallet is asked first: a payment that it calls paid is left alone and answers `1260`; one it gives no answer about is undone. `0000` only when the wallet has confirmed that nothing is charged, `1145` until then; send it again, or enquire.',
    ...CANCELLING,
  },
  {
    name: 'close',
    path: '/trade/v1/close',
    title: 'Cancel a payment that is not paid (other name)',
    about: 'The same as `/trade/v1/reversal` under the name some clients use.',
    ...CANCELLING,
  },
  {
    name: 'add_note',
    path: '/trade/v1/add_note',
    methods: ['POST'],
    title: 'Put a note on a transaction',
    about:
      'Puts a note on a finished payment or refund; it stands in the statement. A second note replaces the first. For merchants without stores.',
    rules: ADD_NOTE_RULES,
    answers: [NOTE_ANSWER, REFUSAL],
  },
  {
    name: 'trade_bill',
    path: '/download/v1/trade_bill',
    methods: ['GET'],
    title: 'Download the statement of a day',
    about:
      'The account statement of a day that is over: a zip with one CSV for each pay type. The file carries no signature, because it is written while it is sent. What goes wrong is answered as JSON; look at `Content-Type`.',
    rules: TRADE_BILL_RULES,
    answers: [REFUSAL],
    zip: true,
  },
];
