import { gatewayUrl } from '../access/gateway-access.ts';
import { callSandbox } from '../access/sandbox-call.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isRecord, type JsonRecord, textOf } from '../json-record.ts';
import { rowsOf } from '../sandbox/rows.ts';
import { SANDBOX_OPTIONS } from '../sandbox/wallet-options.ts';
import { printJson } from '../terminal/print.ts';
import { formatTable } from '../terminal/table.ts';
import { amountForPeople } from '../transaction/transaction.ts';

/** `opencpm wallets`: the sandbox's wallets and customers. */
export const walletsCommand: Command = {
  name: 'wallets',
  summary: "List the sandbox's wallets and customers",
  usage: '[options]',
  positionalsMax: 0,
  options: SANDBOX_OPTIONS,
  details: [
    'A debit above the free limit waits for the password. Balances are in the currency of the wallet.',
  ],
  examples: [{ line: 'opencpm wallets', purpose: 'Who can pay, and how much they have.' }],
  run: wallets,
};

async function wallets(context: CommandContext): Promise<ExitCode> {
  const answer = await callSandbox(context, gatewayUrl(context), { path: '/sandbox/wallets' });
  if (context.json) {
    printJson(context.stdout, answer);
    return EXIT.done;
  }
  context.stdout.write(
    formatTable(
      [
        { heading: 'WALLET' },
        { heading: 'ACCOUNT' },
        { heading: 'NAME' },
        { heading: 'BALANCE', side: 'right' },
        { heading: 'FREE LIMIT', side: 'right' },
        { heading: 'PASSWORD' },
        { heading: 'STATUS' },
        { heading: 'BEHAVIOUR' },
      ],
      rowsOf(answer, 'wallets').flatMap(accountRows),
    ),
  );
  return EXIT.done;
}

function accountRows(wallet: JsonRecord): string[][] {
  const currency = textOf(wallet, 'currency');
  const accounts = wallet['accounts'];
  return (Array.isArray(accounts) ? accounts.filter(isRecord) : []).map((account) => [
    textOf(wallet, 'wallet'),
    textOf(account, 'account'),
    textOf(account, 'name'),
    amountForPeople(textOf(account, 'balance_minor'), currency),
    amountForPeople(textOf(account, 'free_limit_minor'), currency),
    textOf(account, 'password'),
    textOf(account, 'status'),
    textOf(account, 'behaviour'),
  ]);
}
