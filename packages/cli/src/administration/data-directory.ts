import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DATABASE_FILE } from '@opencpm/gateway';
import { CommandFailure } from '../command-failure.ts';
import type { OptionTable } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { readSettings } from '../settings.ts';

const DEFAULT_DATA_DIRECTORY = './data';

/** The option that names the data directory. */
export const DATA_OPTION: OptionTable = {
  data: {
    type: 'text',
    value: 'DIRECTORY',
    meaning: `Data directory of the gateway. Default: OPENCPM_DATA, else ${DEFAULT_DATA_DIRECTORY}.`,
  },
};

/** The data directory from flag, environment or default, as an absolute path. */
export function dataDirectory(context: CommandContext): string {
  return resolve(
    context.options.text('data') ?? readSettings(context.environment).dataDirectory ?? DEFAULT_DATA_DIRECTORY,
  );
}

/** Folder of the sandbox's till inside the data directory. */
export const TILL_DIRECTORY = 'till';

/** Folder of the local wallets' keys inside the data directory. */
export const KEYS_DIRECTORY = 'sandbox-keys';

/** File of the sandbox wallets' own book inside the data directory. */
export const SANDBOX_FILE = 'sandbox.db';

/** Whether a data directory belongs to a gateway with sandbox wallets. */
export function holdsSandbox(directory: string): boolean {
  return existsSync(join(directory, SANDBOX_FILE));
}

/** Whether a data directory holds a gateway's database. */
export function holdsDatabase(directory: string): boolean {
  return existsSync(join(directory, DATABASE_FILE));
}

/**
 * Makes sure that a command which only looks or changes does not create a database where none is.
 *
 * @throws CommandFailure when the directory holds no database.
 */
export function requireDatabase(directory: string): void {
  if (holdsDatabase(directory)) return;
  throw new CommandFailure(
    EXIT.cannotRun,
    `There is no gateway's database in ${directory}.`,
    'Name the data directory with --data or OPENCPM_DATA; "opencpm start" and "opencpm merchant add" make a new one.',
  );
}
