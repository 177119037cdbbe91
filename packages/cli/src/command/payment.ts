import type { LifeQuestion } from '@opencpm/gateway';
import { administer } from '../administration/administer.ts';
import { DATA_OPTION } from '../administration/data-directory.ts';
import type { Command } from '../command.ts';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { reportLives } from '../history/life-report.ts';

/** `opencpm payment`: the whole life of a payment or refund, out of the history. */
export const paymentCommand: Command = {
  name: 'payment',
  summary: 'Show the whole life of a payment',
  usage: 'SYSSN [options]',
  positionalsMax: 1,
  options: {
    order: { type: 'text', value: 'NUMBER', meaning: 'Order number, instead of SYSSN.' },
    merchant: {
      type: 'text',
      value: 'APP_CODE',
      meaning: 'With --order: only of this merchant. Every merchant has order numbers of its own.',
    },
    ...DATA_OPTION,
  },
  details: [
    'What was asked, what the wallet said, what was decided and whom it was told, with times in UTC+8. Refunds stand below their payment.',
    'Reads the database through the running gateway, or by itself when none runs; it asks no wallet and needs no client key.',
  ],
  examples: [
    { line: 'opencpm payment 20260305000100020000000001', purpose: 'By the number of the gateway.' },
    { line: 'opencpm payment --order A-1001', purpose: 'By the order number of the merchant.' },
  ],
  run: payment,
};

async function payment(context: CommandContext): Promise<ExitCode> {
  const question = questionOf(context);
  try {
    reportLives(context, await administer(context, (_administration, history) => history.lives(question)));
  } catch (error) {
    throw error instanceof CommandFailure ? withPaymentMend(error) : error;
  }
  return EXIT.done;
}

/** Administration speaks of merchants; here a payment was not found, or its number is none. */
function withPaymentMend(failure: CommandFailure): CommandFailure {
  const { exitCode, message } = failure;
  if (exitCode === EXIT.usage) {
    return wrongUsage(message, 'An order number is no SYSSN: opencpm query --order NUMBER finds it.');
  }
  if (exitCode !== EXIT.refused) return failure;
  return new CommandFailure(EXIT.refused, message, 'List what there is: opencpm query');
}

function questionOf(context: CommandContext): LifeQuestion {
  const [syssn] = context.positionals;
  const orderNumber = context.options.text('order');
  const appCode = context.options.text('merchant');
  if (syssn !== undefined && orderNumber !== undefined) {
    throw wrongUsage('The payment is named twice.', 'Give SYSSN or --order, not both.');
  }
  if (syssn !== undefined && appCode !== undefined) {
    throw wrongUsage('--merchant goes with --order.', 'SYSSN is enough: it is one payment of one merchant.');
  }
  if (syssn !== undefined) return { syssn };
  if (orderNumber === undefined) {
    throw wrongUsage(
      'No payment is named.',
      'Write: opencpm payment SYSSN, or: opencpm payment --order NUMBER',
    );
  }
  return { orderNumber, ...(appCode === undefined ? {} : { appCode }) };
}
