import { access as accessFile } from 'node:fs/promises';
import { parseWireTime } from '@opencpm/protocol';
import { ACCESS_OPTIONS, resolveAccess } from '../access/gateway-access.ts';
import { merchantClient } from '../access/merchant-client.ts';
import { readSignType, SIGN_TYPE_OPTION } from '../access/sign-type.ts';
import { downloadBill } from '../bill-download.ts';
import type { Command } from '../command.ts';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printJson } from '../terminal/print.ts';
import { resultAdvice } from '../transaction/result-text.ts';

/** `opencpm bill`: the statement of a day. */
export const billCommand: Command = {
  name: 'bill',
  summary: 'Download the statement of a day',
  usage: 'DATE [options]',
  positionalsMax: 1,
  options: {
    output: {
      type: 'text',
      value: 'FILE',
      meaning: 'File to write; it may not exist yet. Default: trade_bill_DATE.zip.',
    },
    'sign-type': SIGN_TYPE_OPTION,
    ...ACCESS_OPTIONS,
  },
  details: [
    'DATE is a day that has ended, in UTC+8. The statement is a zip with one CSV for each pay type and covers every store of the app code.',
  ],
  examples: [
    { line: 'opencpm bill 2026-03-05', purpose: 'Writes trade_bill_2026-03-05.zip.' },
    { line: 'opencpm bill 2026-03-05 --output march-5.zip', purpose: 'Under a name of your own.' },
  ],
  run: bill,
};

async function bill(context: CommandContext): Promise<ExitCode> {
  const [tradeDate] = context.positionals;
  if (tradeDate === undefined || parseWireTime(`${tradeDate} 00:00:00`) === undefined) {
    throw wrongUsage(
      tradeDate === undefined ? 'The day is missing.' : `This is no day: ${tradeDate}`,
      'Write it like 2026-03-05.',
    );
  }
  const signType = readSignType(context) ?? 'SHA256';
  const file = context.options.text('output') ?? `trade_bill_${tradeDate}.zip`;
  if (await exists(file)) {
    throw wrongUsage(`The file exists: ${file}`, 'Choose another with --output FILE, or remove it.');
  }
  const access = await resolveAccess(context);
  const client = await merchantClient(context, access, signType);
  const result = await downloadBill(context, client, { tradeDate, file }, context.interruption());
  switch (result.kind) {
    case 'written':
      if (context.json) printJson(context.stdout, { file, bytes: result.bytes });
      else context.stdout.write(`Wrote ${file}, ${result.bytes} bytes.\n`);
      return EXIT.done;
    case 'refused':
      throw new CommandFailure(
        EXIT.refused,
        `There is no statement: ${result.reason}`,
        // The code's own advice speaks of a payment's parameters; the only one here is the day.
        result.respcd === '1104'
          ? 'Give a day that has ended, in UTC+8.'
          : (resultAdvice(result.respcd) ?? 'See the text of the gateway.'),
      );
    case 'unwritable':
      throw new CommandFailure(
        EXIT.cannotRun,
        `The file ${file} cannot be written: ${result.detail}.`,
        'Name another with --output FILE, in a directory that exists and has space left.',
      );
    case 'failed':
      throw new CommandFailure(
        EXIT.unreachable,
        `The statement was not fetched from ${access.url}: ${result.detail}.`,
        'Try again: asking for a statement changes nothing. "opencpm doctor" looks for the cause.',
      );
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await accessFile(file);
    return true;
  } catch {
    return false;
  }
}
