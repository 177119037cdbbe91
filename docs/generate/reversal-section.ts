import { REVERSAL_ANSWER } from '../../packages/protocol/src/answer/reversal-answer.ts';
import { REVERSAL_RULES } from '../../packages/protocol/src/parameter/reversal-request.ts';
import { ANSWER_BUDGET_MS } from '../../packages/gateway/src/trade/take-payment.ts';
import { fieldTable, http, ruleTable } from './call-tables.ts';
import type { ExampleExchange, ExampleGateway } from './example-gateway.ts';
import { code, table } from './markdown-table.ts';

/** What the page shows of reversals. */
export interface ReversalExamples {
  readonly cancelled: ExampleExchange;
  readonly paid: ExampleExchange;
}

/**
 * Reverses a payment that waits for its payer, and tries to reverse one that is paid.
 *
 * @param waiting order number and amount of the first; `paid` those of the second.
 */
export async function runReversalExamples(
  gateway: ExampleGateway,
  waiting: { readonly out_trade_no: string; readonly txamt: string },
  paid: { readonly out_trade_no: string; readonly txamt: string },
): Promise<ReversalExamples> {
  const txdtm = '2026-03-05 18:01:00';
  return {
    cancelled: await gateway.send('/trade/v1/reversal', { ...waiting, txdtm, udid: 'till-1' }),
    paid: await gateway.send('/trade/v1/close', { ...paid, txdtm }),
  };
}

/** The part of the page about reversals. */
export function reversalSection({ cancelled, paid }: ReversalExamples): readonly string[] {
  return [
    '## `/trade/v1/reversal` and `/trade/v1/close`',
    `Cancel a payment whose outcome is not success. Two names of one call, by \`POST\` or \`GET\`, for every pay type. The wallet is asked first; a payment that it calls paid is left alone. When it gives no answer, the payment is undone whatever it is. The reversal is on the disk before the wallet is called, and is driven to its end by itself. When the wallet has not confirmed within ${ANSWER_BUDGET_MS / 1000} s the answer is 1145. Send the same call again, or enquire: a payment is reversed once, and every later call answers what has become of it.`,
    ruleTable(REVERSAL_RULES),
    'A parameter that is missing, too long or malformed answers 1104, and `respmsg` names it; so do `pay_type`, `goods_name` and `notify_url`, which belong to a payment.',
    '### Answer',
    'Every member is a string. A request that was refused answers `respcd`, `resperr`, `respmsg`, `orig_syssn` and `out_trade_no`, and has no number of its own.',
    fieldTable(cancelled.answer, REVERSAL_ANSWER),
    table(
      ['`respcd`', 'Meaning', 'What to do'],
      [
        [
          code('0000'),
          'Cancelled, or declined before: the wallet has confirmed that nothing is charged.',
          'A new sale may begin, with a new order number.',
        ],
        [code('1145'), 'The wallet has not confirmed yet.', 'Pending: send it again or enquire.'],
        [code('1260'), 'The payment is paid.', 'Hand over the goods, or return the money by a refund.'],
        [
          `${code('1266')}, ${code('1267')}, ${code('1268')}`,
          'Another amount; numbers or currency do not fit the payment; no such payment.',
          'Nothing was done: correct the request.',
        ],
      ],
    ),
    '### Examples',
    'A payment whose customer does not confirm:',
    http(cancelled.request),
    http(cancelled.response),
    'A payment that is paid:',
    http(paid.response),
  ];
}
