import { PAYMENT_ANSWER } from '../../packages/protocol/src/answer/payment-answer.ts';
import { PAYMENT_ROW, QUERY_ANSWER } from '../../packages/protocol/src/answer/query-answer.ts';
import { PARAMETERS_MAX } from '../../packages/protocol/src/form/parse-form.ts';
import { PAYMENT_RULES } from '../../packages/protocol/src/parameter/payment-request.ts';
import {
  NUMBERS_MAX,
  PAGE_SIZE_MAX,
  QUERY_RULES,
} from '../../packages/protocol/src/parameter/query-request.ts';
import { WINDOW_DAYS_MAX } from '../../packages/gateway/src/trade/answer-enquiry.ts';
import { ANSWER_BUDGET_MS, CHARGE_LIMIT_MS } from '../../packages/gateway/src/trade/take-payment.ts';
import { fieldTable, firstRow, http, ruleTable } from './call-tables.ts';
import type { ExampleExchanges } from './example-exchanges.ts';
import { code, GENERATED_NOTE, page, table } from './markdown-table.ts';
import { noteAndBillSection } from './note-and-bill-section.ts';
import { refundSection } from './refund-section.ts';
import { reversalSection } from './reversal-section.ts';

const TRANSPORT = `## Transport

| Topic | Rule |
| --- | --- |
| Method | \`POST\`; an enquiry may also be a \`GET\` with its parameters in the query string |
| Body | \`application/x-www-form-urlencoded\`, UTF-8, at most 64 KiB and ${PARAMETERS_MAX} parameters. A missing \`Content-Type\` is read as this one |
| Where parameters stand | In the body. A \`POST\` with an empty body may carry them in the query string; both at once is refused with 1103 |
| Names | 1 to 32 letters, digits or \`_\`, case-sensitive. A repeated name is refused with 1103 |
| Unknown parameters | Tolerated and part of the signed text |
| Empty value | Counts as absent |
| Answer | JSON, ASCII only, \`", "\` and \`": "\` as separators |
| HTTP status | 200 for every result of a call, good or bad: read \`respcd\`. 429 when too many requests came: nothing was started, wait as long as \`Retry-After\` says. 404, 405, 413 and 400 are for what is no call at all |
| Request rate | 100 a second and 400 a minute for each app code unless set otherwise |`;

const HEADERS = `### Request headers

| Header | Mandatory | Value |
| --- | --- | --- |
| \`X-QF-APPCODE\` | yes | App code |
| \`X-QF-SIGN\` | yes | Signature in hex, either letter case |
| \`X-QF-SIGNTYPE\` | no | \`SHA256\` or \`MD5\`; \`MD5\` when absent |
| \`Content-Type\` | no | As above |

### Signature

1. Take every parameter that is sent, except \`sign\` and \`sign_type\`.
2. Sort by name in ASCII order.
3. Join as \`name=value\` with \`&\`. Values are plain text, not URL-encoded.
4. Append the client key directly.
5. Hash the UTF-8 bytes with SHA-256 (or MD5) and write the digest as hex.

Existing clients differ, so two more readings verify: values as they stand in the body, and empty parameters left out. A
merchant can be pinned to plain values and to SHA-256. \`opencpm sign\` shows the text to sign and explains a signature
that does not verify. An unknown app code and a wrong signature answer the same 1108.

The answer carries \`X-QF-SIGN\` as well: the digest of the body exactly as received, followed by the key. It uses the
algorithm of the request. Check it, and treat an answer that fails as no answer. Some refusals carry none, because nobody was
proved to be asking: the statuses 400, 404, 405 and 413, 429 of an overloaded gateway, and 1100 while nothing can be read.`;

