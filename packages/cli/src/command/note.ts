import { ACCESS_OPTIONS, resolveAccess } from '../access/gateway-access.ts';
import { notReachable } from '../access/sandbox-merchants.ts';
import { readSignType, SIGN_TYPE_OPTION } from '../access/sign-type.ts';
import type { Command } from '../command.ts';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { callGateway, textOfAnswer } from '../gateway-call.ts';
import { printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';
import { resultAdvice, resultText } from '../transaction/result-text.ts';
import { readSyssn } from '../transaction/syssn-argument.ts';

const USAGE = 'opencpm note SYSSN TEXT';
/** Longest note, in characters. */
const NOTE_LENGTH_MAX = 200;

/** `opencpm note`: puts a remark on a transaction. */
export const noteCommand: Command = {
  name: 'note',
  summary: 'Put a remark on a payment or refund',
  usage: 'SYSSN TEXT [options]',
  positionalsMax: 2,
  options: { 'sign-type': SIGN_TYPE_OPTION, ...ACCESS_OPTIONS },
  details: [
    `TEXT has ${NOTE_LENGTH_MAX} characters at most. A second note replaces the first; it stands in the statement of the day.`,
  ],
  examples: [
    { line: 'opencpm note 20260305000100020000000001 "paid for table 7"', purpose: 'A note for later.' },
  ],
  run: note,
};

async function note(context: CommandContext): Promise<ExitCode> {
  const [number, text] = context.positionals;
  const syssn = readSyssn(number, USAGE);
  if (text === undefined || text === '') throw wrongUsage('The text is missing.', `Write: ${USAGE}`);
  if (Array.from(text).length > NOTE_LENGTH_MAX) {
    throw wrongUsage('The text is too long.', `Write ${NOTE_LENGTH_MAX} characters at most.`);
  }
  const signType = readSignType(context) ?? 'SHA256';
  const access = await resolveAccess(context);
  const call = {
    path: '/trade/v1/add_note',
    parameters: [
      ['code', access.appCode],
      ['syssn', syssn],
      ['note', text],
    ],
    signType,
  } as const;
  // A note belongs to the app code; the call takes no store.
  const result = await callGateway(context, { ...access, storeId: undefined }, call, context.interruption());
  if (result.kind === 'not_sent') throw notReachable(access.url, result.reason);
  if (result.kind === 'unknown') {
    throw new CommandFailure(
      EXIT.unreachable,
      `Nobody knows whether the note was taken: ${result.reason}.`,
      'Do it again: the same note twice is one note.',
    );
  }
  const { respcd } = result;
  if (respcd !== '0000') {
    throw new CommandFailure(
      EXIT.refused,
      `The note was refused: ${resultText(respcd, textOfAnswer(result))}`,
      resultAdvice(respcd) ?? 'See the text of the gateway.',
    );
  }
  if (context.json) printJson(context.stdout, { syssn, note: text, respcd });
  else context.stdout.write(`Noted on ${syssn}: ${printable(text)}\n`);
  return EXIT.done;
}
