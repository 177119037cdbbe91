import { CASHIER_WORDS as ENGLISH } from '../../packages/protocol/src/response-code/cashier/en.ts';
import { CASHIER_WORDS as SIMPLIFIED } from '../../packages/protocol/src/response-code/cashier/zh-hans.ts';
import { CASHIER_WORDS as TRADITIONAL } from '../../packages/protocol/src/response-code/cashier/zh-hant.ts';
import {
  RESPONSE_CODE_ENTRIES,
  type ResponseCodeEntry,
} from '../../packages/protocol/src/response-code/catalogue.ts';
import { DEVELOPER_WORDS } from '../../packages/protocol/src/response-code/developer/en.ts';
import type {
  ResponseCodeClass,
  ResponseCodeRetry,
} from '../../packages/protocol/src/response-code/response-code.ts';

const CLASSES: Readonly<Record<ResponseCodeClass, { title: string; about: string }>> = {
  success: { title: 'Success', about: 'Done.' },
  pending: {
    title: 'Pending',
    about: 'The outcome is open. None of these is a refusal, and no other charge may start while one stands.',
  },
  declined: {
    title: 'Declined',
    about: 'The wallet, its bank or a rule about the payment code refused the payment.',
  },
  risk: { title: 'Risk', about: 'A risk or legal check refused the payment.' },
  conflict: {
    title: 'Conflict',
    about: 'The request does not fit the state or the data of the order it names. It moved no money.',
  },
  refund: {
    title: 'Refund',
    about: 'A rule of refunds or cancellations forbids the request. No money moved.',
  },
  'invalid-request': {
    title: 'Invalid request',
    about: 'The request is malformed or names something impossible. It had no effect.',
  },
  auth: { title: 'Authentication', about: 'The sender could not be verified. The request had no effect.' },
  config: {
    title: 'Configuration',
    about: 'The merchant, store or device is not set up for the request. It had no effect.',
  },
  system: {
    title: 'System',
    about: 'The service or a line behind it is in trouble. With retry `query` the outcome is unknown.',
  },
};

const RETRIES: Readonly<Record<ResponseCodeRetry, string>> = {
  never: 'Trying the same again cannot succeed.',
  query: 'Enquire first. Do nothing else about the order until its state is known.',
  later: 'Try again after a pause.',
  'new-code':
    'A final refusal. A new payment needs a new `out_trade_no` and a newly scanned payment code; a refusal of a refund never calls for a scan.',
};

const INTRO = `# Response codes

Every answer carries a \`respcd\` of four digits. Clients act on three rules:

- \`0000\` means done. In an enquiry the outer \`0000\` only says that the question was answered; the state of each
  transaction is the \`respcd\` of its row.
- \`1143\` and \`1145\` mean pending. They are never a failure: enquire until the row shows a final code, and charge nothing
  else for the sale meanwhile.
- Every other code is a refusal, unless *Retry* says \`query\`: then the outcome, or the state of the order, is not known
  to the caller and must be enquired before anything else.

A refused request says nothing about an earlier request for the same order. When an earlier answer was lost, enquire by
\`out_trade_no\`, whatever code the next request got.

Codes with a circle (●) are those OpenCPM answers with. The others come from other gateways of this wire format and are
listed so that clients can read them. *Legacy* codes are absent from the current public tables.`;

/** Makes a text safe inside a Markdown table cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*');
}

function row(entry: ResponseCodeEntry): string {
  const code = [`\`${entry.code}\``, entry.emitted ? '●' : '', entry.legacy ? '*legacy*' : '']
    .filter((part) => part !== '')
    .join(' ');
  const { action, note } = DEVELOPER_WORDS[entry.code];
  const developer = note === undefined ? action : `${action} (${note})`;
  const cashier = [ENGLISH, TRADITIONAL, SIMPLIFIED].map((words) => cell(words[entry.code]));
  const cells = [
    code,
    `${cell(entry.textEn)}<br>${cell(entry.textZh)}`,
    cashier.join('<br>'),
    cell(developer),
    `\`${entry.retry}\``,
  ];
  return `| ${cells.join(' | ')} |`;
}

function section(codeClass: ResponseCodeClass): string {
  const { title, about } = CLASSES[codeClass];
  const rows = RESPONSE_CODE_ENTRIES.filter((entry) => entry.class === codeClass).map(row);
  return [
    `## ${title}`,
    '',
    about,
    '',
    '| Code | Meaning | Cashier | Developer | Retry |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function retrySection(): string {
  const rows = Object.entries(RETRIES).map(([retry, meaning]) => `| \`${retry}\` | ${meaning} |`);
  return ['## Retry', '', '| Value | What may follow |', '| --- | --- |', ...rows].join('\n');
}

/** The reference page of response codes as Markdown: an introduction, the retry values, and one table per class. */
export function renderResponseCodes(): string {
  const sections = (Object.keys(CLASSES) as ResponseCodeClass[]).map(section);
  return `${[INTRO, retrySection(), ...sections].join('\n\n')}\n`;
}
