import { kindOf } from '@opencpm/client/calls';
import { runningNumberOf } from '@opencpm/protocol';
import { resolveAccess } from '../access/gateway-access.ts';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { enquire } from './enquiry.ts';
import { enquiryFailure } from './enquiry-failure.ts';

/**
 * The number under which the sandbox knows the payment a command is about: the first argument, or `--order`, or
 * `latest`. Order numbers are turned into the `syssn` by an enquiry.
 */
export async function findPaymentNumber(context: CommandContext): Promise<string> {
  const [argument] = context.positionals;
  const order = context.options.text('order');
  if (argument !== undefined && order !== undefined) {
    throw wrongUsage('The payment is named twice.', 'Give NUMBER or --order, not both.');
  }
  if (order !== undefined) return findSyssn(context, order);
  if (argument === undefined || argument === 'latest') return 'latest';
  return runningNumberOf(argument) === undefined ? findSyssn(context, argument) : argument;
}

async function findSyssn(context: CommandContext, orderNumber: string): Promise<string> {
  const access = await resolveAccess(context);
  const result = await enquire(context, access, [['out_trade_no', orderNumber]], 'SHA256');
  if (result.kind !== 'rows') throw enquiryFailure(access.url, result);
  const row = result.transactions.find(
    (one) => one.orderNumber === orderNumber && kindOf(one.orderType) === 'payment',
  );
  if (row !== undefined && row.syssn !== '') return row.syssn;
  throw new CommandFailure(
    EXIT.refused,
    `The gateway knows no payment with the order number ${orderNumber}.`,
    'List what it knows with "opencpm query", or take the newest waiting payment: latest',
  );
}
