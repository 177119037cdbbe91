import { type Gateway, jsonLog, openGateway } from '@opencpm/gateway';
import { openConfiguredWallets } from '../connector/configured-wallets.ts';
import { watchKeys } from '../connector/key-watch.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { configOf, dieOf, explainStart } from './start-surroundings.ts';
import { stopSignal } from './stop-signal.ts';

const STANDARD_ERROR = 2;

/** Runs the gateway with the configured wallets until it is told to stop. */
export async function runServe(context: CommandContext): Promise<ExitCode> {
  const config = configOf(context);
  const log = jsonLog(config.logLevel, STANDARD_ERROR);
  const die = dieOf(log);
  process.on('uncaughtException', die('uncaught_exception'));
  process.on('unhandledRejection', die('unhandled_rejection'));
  const stop = stopSignal();
  const alert = (connector: string, why: string): void => log.alert('connector_alert', { connector, why });
  const wallets = await openConfiguredWallets(context, alert);
  let gateway: Gateway;
  try {
    gateway = await openGateway({
      config,
      log,
      connectors: wallets.connectors,
      receivers: wallets.receivers,
      onFatal: die('storage_failed'),
    });
  } catch (error) {
    wallets.close();
    throw explainStart(config, error);
  }
  const names = [...wallets.opened.keys()];
  context.stdout.write(
    context.json
      ? `${JSON.stringify({ url: gateway.url, data: config.dataDirectory, connectors: names })}\n`
      : `opencpm: gateway ready at ${gateway.url}, charging through ${names.join(', ')}\n`,
  );
  const endKeyWatch = watchKeys(wallets.opened, context.clock, alert);
  await stop;
  endKeyWatch();
  await gateway.close();
  wallets.close();
  log.info('stopped');
  log.flush();
  return EXIT.done;
}
