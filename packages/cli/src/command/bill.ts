import { access as accessFile } from 'node:fs/promises';
import { ACCESS_OPTIONS, resolveAccess } from '../access/gateway-access.ts';
import { readSignType, SIGN_TYPE_OPTION } from '../access/sign-type.ts';
import { downloadBill } from '../bill-download.ts';
import type { Command } from '../command.ts';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { textOf } from '../json-record.ts';
import { printJson } from '../terminal/print.ts';
import { resultAdvice, resultText } from '../transaction/result-text.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

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
  if (tradeDate === undefined || !DAY.test(tradeDate)) {
    throw wrongUsage(
      tradeDate === undefined ? 'The day is missing.' : `This is no day: ${tradeDate}`,
      'Write it like 2026-03-05.',
    );
  }
  const signType = readSignType(context) ?? 'SHA256';
  if (signType !== 'MD5' && signType !== 'SHA256') {
    throw wrongUsage(`A statement cannot be asked for with ${signType}.`, 'Write --sign-type SHA256.');
  }
  const file = context.options.text('output') ?? `trade_bill_${tradeDate}.zip`;
  if (await exists(file)) {
    throw wrongUsage(`The file exists: ${file}`, 'Choose another with --output FILE, or remove it.');
  }
  const access = await resolveAccess(context);
  const request = { tradeDate, signType, file };
  const result = await downloadBill(context, access, request, context.interruption());
  switch (result.kind) {
    case 'written':
      if (context.json) printJson(context.stdout, { file, bytes: result.bytes });
      else context.stdout.write(`Wrote ${file}, ${result.bytes} bytes.\n`);
      return EXIT.done;
    case 'refused': {
      const { fields, respcd } = result;
      const texts = [textOf(fields, 'resperr'), textOf(fields, 'respmsg')].filter((text) => text !== '');
      throw new CommandFailure(
        EXIT.refused,
        `There is no statement: ${resultText(respcd, texts.join(': '))}`,
        resultAdvice(respcd) ?? 'See the text of the gateway.',
      );
    }
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
