import { REFUND_ANSWER } from '../../packages/protocol/src/answer/refund-answer.ts';
import { REFUND_RULES } from '../../packages/protocol/src/parameter/refund-request.ts';
import { ANSWER_BUDGET_MS } from '../../packages/gateway/src/trade/take-payment.ts';
import { fieldTable, http, ruleTable } from './call-tables.ts';
import type { ExampleExchange, ExampleGateway } from './example-gateway.ts';
import { code, table } from './markdown-table.ts';

/** What the page shows of refunds. */
export interface RefundExamples {
  readonly returned: ExampleExchange;
  readonly refused: ExampleExchange;
  readonly enquiry: ExampleExchange;
}

/**
 * Returns a part of a payment that is paid.
 *
 * @param orderNumber of that payment.
 */
export async function runRefundExamples(
  gateway: ExampleGateway,
  orderNumber: string,
): Promise<RefundExamples> {
  const { answer } = await gateway.send('/trade/v1/query', { out_trade_no: orderNumber });
  const { data } = answer as { readonly data: readonly { readonly syssn: string }[] };
  const refund = {
    out_trade_no: `${orderNumber}-R1`,
    syssn: data[0]?.syssn ?? '',
    txamt: '400',
    txdtm: '2026-03-05 18:05:00',
  };
  return {
    returned: await gateway.send('/trade/v1/refund', refund),
    refused: await gateway.send('/trade/v1/refund', {
      ...refund,
      out_trade_no: `${orderNumber}-R2`,
      txamt: '651',
    }),
    enquiry: await gateway.send('/trade/v1/query', { out_trade_no: refund.out_trade_no }),
  };
}

/** The part of the page about refunds. */
export function refundSection({ returned, refused, enquiry }: RefundExamples): readonly string[] {
  return [
    '## `POST /trade/v1/refund`',
    `Returns all or a part of a paid payment. The amount is reserved on the disk before the wallet is called, so that refunds together never exceed what was paid. When the wallet is silent for ${ANSWER_BUDGET_MS / 1000} s the answer is 1145; the gateway drives the refund to its end by itself. The same order number is the same refund for ever. See [refund](../guides/refund.md).`,
    ruleTable(REFUND_RULES),
    'A parameter that is missing, too long or malformed answers 1104, and `respmsg` names it; so do parameters of other calls such as `pay_type` and `notify_url`. The client key is never sent.',
    '### Answer',
    'A refund that exists answers with every member, also when the wallet refused it; a request that was refused before answers `respcd`, `resperr`, `respmsg`, `orig_syssn` and `out_trade_no` as they were sent, and `txcurrcd` when the payment is known.',
    fieldTable(returned.answer, REFUND_ANSWER),
    table(
      ['`respcd`', 'Meaning', 'What to do'],
      [
        [code('0000'), 'The money is back.', 'Keep `syssn`.'],
        [code('1145'), 'The wallet has not decided; the amount stays reserved.', 'Pending: enquire.'],
        [code('1155'), 'Another refund of this payment is under way.', 'Wait until it is final.'],
        [
          `${code('1261')}, ${code('1262')}, ${code('1268')}, ${code('1272')}`,
          'Not paid; returned in full before; not found; more than is left.',
          'Enquire the payment and its refunds.',
        ],
        [
          `${code('1265')}, ${code('1269')}, ${code('1270')}, ${code('1271')}`,
          'A limit of the wallet or the operator: see [settings](settings.md).',
          'Read `respmsg`.',
        ],
        [code('2011'), 'The order number belongs to something else.', 'Enquire by the number.'],
        ['any other', 'Refused by the wallet.', 'A new try needs a new order number.'],
      ],
    ),
    '### Examples',
    'A part goes back:',
    http(returned.request),
    http(returned.response),
    'More than is left (`txamt=651`):',
    http(refused.response),
    'The row of a refund in an enquiry:',
    http(enquiry.response),
  ];
}
