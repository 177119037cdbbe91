import { type GatewayConfig, jsonLog } from '@opencpm/gateway';
import { wrongUsage } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readSettings } from '../settings.ts';
import { curlLine } from './curl-line.ts';
import { type SandboxGateway, startSandboxGateway } from './sandbox-gateway.ts';
import { configOf, dieOf, explainStart } from './start-surroundings.ts';
import { stopSignal } from './stop-signal.ts';
import { welcomeText } from './welcome.ts';

const STANDARD_ERROR = 2;

/** Starts gateway and sandbox, tells the developer about them, and runs until it is told to stop. */
export async function runStart(context: CommandContext): Promise<ExitCode> {
  const config = configOf(context);
  const log = jsonLog(config.logLevel, STANDARD_ERROR);
  const die = dieOf(log);
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

async function start(
  config: GatewayConfig,
  context: CommandContext,
  log: ReturnType<typeof jsonLog>,
  onFatal: (error: unknown) => void,
): Promise<SandboxGateway> {
  try {
    return await startSandboxGateway({
      config,
      log,
      randomBytes: context.randomBytes,
      fetch: context.fetch,
      onFatal,
      wallets: walletsOf(context),
      withTill: true,
    });
  } catch (error) {
    throw explainStart(config, error);
  }
}

/** How the simulated wallets are reached. */
function walletsOf(context: CommandContext): 'http' | 'direct' {
  const way =
    context.options.text('sandbox-wallets') ?? readSettings(context.environment).sandboxWallets ?? 'http';
  if (way === 'http' || way === 'direct') return way;
  throw wrongUsage(
    'There is no such way to the simulated wallets.',
    'Give http or direct to --sandbox-wallets or OPENCPM_SANDBOX_WALLETS.',
  );
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
