import { existsSync } from 'node:fs';
import type { PayResult } from '@opencpm/client';
import { formatAmount, isCurrencyCode } from '@opencpm/protocol';
import { ACCESS_OPTIONS, resolveAccess } from '../access/gateway-access.ts';
import { JOURNAL_SIGN_TYPE_OPTION, readSignType } from '../access/sign-type.ts';
import type { Command } from '../command.ts';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { paint } from '../terminal/paint.ts';
import { printJson } from '../terminal/print.ts';
import { formatFields } from '../terminal/table.ts';
import { JOURNAL_OPTION, outcomeOfResult, withJournal } from '../transaction/payment-journal.ts';
import { describeState, isFinal } from '../transaction/transaction-state.ts';

/** `opencpm recover`: finishes what a killed `opencpm pay --journal` left open. */
export const recoverCommand: Command = {
  name: 'recover',
  summary: 'Finish the payments that a killed "pay --journal" left open',
  usage: '--journal FILE [options]',
  positionalsMax: 0,
  movesMoney: true,
  options: { journal: JOURNAL_OPTION, 'sign-type': JOURNAL_SIGN_TYPE_OPTION, ...ACCESS_OPTIONS },
  details: [
    'Asks about every open payment of the journal, waits for young ones and reverses the others. Nothing is charged.',
    'Exit code 5 while anything is open: run it again later.',
  ],
  examples: [
    { line: 'opencpm recover --journal till.journal', purpose: 'At every start, before the first sale.' },
  ],
  run: recover,
};

async function recover(context: CommandContext): Promise<ExitCode> {
  const file = context.options.text('journal');
  if (file === undefined || !existsSync(file)) {
    throw wrongUsage(
      file === undefined ? 'The journal is missing.' : `There is no journal ${file}.`,
      'Name the one that was used: --journal till.journal',
    );
  }
  const signType = readSignType(context);
  const access = await resolveAccess(context);
  const stop = context.interruption();
  const results = await withJournal(context, access, file, signType, (client) => client.recover({ stop }));
  if (context.json) printJson(context.stdout, results.map(resultJson));
  else if (results.length === 0) context.stdout.write('Nothing is open.\n');
  else for (const result of results) report(context, result);
  return results.every((result) => result.outcome !== 'unresolved') ? EXIT.done : EXIT.pending;
}

function report({ stdout }: CommandContext, result: PayResult): void {
  const { attempt } = result;
  const { state, syssn, explanation } = outcomeOfResult(result);
  const { words, tone } = describeState(state);
  const fields = formatFields([
    ['order', attempt.orderNumber],
    ['basket', attempt.basketId],
    ['syssn', syssn],
    ['result', explanation],
  ]);
  stdout.write(`${paint(stdout, tone, words)}  ${amountOf(attempt)}\n${fields}`);
}

function amountOf({ amountMinor, currency }: PayResult['attempt']): string {
  return isCurrencyCode(currency) ? formatAmount(amountMinor, currency) : `${amountMinor} ${currency}`;
}

function resultJson(result: PayResult): unknown {
  const { attempt } = result;
  const { state, syssn, respcd, explanation } = outcomeOfResult(result);
  return {
    state,
    final: isFinal(state),
    out_trade_no: attempt.orderNumber,
    basket: attempt.basketId,
    syssn,
    pay_type: attempt.payType,
    txamt: attempt.amountMinor,
    txcurrcd: attempt.currency,
    respcd,
    explanation,
  };
}
