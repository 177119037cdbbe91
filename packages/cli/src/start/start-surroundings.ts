import {
  ConfigProblem,
  DatabaseProblem,
  type GatewayConfig,
  KeyVaultProblem,
  type jsonLog,
  readConfig,
} from '@opencpm/gateway';
import { SandboxBookProblem } from '@opencpm/sandbox';
import { TillProblem } from '@opencpm/till';
import { CommandFailure } from '../command-failure.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';

/** Ends the process for good: after an error nobody expected, or a disk that lies, that is the only safe state. */
export function dieOf(log: ReturnType<typeof jsonLog>): (event: string) => (error: unknown) => void {
  return (event) => (error) => {
    log.alert(event, { why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    log.flush();
    process.exit(EXIT.cannotRun);
  };
}

/**
 * The configuration of a gateway from flags and environment.
 *
 * @throws CommandFailure naming every setting that is wrong.
 */
export function configOf(context: CommandContext): GatewayConfig {
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

/** What stands in the way of a start, in words; anything unforeseen as it is. */
export function explainStart(config: GatewayConfig, error: unknown): unknown {
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
