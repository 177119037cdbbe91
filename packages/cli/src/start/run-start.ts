import {
  ConfigProblem,
  DatabaseProblem,
  type GatewayConfig,
  KeyVaultProblem,
  pinoLog,
  readConfig,
} from '@opencpm/gateway';
import { SandboxBookProblem } from '@opencpm/sandbox';
import { TillProblem } from '@opencpm/till';
import { CommandFailure } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { curlLine } from './curl-line.ts';
import { type SandboxGateway, startSandboxGateway } from './sandbox-gateway.ts';
import { stopSignal } from './stop-signal.ts';
import { welcomeText } from './welcome.ts';

const STANDARD_ERROR = 2;

/** Starts gateway and sandbox, tells the developer about them, and runs until it is told to stop. */
export async function runStart(context: CommandContext): Promise<ExitCode> {
  const config = configOf(context);
  const log = pinoLog(config.logLevel, STANDARD_ERROR);
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
  const running = await start(config, context, log, die('storage_failed'));
  announce(context, config, running);
  await stop;
  await running.close();
  log.info('stopped');
  log.flush();
  return EXIT.done;
}

function configOf(context: CommandContext): GatewayConfig {
  try {
    return readConfig(
      context.environment,
      {
        port: context.options.text('port'),
        host: context.options.text('host'),
        data: context.options.text('data'),
        acceptRestoredBackup: context.options.flag('accept-restored-backup'),
      },
      process.cwd(),
    );
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    throw new CommandFailure(
      EXIT.usage,
      `The settings cannot be used: ${error.message}.`,
      'Correct them and start again.',
    );
  }
}

async function start(
  config: GatewayConfig,
  context: CommandContext,
  log: ReturnType<typeof pinoLog>,
  onFatal: (error: unknown) => void,
): Promise<SandboxGateway> {
  try {
    return await startSandboxGateway({
      config,
      log,
      randomBytes: context.randomBytes,
      fetch: context.fetch,
      onFatal,
      withTill: true,
    });
  } catch (error) {
    throw explain(config, error);
  }
}

function explain(config: GatewayConfig, error: unknown): unknown {
  if (
    error instanceof DatabaseProblem ||
    error instanceof KeyVaultProblem ||
    error instanceof SandboxBookProblem ||
    error instanceof TillProblem
  ) {
    return new CommandFailure(EXIT.cannotRun, 'The gateway cannot start.', error.message);
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    const where = `${config.host}:${config.port}`;
    return new CommandFailure(
      EXIT.cannotRun,
      `Port ${config.port} is in use: something listens on ${where} already.`,
      'Stop it, or choose another port with --port.',
    );
  }
  if (
    typeof code === 'string' &&
    ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST', 'EADDRNOTAVAIL'].includes(code)
  ) {
    const text = error instanceof Error ? error.message : String(code);
    return new CommandFailure(
      EXIT.cannotRun,
      `The gateway cannot start: ${text}.`,
      'Check the address, the permissions and the space left.',
    );
  }
  return error;
}

function announce(context: CommandContext, config: GatewayConfig, running: SandboxGateway): void {
  const { url, credentials, till } = running;
  if (context.json) {
    const merchants = credentials.map(({ merchant, clientKey }) => ({
      app_code: merchant.appCode,
      client_key: clientKey,
      stores: merchant.stores.map(({ storeId }) => storeId),
    }));
    context.stdout.write(`${JSON.stringify({ url, data: config.dataDirectory, merchants })}\n`);
    return;
  }
  const direct = credentials.find(({ merchant }) => merchant.kind === 'direct');
  const curl =
    direct === undefined ? undefined : curlLine(url, direct, context.clock.nowMs(), context.randomBytes);
  context.stdout.write(
    `${welcomeText({ url, dataDirectory: config.dataDirectory, credentials, till, curl })}\n`,
  );
}
