import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openWallets, type OpenedWallets, WalletsProblem } from '@opencpm/gateway';
import { dataDirectory } from '../administration/data-directory.ts';
import { CommandFailure } from '../command-failure.ts';
import type { OptionTable } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { readSettings } from '../settings.ts';

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

/** Whether there is a configuration of wallets at all. */
export function hasWallets(context: CommandContext): boolean {
  return existsSync(walletsFile(context));
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
  const { clock, environment, randomBytes } = context;
  const file = walletsFile(context);
  try {
    return await openWallets(file, environment, { clock, timers: clock, randomBytes, alert });
  } catch (error) {
    if (!(error instanceof WalletsProblem)) throw error;
    throw new CommandFailure(
      EXIT.cannotRun,
      `The wallets of ${file} cannot be used: ${error.problems.join('; ')}.`,
      'Correct the file; docs/wallets names every setting.',
    );
  }
}
