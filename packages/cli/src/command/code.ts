import { gatewayUrl } from '../access/gateway-access.ts';
import { callSandbox } from '../access/sandbox-call.ts';
import type { Command } from '../command.ts';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isRecord, type JsonRecord, textOf } from '../json-record.ts';
import { readWallet, SANDBOX_DAMAGES, SANDBOX_OPTIONS, WALLET_OPTION } from '../sandbox/wallet-options.ts';
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
    prefix: {
      type: 'text',
      value: 'DIGITS',
      meaning: 'The first digits: 30, or 281010 for an Alipay+ wallet. Default: any the wallet has.',
    },
    length: {
      type: 'text',
      value: 'DIGITS',
      meaning: 'How many digits: 24 of Alipay, 20 of UnionPay. Default: any the wallet has.',
    },
    damage: {
      type: 'text',
      value: 'KIND',
      meaning: `Print the code as it arrives after a damage: ${SANDBOX_DAMAGES.join(', ')}.`,
    },
    ...SANDBOX_OPTIONS,
  },
  details: [
    'The standard output is the code alone, so that it can be handed to another command; who pays and how long the code holds is said on the standard error.',
    'A damaged code is what a till gets from a scanner or a form that is set up wrongly: some of it is to be read all the same, some to be refused with words that help. The phone still shows the whole code, which can be charged.',
  ],
  examples: [
    { line: 'opencpm code --wallet alipay', purpose: 'A code of the first Alipay customer.' },
    { line: 'opencpm pay 1050 --code "$(opencpm code --wallet wechatpayhk)"', purpose: 'Charge it.' },
    {
      line: 'opencpm code --wallet unionpay --emv --damage caps-lock',
      purpose: 'What a scanner types while Caps Lock is on.',
    },
  ],
  run: code,
};

async function code(context: CommandContext): Promise<ExitCode> {
  const wallet = readWallet(context);
  const emv = context.options.flag('emv');
  const damage = context.options.text('damage');
  const url = gatewayUrl(context);
  const issued = await callSandbox(context, url, {
    path: `/sandbox/wallets/${wallet}/codes`,
    body: readWish(context),
    argumentsOnly: true,
    mend: 'See whom there is: opencpm wallets',
  });
  const face = emv ? 'emv_text' : 'auth_code';
  const text = textOf(issued, face);
  if (text === '' && emv)
    throw wrongUsage(`Codes of ${wallet} have no EMV text.`, 'Leave --emv out; only unionpay has one.');
  if (text === '') throw noCode(url);
  if (context.json) {
    printJson(context.stdout, issued);
  } else {
    context.stdout.write(damage === undefined ? `${printable(text)}\n` : arrived(issued, face, url));
    const owner = printable(`${textOf(issued, 'wallet')} ${textOf(issued, 'account')}`);
    context.stderr.write(`${owner}, good until ${printable(textOf(issued, 'expires_at'))}\n`);
  }
  return EXIT.done;
}

/** What is wanted of the code, as the sandbox takes it. */
function readWish({ options }: CommandContext): JsonRecord {
  const length = options.text('length');
  if (length !== undefined && !/^\d{1,3}$/.test(length)) {
    throw wrongUsage(`--length is no number of digits: ${length}`, 'Give a whole number, such as 24.');
  }
  const given = {
    account: options.text('account'),
    prefix: options.text('prefix'),
    length: length === undefined ? undefined : Number(length),
    damage: options.text('damage'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** What a damage leaves of a code: besides printable ASCII, line ends, separators and the full width. */
const ARRIVED = /^[ -~\r\n\x1d\uff01-\uff5e]+$/;

/** The damaged face, byte for byte, because its control characters and blanks are what is to be tested. */
function arrived({ damaged }: JsonRecord, face: 'emv_text' | 'auth_code', url: string): string {
  const text = isRecord(damaged) ? textOf(damaged, face) : '';
  if (text === '' && face === 'auth_code') {
    throw wrongUsage(
      'This damage does nothing to digits.',
      'Add --emv: the text of the QR has letters and signs.',
    );
  }
  if (!ARRIVED.test(text)) throw noCode(url);
  return text.endsWith('\n') ? text : `${text}\n`;
}

function noCode(url: string): CommandFailure {
  return new CommandFailure(
    EXIT.unreachable,
    `The answer of ${url} holds no code.`,
    'Start another sandbox: opencpm start',
  );
}