function paymentSection({ paid, waiting, refused }: ExampleExchanges): readonly string[] {
  return [
    '## `POST /trade/v1/payment`',
    `Charges the wallet whose code was scanned. When the wallet is silent for ${ANSWER_BUDGET_MS / 1000} s the answer is 1145; the gateway goes on listening for ${CHARGE_LIMIT_MS / 1000} s in all and records what comes. The same order number never charges twice: see [enquiry and idempotency](../guides/enquiry-and-idempotency.md).`,
    ruleTable(PAYMENT_RULES),
    'A parameter that is missing, too long or malformed answers 1104, and `respmsg` names it. A payment that is paid is told to `notify_url`: see [notifications](../guides/notifications.md) for which addresses it may name.',
    '### Answer',
    'A payment that exists answers with every member; a request that was refused before answers `respcd`, `resperr`, `respmsg` and, when it was sent, `out_trade_no`.',
    fieldTable(paid.answer, PAYMENT_ANSWER),
    table(
      ['`respcd`', 'Meaning', 'What to do'],
      [
        [code('0000'), 'Paid.', 'Hand over the goods, keep `syssn`.'],
        [code('1143'), 'The customer has to confirm on the phone.', 'Pending: enquire until it is final.'],
        [code('1145'), 'Being processed; nobody knows yet.', 'Pending: enquire until it is final.'],
        [
          'any other',
          'Refused, unless its *Retry* in [response codes](response-codes.md) says `query`.',
          'Show the text. With `query`: enquire first.',
        ],
      ],
    ),
    '### Examples',
    'Paid:',
    http(paid.request),
    http(paid.response),
    'Waiting for the customer:',
    http(waiting.response),
    'Refused before a payment existed (`txamt=10.50`):',
    http(refused.response),
  ];
}

function querySection({ enquiry, nothingFound }: ExampleExchanges): readonly string[] {
  return [
    '## `POST /trade/v1/query`',
    'Shows payments and refunds. Changes nothing and may be repeated freely.',
    ruleTable(QUERY_RULES),
    [
      '- With `syssn` or `out_trade_no` the window is ignored. Payments and refunds that are still open are first asked about at their wallet, so an enquiry by number brings the verdict. With both, a row must match both.',
      '- Without numbers the window applies and shows what is recorded. The default is the current month, UTC+8. To leave it, give both ends, at most ' +
        `${WINDOW_DAYS_MAX} days apart; otherwise 1104.`,
      `- At most ${NUMBERS_MAX} numbers of a kind and ${PAGE_SIZE_MAX} rows on a page. Newest \`sysdtm\` first, then \`syssn\` descending.`,
      '- Nothing found is 0000 with an empty `data`. It is no proof that nothing was charged: the payment may still be on its way to the gateway.',
    ].join('\n'),
    '### Answer',
    fieldTable(enquiry.answer, QUERY_ANSWER),
    'A row of `data`; every member is a string. A refund has one member more, shown with its example above: `origssn`.',
    fieldTable(firstRow(enquiry.answer), PAYMENT_ROW),
    '### Examples',
    'One order:',
    http(enquiry.request),
    http(enquiry.response),
    'Nothing found:',
    http(nothingFound.response),
  ];
}

/** The reference page of the calls: every parameter by its rule, every member of an answer out of a real answer. */
export function renderCalls(examples: ExampleExchanges): string {
  return page(
    '# Calls',
    GENERATED_NOTE,
    "The merchant interface in the wire format of QFPay's published documents. `payment`, `reversal`, `close`, `refund`, `query`, `add_note` and `trade_bill`.",
    TRANSPORT,
    HEADERS,
    ...paymentSection(examples),
    ...reversalSection(examples.reversals),
    ...refundSection(examples.refunds),
    ...querySection(examples),
    ...noteAndBillSection(examples.notes),
    '## `GET /healthz`',
    'No signature. HTTP 200 and `"status": "ok"` while the gateway can take payments; 503 and `"status": "failing"` while its disk takes no writes. `sign_types` lists the words of `X-QF-SIGNTYPE` it takes.',
  );
}
