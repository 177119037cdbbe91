import { ACCESS_OPTIONS, gatewayUrl } from '../access/gateway-access.ts';
import { callSandbox } from '../access/sandbox-call.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { reportWalletPayment } from '../sandbox/wallet-payment.ts';
import { findPaymentNumber } from '../transaction/find-syssn.ts';

/** `opencpm approve`: confirms a waiting payment on the sandbox customer's phone. */
export const approveCommand: Command = {
  name: 'approve',
  summary: 'Confirm a waiting payment as the sandbox customer',
  usage: '[NUMBER|latest] [options]',
  positionalsMax: 1,
  options: {
    order: { type: 'text', value: 'NUMBER', meaning: 'The payment by its order number.' },
    password: {
      type: 'text',
      value: 'DIGITS',
      meaning: 'What the customer types. Default: confirmed by finger.',
    },
    ...ACCESS_OPTIONS,
  },
  details: ['NUMBER is a syssn or an order number; without one the newest waiting payment is meant.'],
  examples: [
    { line: 'opencpm approve', purpose: 'The newest waiting payment.' },
    { line: 'opencpm approve --order A-1001 --password 123456', purpose: 'One payment, with a password.' },
  ],
  run: approve,
};

async function approve(context: CommandContext): Promise<ExitCode> {
  const number = await findPaymentNumber(context);
  const password = context.options.text('password');
  const payment = await callSandbox(context, gatewayUrl(context), {
    path: `/sandbox/payments/${encodeURIComponent(number)}/approve`,
    body: password === undefined ? {} : { password },
  });
  return reportWalletPayment(context, payment, 'paid');
}
