import { jsonLog, systemClock, systemTimers } from '@opencpm/gateway';
import { serveTill, TillProblem, type TillPorts, type TillServer } from '@opencpm/till';
import { CommandFailure } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { stopSignal } from '../start/stop-signal.ts';
import { readListenSettings, readTillSettings } from './till-options.ts';

const STANDARD_ERROR = 2;

/** What a till takes from this process. */
export function tillPorts(
  context: CommandContext,
  log: TillPorts['log'],
  onFatal: (error: unknown) => void,
): TillPorts {
  return {
    clock: { ...systemClock, ...systemTimers },
    timers: systemTimers,
    randomBytes: context.randomBytes,
    fetch: context.fetch,
    log,
    onFatal,
  };
}

/** A till that cannot be opened, in the words of a command. */
export function explainTill(error: unknown): unknown {
  if (!(error instanceof TillProblem)) return error;
  const [text = '', ...mend] = error.message.split('; ');
  return new CommandFailure(
    EXIT.cannotRun,
    `The till cannot start: ${text}.`,
    mend.join('; ') || 'See the guide.',
  );
}

/** Serves a till until it is told to stop. */
export async function runTill(context: CommandContext): Promise<ExitCode> {
  const settings = readTillSettings(context);
  const listen = readListenSettings(context);
  const log = jsonLog('info', STANDARD_ERROR);
  const die =
    (event: string) =>
    (error: unknown): void => {
      log.alert(event, { why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      log.flush();
      // After an error nobody expected, or a disk that lies, the only safe state is a stopped process.
      process.exit(EXIT.cannotRun);
    };
  process.on('uncaughtException', die('uncaught_exception'));
  process.on('unhandledRejection', die('unhandled_rejection'));
  const stop = stopSignal();
  let server: TillServer;
  try {
    server = await serveTill(settings, listen, tillPorts(context, log, die('storage_failed')));
  } catch (error) {
    throw explainListen(error, listen);
  }
  announce(context, server, settings.gatewayUrl);
  await stop;
  await server.close();
  log.info('stopped');
  log.flush();
  return EXIT.done;
}

function explainListen(error: unknown, { host, port }: { host: string; port: number }): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EADDRINUSE') return explainTill(error);
  return new CommandFailure(
    EXIT.cannotRun,
    `Port ${port} is in use: something listens on ${host}:${port} already.`,
    'Stop it, or choose another port with --port.',
  );
}

function announce(context: CommandContext, { url, till }: TillServer, gateway: string): void {
  const { setUpCode } = till;
  if (context.json) {
    context.stdout.write(`${JSON.stringify({ url, gateway, set_up_code: setUpCode })}\n`);
    return;
  }
  const lines = [
    `opencpm: till ready at ${url}`,
    '',
    `  gateway    ${gateway}`,
    `  data       ${till.settings.dataDirectory}`,
    ...(setUpCode === undefined ? [] : [`  set up     open the page and enter ${setUpCode}`]),
  ];
  context.stdout.write(`${lines.join('\n')}\n`);
}
