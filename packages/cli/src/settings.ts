import { CommandFailure } from './command-failure.ts';
import { EXIT } from './exit-code.ts';

/** Variables of the environment by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process. Commands get it through their context; only this file reads it. */
export const processEnvironment: Environment = process.env;

/** What the environment says; flags win over it. Empty variables count as absent. */
export interface Settings {
  /** `OPENCPM_URL`: address of the gateway. */
  readonly url: string | undefined;
  /** `OPENCPM_APP_CODE`. */
  readonly appCode: string | undefined;
  /** `OPENCPM_KEY`: client key. Secret. */
  readonly key: string | undefined;
  /** `OPENCPM_MCHID`: store. */
  readonly storeId: string | undefined;
  /** `OPENCPM_DATA`: data directory of the gateway. */
  readonly dataDirectory: string | undefined;
  /** `OPENCPM_WALLETS`: configuration of real wallets. */
  readonly walletsFile: string | undefined;
  /** `OPENCPM_SANDBOX_WALLETS`: how `opencpm start` reaches its simulated wallets. */
  readonly sandboxWallets: string | undefined;
  /** `NO_COLOR` (no-color.org), or a terminal of type `dumb`. */
  readonly noColour: boolean;
}

/** The variables `opencpm` reads, for its help. */
export const ENVIRONMENT_VARIABLES: readonly (readonly [name: string, meaning: string])[] = [
  ['OPENCPM_URL', 'address of the gateway, http://127.0.0.1:8080 when absent'],
  ['OPENCPM_APP_CODE', 'app code of the merchant'],
  ['OPENCPM_KEY', 'client key of that app code; safer here than on a command line that other users can list'],
  ['OPENCPM_MCHID', 'store, when one was issued'],
  ['OPENCPM_DATA', 'data directory of the gateway, ./data when absent'],
  ['OPENCPM_WALLETS', 'configuration of real wallets, wallets.json in the data directory when absent'],
  ['OPENCPM_SANDBOX_WALLETS', 'how opencpm start reaches its wallets: http, as when absent, or direct'],
  ['OPENCPM_MASTER_KEY', 'master key of the data directory, 64 hex digits; its file master.key when absent'],
  ['NO_COLOR', 'no colour, also on a terminal'],
];

/** Reads the settings out of an environment. */
export function readSettings(environment: Environment): Settings {
  const variable = (name: string): string | undefined => {
    const value = environment[name];
    return value === '' ? undefined : value;
  };
  return {
    url: variable('OPENCPM_URL'),
    appCode: variable('OPENCPM_APP_CODE'),
    key: variable('OPENCPM_KEY'),
    storeId: variable('OPENCPM_MCHID'),
    dataDirectory: variable('OPENCPM_DATA'),
    walletsFile: variable('OPENCPM_WALLETS'),
    sandboxWallets: variable('OPENCPM_SANDBOX_WALLETS'),
    noColour: variable('NO_COLOR') !== undefined || environment['TERM'] === 'dumb',
  };
}

/**
 * The master key of the data directory (`OPENCPM_MASTER_KEY`), or `undefined` when the key file is to be used.
 *
 * @throws CommandFailure when the variable holds something else than 64 hex digits.
 */
export function readMasterKey(environment: Environment): Uint8Array | undefined {
  const text = environment['OPENCPM_MASTER_KEY'];
  if (text === undefined || text === '') return undefined;
  if (/^[0-9A-Fa-f]{64}$/.test(text)) return Buffer.from(text, 'hex');
  throw new CommandFailure(
    EXIT.cannotRun,
    'OPENCPM_MASTER_KEY does not hold 64 hex digits.',
    'Set it to the master key of the data directory, or unset it to use the file master.key there.',
  );
}
