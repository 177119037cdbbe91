import { gatewayUrl } from '../access/gateway-access.ts';
import { callSandbox } from '../access/sandbox-call.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type JsonRecord, textOf } from '../json-record.ts';
import { SANDBOX_OPTIONS } from '../sandbox/wallet-options.ts';
import { printJson } from '../terminal/print.ts';
import { durationText } from '../terminal/duration-text.ts';
import { formatFields } from '../terminal/table.ts';

const PATH = '/sandbox/clock';
/** A long move fires millions of timers, one after the other. */
const MOVE_WAIT_MS = 290_000;

/** `opencpm clock`: the sandbox's clock, which can be moved ahead. */
export const clockCommand: Command = {
  name: 'clock',
  summary: "Show the sandbox's clock, or move it ahead",
  usage: '[options]',
  positionalsMax: 0,
  options: {
    advance: {
      type: 'text',
      value: 'DURATION',
      meaning: 'How far to move it: 90s, 15h, 1h30m; at most 31d.',
    },
    ...SANDBOX_OPTIONS,
  },
  details: [
    'Gateway and wallets share one clock. Moving it ahead does everything that would have happened until then: retries of notifications, enquiries, reversals at their deadline. A month takes minutes. It cannot be moved back; a restart of the gateway returns to the time of the machine.',
  ],
  examples: [
    { line: 'opencpm clock', purpose: 'What time it is in the sandbox.' },
    { line: 'opencpm clock --advance 15h', purpose: 'Until the last retry of a notification, in a moment.' },
  ],
  run: clock,
};

async function clock(context: CommandContext): Promise<ExitCode> {
  const advance = context.options.text('advance');
  const answer = await callSandbox(context, gatewayUrl(context), {
    path: PATH,
    argumentsOnly: true,
    ...(advance === undefined ? {} : { body: { advance }, waitMs: MOVE_WAIT_MS }),
  });
  if (context.json) printJson(context.stdout, answer);
  else context.stdout.write(clockText(answer));
  return EXIT.done;
}

function clockText(answer: JsonRecord): string {
  return formatFields([
    ['now (UTC)', textOf(answer, 'now').slice(0, 19).replace('T', ' ')],
    ['ahead', durationText(Number(textOf(answer, 'ahead_ms')))],
    ['timers fired', textOf(answer, 'timers_fired')],
    ['timers waiting', textOf(answer, 'timers')],
  ]);
}
