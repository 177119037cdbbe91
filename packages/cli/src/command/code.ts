import { gatewayUrl } from '../access/gateway-access.ts';
import { callSandbox } from '../access/sandbox-call.ts';
import type { Command } from '../command.ts';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { textOf } from '../json-record.ts';
import { readWallet, SANDBOX_OPTIONS, WALLET_OPTION } from '../sandbox/wallet-options.ts';
import { printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';

/** `opencpm code`: a payment code off a sandbox customer's phone. */
export const codeCommand: Command = {
  name: 'code',
  summary: "Get a payment code off a sandbox customer's phone",
  usage: '--wallet WALLET [options]',
  positionalsMax: 0,
  options: {
    ...WALLET_OPTION,
    account: { type: 'text', value: 'ACCOUNT', meaning: 'The customer. Default: the first of the wallet.' },
    emv: { type: 'flag', meaning: 'Print the EMV text of the QR instead of the digits (UnionPay).' },
    ...SANDBOX_OPTIONS,
  },
  details: [
    'The standard output is the code alone, so that it can be handed to another command; who pays and how long the code holds is said on the standard error.',
  ],
  examples: [
    { line: 'opencpm code --wallet alipay', purpose: 'A code of the first Alipay customer.' },
    { line: 'opencpm pay 1050 --code "$(opencpm code --wallet wechatpayhk)"', purpose: 'Charge it.' },
  ],
  run: code,
};

async function code(context: CommandContext): Promise<ExitCode> {
  const wallet = readWallet(context);
  const account = context.options.text('account');
  const emv = context.options.flag('emv');
  const url = gatewayUrl(context);
  const issued = await callSandbox(context, url, {
    path: `/sandbox/wallets/${wallet}/codes`,
    body: account === undefined ? {} : { account },
    mend: 'See whom there is: opencpm wallets',
  });
  const text = textOf(issued, emv ? 'emv_text' : 'auth_code');
  if (text === '' && emv)
    throw wrongUsage(`Codes of ${wallet} have no EMV text.`, 'Leave --emv out; only unionpay has one.');
  if (text === '') {
    throw new CommandFailure(
      EXIT.unreachable,
      `The answer of ${url} holds no code.`,
      'Start another sandbox: opencpm start',
    );
  }
  if (context.json) {
    printJson(context.stdout, issued);
  } else {
    context.stdout.write(`${printable(text)}\n`);
    const owner = printable(`${textOf(issued, 'wallet')} ${textOf(issued, 'account')}`);
    context.stderr.write(`${owner}, good until ${printable(textOf(issued, 'expires_at'))}\n`);
  }
  return EXIT.done;
}
