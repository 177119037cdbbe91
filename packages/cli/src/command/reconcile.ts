import {
  type BillDays,
  billDaysAround,
  type Difference,
  NoSuchDay,
  runReconciliation,
} from '@opencpm/gateway';
import { administer } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import { atWalletsTime, WALLETS_OPTION } from '../connector/configured-wallets.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openDayBills } from '../reconcile/day-bills.ts';
import { reportReconciliation } from '../reconcile/reconcile-report.ts';

const PERCENT = /^\d{1,2}(\.\d{1,2})?$/;

/** `opencpm reconcile`: the books against a wallet's bill. */
export const reconcileCommand: Command = {
  name: 'reconcile',
  summary: "Compare the books of a day with a wallet's bill",
  usage: '--wallet NAME --date DATE [--bill FILE] [options]',
  positionalsMax: 0,
  options: {
    wallet: {
      type: 'text',
      value: 'NAME',
      meaning: 'Name of the connector that charged, as "opencpm connector list" shows it.',
    },
    date: {
      type: 'text',
      value: 'DATE',
      meaning: 'Day of the bill in UTC+8, such as 2026-03-05. That of UnionPay ends at 23:00.',
    },
    bill: {
      type: 'text',
      value: 'FILE',
      meaning:
        "The wallet's bill of that day; may end in .gz. Without it the bills are fetched from the wallet.",
    },
    'bill-before': {
      type: 'text',
      value: 'FILE',
      meaning: 'The bill of the day before, for what happened where the two days meet.',
    },
    'bill-after': {
      type: 'text',
      value: 'FILE',
      meaning: 'The bill of the day after, for what happened where the two days meet.',
    },
    format: {
      type: 'text',
      value: 'KIND',
      meaning: 'Form of the files. Default: that of the kind of the connector.',
    },
    fee: {
      type: 'text',
      value: 'PERCENT',
      meaning: 'Agreed fee of payments, such as 0.8. Without it only impossible fees are differences.',
    },
    ...WALLETS_OPTION,
    ...DATA_OPTION,
  },
  details: [
    'Without --bill the bill and those of the days around it are fetched through the connector: WeChat Pay, UnionPay (ACP), another gateway, and Alipay where its files are mirrored. What the wallet vouches for is verified. A neighbouring bill the wallet has not made yet is named, and what happened near that end of the day is awaited.',
    'Movements are matched by their numbers, whatever day either side puts them on. Nothing is repaired by itself: every difference comes with the repair it asks for. Exit code 0 when both sides are equal, 1 when they are not.',
    'Runs beside a gateway, and on the data directory of one that is stopped.',
  ],
  examples: [
    {
      line: 'opencpm reconcile --wallet wechatpay --date 2026-03-05',
      purpose: 'One day, with its bill and those around it fetched from the wallet.',
    },
    {
      line: 'opencpm reconcile --wallet alipay --date 2026-03-05 --bill transactionItems_20260305.csv',
      purpose: 'One day.',
    },
    {
      line: 'opencpm reconcile --wallet alipay --date 2026-03-05 --bill 05.csv --bill-before 04.csv --bill-after 06.csv --fee 0.8',
      purpose: 'With its neighbours and the fee of the contract.',
    },
  ],
  run: reconcile,
};

async function reconcile(context: CommandContext): Promise<ExitCode> {
  const wallet = required(context, 'wallet', 'opencpm reconcile --wallet alipay');
  const day = required(context, 'date', '--date 2026-03-05');
  const feeBasisPoints = readFee(context.options.text('fee'));
  const days = readDays(day);
  const opened = await openDayBills(await atWalletsTime(context), wallet, days);
  const differences: Difference[] = [];
  try {
    const result = await administer(context, (_administration, _history, _notifications, ledger) =>
      runReconciliation(ledger, {
        connector: wallet,
        days: billDaysAround(day, opened.dayEnd),
        bills: opened.bills,
        feeBasisPoints,
        onDifference: (difference) => differences.push(difference),
      }),
    );
    reportReconciliation(context, { wallet, day, differences, result, notGiven: opened.notGiven });
  } finally {
    opened.close();
  }
  return differences.length === 0 ? EXIT.done : EXIT.refused;
}

function readDays(day: string): BillDays {
  try {
    return billDaysAround(day);
  } catch (error) {
    if (!(error instanceof NoSuchDay)) throw error;
    throw wrongUsage(`--date: ${error.message}.`, 'Give a day that has ended.');
  }
}

function required(context: CommandContext, name: string, example: string): string {
  const value = context.options.text(name);
  if (value !== undefined && value !== '') return value;
  throw wrongUsage(`--${name} is missing.`, `Write it like: ${example}`);
}

function readFee(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!PERCENT.test(text)) throw wrongUsage(`--fee is no percentage: ${text}`, 'Write it like --fee 0.8');
  const [whole = '0', part = ''] = text.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}
