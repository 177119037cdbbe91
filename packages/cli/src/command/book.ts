import { gatewayUrl } from '../access/gateway-access.ts';
import { callSandbox } from '../access/sandbox-call.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isRecord, type JsonRecord, textOf } from '../json-record.ts';
import { rowsOf } from '../sandbox/rows.ts';
import { readWallet, SANDBOX_OPTIONS, WALLET_OPTION } from '../sandbox/wallet-options.ts';
import { debitedAmount, walletAmount } from '../sandbox/wallet-payment.ts';
import { printJson } from '../terminal/print.ts';
import { formatTable } from '../terminal/table.ts';

/** `opencpm book`: a sandbox wallet's own book, the other side of the gateway's. */
export const bookCommand: Command = {
  name: 'book',
  summary: "Show a sandbox wallet's own book",
  usage: '--wallet WALLET [options]',
  positionalsMax: 0,
  options: {
    ...WALLET_OPTION,
    limit: { type: 'text', value: 'N', meaning: 'Rows at most, up to 1000. Default: 50.' },
    before: { type: 'text', value: 'SEQUENCE', meaning: 'Only payments before this place in the book.' },
    ...SANDBOX_OPTIONS,
  },
  details: [
    'What the wallet believes it has charged, the newest first. TAKEN counts how often money was taken: never more than 1.',
    'RETURNED is what went back by refunds. Every refund stands on a line of its own below its payment.',
  ],
  examples: [{ line: 'opencpm book --wallet alipay --limit 10', purpose: 'The ten newest Alipay payments.' }],
  run: book,
};

async function book(context: CommandContext): Promise<ExitCode> {
  const wallet = readWallet(context);
  const page = new URLSearchParams();
  for (const name of ['limit', 'before']) {
    const value = context.options.text(name);
    if (value !== undefined) page.set(name, value);
  }
  const query = page.size === 0 ? '' : `?${page.toString()}`;
  const answer = await callSandbox(context, gatewayUrl(context), {
    path: `/sandbox/wallets/${wallet}/book${query}`,
    argumentsOnly: true,
  });
  if (context.json) {
    printJson(context.stdout, answer);
    return EXIT.done;
  }
  const payments = rowsOf(answer, 'payments');
  context.stdout.write(payments.length === 0 ? `The book of ${wallet} is empty.\n` : bookTable(payments));
  return EXIT.done;
}

function bookTable(payments: readonly JsonRecord[]): string {
  return formatTable(
    [
      { heading: 'SEQUENCE', side: 'right' },
      { heading: 'CREATED (UTC)' },
      { heading: 'NUMBER' },
      { heading: 'ACCOUNT' },
      { heading: 'AMOUNT', side: 'right' },
      { heading: 'DEBITED', side: 'right' },
      { heading: 'TAKEN', side: 'right' },
      { heading: 'RETURNED', side: 'right' },
      { heading: 'STATE' },
      { heading: 'REASON' },
    ],
    payments.flatMap((payment) => [paymentLine(payment), ...refundLines(payment)]),
  );
}

function paymentLine(payment: JsonRecord): string[] {
  const refunded = textOf(payment, 'refunded_minor');
  return [
    textOf(payment, 'sequence'),
    textOf(payment, 'created_at').slice(0, 19).replace('T', ' '),
    textOf(payment, 'channel_order_id'),
    textOf(payment, 'account') || '(test code)',
    walletAmount(payment, 'amount_minor', 'currency'),
    debitedAmount(payment),
    textOf(payment, 'times_charged'),
    refunded === '0' ? '' : walletAmount(payment, 'refunded_minor', 'currency'),
    textOf(payment, 'state'),
    `${textOf(payment, 'respcd')} ${textOf(payment, 'reason')}`.trim(),
  ];
}

function refundLines(payment: JsonRecord): string[][] {
  const refunds = payment['refunds'];
  return (Array.isArray(refunds) ? refunds.filter(isRecord) : []).map((refund) => [
    '',
    textOf(refund, 'created_at').slice(0, 19).replace('T', ' '),
    textOf(refund, 'channel_refund_id'),
    '',
    walletAmount(refund, 'amount_minor', 'currency'),
    '',
    '',
    textOf(refund, 'state') === 'returned' ? walletAmount(refund, 'amount_minor', 'currency') : '',
    `refund ${textOf(refund, 'state')}`,
    `${textOf(refund, 'respcd')} ${textOf(refund, 'reason')}`.trim(),
  ]);
}
