import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connectorKindsIn, openWallets, type OpenedWallets, WalletsProblem } from '@opencpm/gateway';
import { hostHere } from '../access/loopback.ts';
import { clockOfGateway } from '../access/sandbox-clock.ts';
import { dataDirectory, KEYS_DIRECTORY } from '../administration/data-directory.ts';
import { CommandFailure } from '../command-failure.ts';
import type { OptionTable } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { readSettings } from '../settings.ts';
import { localGatewayUrl } from '../start/local/local-configuration.ts';

/** Name of the configuration of wallets in the data directory. */
const WALLETS_FILE = 'wallets.json';

/** The option that names the configuration of wallets. */
export const WALLETS_OPTION: OptionTable = {
  wallets: {
    type: 'text',
    value: 'FILE',
    meaning: `Configuration of real wallets. Default: OPENCPM_WALLETS, else ${WALLETS_FILE} in the data directory.`,
  },
};

/** The configuration of wallets from flag, environment or default, as an absolute path. */
export function walletsFile(context: CommandContext): string {
  const named = context.options.text('wallets') ?? readSettings(context.environment).walletsFile;
  return named === undefined ? join(dataDirectory(context), WALLETS_FILE) : resolve(named);
}

/**
 * The configuration a command looks into: that of {@link walletsFile}; without one, and when none was named, that of the
 * sandbox that runs on the data directory.
 */
export function walletsFileHere(context: CommandContext): string {
  const file = walletsFile(context);
  const named = context.options.text('wallets') ?? readSettings(context.environment).walletsFile;
  const ofSandbox = join(sandboxKeys(context), WALLETS_FILE);
  return named === undefined && !existsSync(file) && existsSync(ofSandbox) ? ofSandbox : file;
}

/**
 * The context of a command that calls those wallets itself, with their time: the clock of the sandbox can be moved ahead, and
 * wallets refuse what is signed with another time than theirs. Real wallets get the time of this machine.
 */
export async function atWalletsTime(context: CommandContext): Promise<CommandContext> {
  const folder = sandboxKeys(context);
  const ofSandbox = walletsFileHere(context) === join(folder, WALLETS_FILE);
  const gateway = URL.parse((ofSandbox ? localGatewayUrl(folder) : undefined) ?? '');
  if (gateway === null) return context;
  return { ...context, clock: await clockOfGateway(context, `http://${hostHere(gateway)}`) };
}

function sandboxKeys(context: CommandContext): string {
  return join(dataDirectory(context), KEYS_DIRECTORY);
}

/** Opens the wallets of {@link walletsFileHere}; as {@link openConfiguredWallets}. */
export function openWalletsHere(
  context: CommandContext,
  alert: (connector: string, why: string) => void,
): Promise<OpenedWallets> {
  return open(context, walletsFileHere(context), alert);
}

/**
 * Opens the configured wallets. Nothing is sent.
 *
 * @param alert told of what an operator has to look at.
 * @throws CommandFailure naming everything that is wrong.
 */
export async function openConfiguredWallets(
  context: CommandContext,
  alert: (connector: string, why: string) => void,
): Promise<OpenedWallets> {
  return open(context, walletsFile(context), alert);
}

async function open(
  context: CommandContext,
  file: string,
  alert: (connector: string, why: string) => void,
): Promise<OpenedWallets> {
  const { clock, environment, randomBytes } = context;
  if (!existsSync(file)) throw noConfiguration(file);
  try {
    return await openWallets(file, environment, { clock, timers: clock, randomBytes, alert });
  } catch (error) {
    throw explained(file, error);
  }
}

/**
 * The kinds of the configured connectors by their names, as far as they can be known here: `undefined` without a
 * configuration. No key is read.
 *
 * @param file configuration to look into, when it is there or was named.
 * @throws CommandFailure when the configuration was named and is not there, or cannot be read.
 */
export function configuredKinds(
  context: CommandContext,
  file: string,
): ReadonlyMap<string, string> | undefined {
  if (!existsSync(file)) {
    if (context.options.text('wallets') === undefined) return undefined;
    throw noConfiguration(file);
  }
  try {
    return connectorKindsIn(file);
  } catch (error) {
    throw explained(file, error);
  }
}

function noConfiguration(file: string): CommandFailure {
  return new CommandFailure(
    EXIT.cannotRun,
    `There is no configuration of wallets: ${file} does not exist.`,
    'Write it as docs/wallets shows for each wallet, or name another with --wallets or OPENCPM_WALLETS.',
  );
}

function explained(file: string, error: unknown): unknown {
  if (!(error instanceof WalletsProblem)) return error;
  return new CommandFailure(
    EXIT.cannotRun,
    `The wallets of ${file} cannot be used: ${error.problems.join('; ')}.`,
    'Correct the file; docs/wallets names every setting.',
  );
}
