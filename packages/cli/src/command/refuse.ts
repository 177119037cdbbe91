import { ACCESS_OPTIONS, gatewayUrl } from '../access/gateway-access.ts';
import { callSandbox } from '../access/sandbox-call.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { reportWalletPayment } from '../sandbox/wallet-payment.ts';
import { findPaymentNumber } from '../transaction/find-syssn.ts';

/** `opencpm refuse`: refuses a waiting payment on the sandbox customer's phone. */
export const refuseCommand: Command = {
  name: 'refuse',
  summary: 'Refuse a waiting payment as the sandbox customer',
  usage: '[NUMBER|latest] [options]',
  positionalsMax: 1,
  options: {
    order: { type: 'text', value: 'NUMBER', meaning: 'The payment by its order number.' },
    ...ACCESS_OPTIONS,
  },
  details: ['NUMBER is a syssn or an order number; without one the newest waiting payment is meant.'],
  examples: [
    { line: 'opencpm refuse', purpose: 'The newest waiting payment.' },
    { line: 'opencpm refuse --order A-1001', purpose: 'One payment.' },
  ],
  run: refuse,
};

async function refuse(context: CommandContext): Promise<ExitCode> {
  const number = await findPaymentNumber(context);
  const payment = await callSandbox(context, gatewayUrl(context), {
    path: `/sandbox/payments/${encodeURIComponent(number)}/refuse`,
    body: {},
  });
  return reportWalletPayment(context, payment, 'declined');
}
