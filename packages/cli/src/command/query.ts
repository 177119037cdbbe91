import type { Parameters } from '@opencpm/client/calls';
import { ACCESS_OPTIONS, resolveAccess } from '../access/gateway-access.ts';
import { readSignType, SIGN_TYPE_OPTION } from '../access/sign-type.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printJson } from '../terminal/print.ts';
import { enquire } from '../transaction/enquiry.ts';
import { enquiryFailure } from '../transaction/enquiry-failure.ts';
import { reportTransaction, reportTransactions } from '../transaction/enquiry-report.ts';
import { windowEnd } from '../transaction/enquiry-window.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { describeState, isFinal } from '../transaction/transaction-state.ts';

/** `opencpm query`: asks for the state of payments and refunds. */
export const queryCommand: Command = {
  name: 'query',
  summary: 'Ask for payments and refunds',
  usage: '[options]',
  positionalsMax: 0,
  options: {
    order: { type: 'text', value: 'NUMBER', multiple: true, meaning: 'Order number.' },
    syssn: { type: 'text', value: 'NUMBER', multiple: true, meaning: 'Transaction number of the gateway.' },
    from: { type: 'text', value: 'TIME', meaning: 'First day or time, UTC+8. Default: start of the month.' },
    to: { type: 'text', value: 'TIME', meaning: 'Last day or time, UTC+8. Default: end of the month.' },
    respcd: { type: 'text', value: 'CODE', meaning: 'Only transactions with this result.' },
    'pay-type': { type: 'text', value: 'TYPE', multiple: true, meaning: 'Only this pay type.' },
    page: { type: 'text', value: 'N', meaning: 'Page of the list, from 1.' },
    'page-size': { type: 'text', value: 'N', meaning: 'Rows on a page, at most 100. Default: 10.' },
    'sign-type': SIGN_TYPE_OPTION,
    ...ACCESS_OPTIONS,
  },
  details: [
    'Numbers find transactions of any month; without numbers the window applies. When one number is asked for, the exit code tells its state: 0 paid, 1 not paid, 5 pending or not known. A list ends with 0.',
    'A number the gateway does not know is no proof that nothing was charged: the request may still be on its way.',
  ],
  examples: [
    { line: 'opencpm query --order A-1001', purpose: 'The state of one payment.' },
    { line: 'opencpm query --order A-1001 --order A-1002', purpose: 'Several at once.' },
    {
      line: 'opencpm query --from 2026-03-01 --to 2026-03-05 --respcd 0000',
      purpose: 'What succeeded on five days.',
    },
  ],
  run: query,
};

async function query(context: CommandContext): Promise<ExitCode> {
  const signType = readSignType(context) ?? 'SHA256';
  const orders = numbers(context, 'order');
  const syssns = numbers(context, 'syssn');
  const parameters = enquiryParameters(context, orders, syssns);
  const access = await resolveAccess(context);
  const result = await enquire(context, access, parameters, signType, context.interruption());
  if (result.kind !== 'rows') throw enquiryFailure(access.url, result);
  const { transactions, rows, page, pageSize } = result;
  const single = orders.length + syssns.length === 1;
  if (context.json) {
    printJson(context.stdout, {
      page,
      page_size: pageSize,
      transactions: rows.map((row, index) => ({ state: transactions[index]?.state, ...row })),
    });
  } else if (transactions.length === 0) {
    context.stdout.write(nothingFound(single));
  } else if (single && transactions.length === 1) {
    for (const transaction of transactions) reportTransaction(context.stdout, transaction);
  } else {
    reportTransactions(context.stdout, transactions);
    context.stdout.write(pageLine(transactions.length, page, pageSize));
  }
  return single ? exitCodeOf(transactions) : EXIT.done;
}

function numbers(context: CommandContext, option: 'order' | 'syssn'): readonly string[] {
  return context.options.texts(option).flatMap((text) => {
    const parts = text.split(',').filter((part) => part !== '');
    if (parts.length === 0) throw wrongUsage(`--${option} is empty.`, `Give a number: --${option} NUMBER`);
    return parts;
  });
}

function enquiryParameters(
  context: CommandContext,
  orders: readonly string[],
  syssns: readonly string[],
): Parameters {
  const { options } = context;
  const from = options.text('from');
  const to = options.text('to');
  const hasNumbers = orders.length + syssns.length > 0;
  if (hasNumbers && (from !== undefined || to !== undefined)) {
    throw wrongUsage(
      '--from and --to have no effect beside --order or --syssn.',
      'Leave them out: numbers find transactions of any month.',
    );
  }
  return [
    ['out_trade_no', orders.join(',')],
    ['syssn', syssns.join(',')],
    ['start_time', from === undefined ? '' : windowEnd('from', from)],
    ['end_time', to === undefined ? '' : windowEnd('to', to)],
    ['respcd', options.text('respcd') ?? ''],
    ['pay_type', options.texts('pay-type').join(',')],
    ['page', options.text('page') ?? ''],
    // Several numbers are one question; the default of ten rows would cut its answer.
    ['page_size', options.text('page-size') ?? (hasNumbers ? '100' : '')],
  ];
}

function nothingFound(single: boolean): string {
  return single
    ? 'The gateway knows no such transaction.\nIf a payment with this number was sent, it may still be on its way: ask again before charging again.\n'
    : 'No transactions found.\n';
}

function pageLine(count: number, page: string, pageSize: string): string {
  const more = String(count) === pageSize ? `; more may follow: --page ${Number(page) + 1}` : '';
  return `\n${count} ${count === 1 ? 'row' : 'rows'}${page === '' ? '' : `, page ${page}`}${more}\n`;
}

/** One number can give a payment and, under its own number, nothing else; anything pending among the rows decides. */
function exitCodeOf(transactions: readonly Transaction[]): ExitCode {
  const open = transactions.find(({ state }) => !isFinal(state));
  const [first] = transactions;
  if (open !== undefined || first === undefined) return EXIT.pending;
  return describeState(first.state).exitCode;
}
