import { NOTE_ANSWER } from '../../packages/protocol/src/answer/note-answer.ts';
import { BILL_COLUMNS } from '../../packages/gateway/src/http/bill-csv.ts';
import { ADD_NOTE_RULES } from '../../packages/protocol/src/parameter/add-note-request.ts';
import { TRADE_BILL_RULES } from '../../packages/protocol/src/parameter/trade-bill-request.ts';
import { fieldTable, http, ruleTable } from './call-tables.ts';
import type { ExampleExchange, ExampleGateway } from './example-gateway.ts';
import { code, table } from './markdown-table.ts';

/** What the page shows of notes. */
export interface NoteExamples {
  readonly added: ExampleExchange;
  readonly refused: ExampleExchange;
}

const COLUMN_MEANINGS: Readonly<Record<(typeof BILL_COLUMNS)[number], string>> = {
  mchid: 'Store; empty for a merchant without stores. `total` in the last line.',
  pay_type: 'As it was sent; the same in the whole file.',
  order_type: '`payment`, `refund`, `late_charge` or `late_charge_return`.',
  syssn: 'Number of the payment or refund; of the return of a late charge, its number at the wallet.',
  orig_syssn: 'Of refunds and late charges: the payment.',
  out_trade_no: 'Order number of the merchant.',
  chnlsn: 'Number at the wallet.',
  txcurrcd: 'Currency.',
  txamt: 'Amount in minor units, never negative: `order_type` tells the direction.',
  cash_fee: 'What the customer was debited, in minor units.',
  cash_fee_type: 'Currency the customer was debited in.',
  txdtm: "The caller's time.",
  sysdtm:
    'When the gateway took it, or learnt of a late charge or its return: the day of the statement. Payments and refunds are in this order, late charges and their returns follow in theirs.',
  paydtm: 'When money moved, as the wallet says; empty when none did.',
  respcd: 'State at the time of the download: money moved for 0000 alone.',
  cancel: 'As in an enquiry: `0`, `1` reversed, `3` refunded, `5` refunded in part.',
  udid: 'Device.',
  goods_name: 'Description.',
  note: 'Note of the merchant. In the last line: the number of lines, then counts and sums for each currency.',
};

/** Notes an order, once rightly and once with a foreign app code. */
export async function runNoteExamples(gateway: ExampleGateway, orderNumber: string): Promise<NoteExamples> {
  const { answer } = await gateway.send('/trade/v1/query', { out_trade_no: orderNumber });
  const { data } = answer as { readonly data: readonly { readonly syssn: string }[] };
  const note = { code: gateway.appCode, syssn: data[0]?.syssn ?? '', note: 'Table 7' };
  return {
    added: await gateway.send('/trade/v1/add_note', note),
    refused: await gateway.send('/trade/v1/add_note', { ...note, syssn: '20260305000100020000009999' }),
  };
}

/** The parts of the page about notes and statements. */
export function noteAndBillSection({ added, refused }: NoteExamples): readonly string[] {
  return [
    '## `POST /trade/v1/add_note`',
    'Puts a note on a finished payment or refund; it stands in the statement. For merchants without stores. A second note replaces the first. One that is not finished yet answers 1145: add the note when it is. An unknown number answers 1136.',
    ruleTable(ADD_NOTE_RULES),
    '### Answer',
    fieldTable(added.answer, NOTE_ANSWER),
    '### Examples',
    http(added.request),
    http(added.response),
    'A number this merchant does not have:',
    http(refused.response),
    '## `GET /download/v1/trade_bill`',
    'The account statement of a day that is over, as a zip. Parameters stand in the query string and are signed like any others. What goes wrong is answered as JSON; look at `Content-Type`. See [statement and history](../guides/statement-and-history.md).',
    ruleTable(TRADE_BILL_RULES),
    [
      '- One CSV for each of the six pay types: UTF-8, comma, CRLF, quotes where needed (RFC 4180). A pay type without lines has the header alone.',
      '- The zip carries no `X-QF-SIGN`: it is written while it is sent. A download that breaks off has no end and does not unpack.',
      "- Cells that begin with `=`, `+`, `-`, `@` or a tab get a `'` in front, so that no spreadsheet runs them.",
      '- One statement at a time for each app code; another one meanwhile answers 429 with 1297.',
    ].join('\n'),
    table(
      ['Column', 'Holds'],
      BILL_COLUMNS.map((column) => [code(column), COLUMN_MEANINGS[column]]),
    ),
  ];
}
