import { resolve } from 'node:path';
import type { LogLevel } from './log/pino-log.ts';

/** Everything about a gateway that its operator can set. */
export interface GatewayConfig {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly dataDirectory: string;
  /** Number of this gateway inside `syssn`. */
  readonly node: number;
  readonly logLevel: LogLevel;
  readonly rateLimited: boolean;
  /** Master key from the environment; without it the key file in the data directory is used. */
  readonly masterKey: Uint8Array | undefined;
}

/** Settings as text, from the command line; each wins over its environment variable. */
export interface ConfigFlags {
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly data?: string | undefined;
}

/** A setting nobody can work with. The message names it and says what it takes. */
export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem';
}

/** One setting: where it comes from, what it means. Feeds the reference page as well. */
export interface Setting {
  readonly variable: string;
  readonly flag: string;
  readonly fallback: string;
  readonly meaning: string;
}

/** Every setting of the gateway. */
export const SETTINGS = {
  host: {
    variable: 'OPENCPM_HOST',
    flag: '--host',
    fallback: '127.0.0.1',
    meaning: 'Address to listen on. The sandbox answers loopback only, whatever stands here.',
  },
  port: {
    variable: 'PORT',
    flag: '--port',
    fallback: '8080',
    meaning: 'Port to listen on; 0 lets the system choose.',
  },
  data: {
    variable: 'OPENCPM_DATA',
    flag: '--data',
    fallback: 'data',
    meaning: 'Data directory; made when it does not exist. One gateway at a time.',
  },
  node: {
    variable: 'OPENCPM_NODE',
    flag: '',
    fallback: '1',
    meaning: 'Number of this gateway inside syssn, 0 to 9999.',
  },
  logLevel: {
    variable: 'OPENCPM_LOG_LEVEL',
    flag: '',
    fallback: 'info',
    meaning: 'info, warn, alert or silent. Logs go to standard error, one JSON line per event.',
  },
  rateLimit: {
    variable: 'OPENCPM_RATE_LIMIT',
    flag: '',
    fallback: 'on',
    meaning: 'on or off: whether merchants are held to their request rates.',
  },
  masterKey: {
    variable: 'OPENCPM_MASTER_KEY',
    flag: '',
    fallback: '',
    meaning: 'Master key, 64 hex digits. Without it the file master.key in the data directory is used.',
  },
} as const satisfies Record<string, Setting>;

/**
 * Reads the configuration. Flags win over the environment, the environment over the defaults.
 *
 * @throws ConfigProblem naming every setting that is wrong, not only the first.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  flags: ConfigFlags,
  workingDirectory: string,
): GatewayConfig {
  const problems: string[] = [];
  const text = (setting: Setting, flag?: string): string =>
    flag ?? (environment[setting.variable] || setting.fallback);
  const wholeNumber = (setting: Setting, max: number, flag?: string): number => {
    const value = text(setting, flag);
    if (/^\d{1,5}$/.test(value) && Number(value) <= max) return Number(value);
    problems.push(`${nameOf(setting)} must be a whole number from 0 to ${max}`);
    return 0;
  };
  const oneOf = <T extends string>(setting: Setting, words: readonly T[]): T | undefined => {
    const word = words.find((candidate) => candidate === text(setting));
    if (word === undefined) problems.push(`${nameOf(setting)} must be one of ${words.join(', ')}`);
    return word;
  };
  const masterKeyText = text(SETTINGS.masterKey);
  if (masterKeyText !== '' && !/^[0-9A-Fa-f]{64}$/.test(masterKeyText)) {
    problems.push(`${SETTINGS.masterKey.variable} must be 64 hex digits`);
  }
  const config: GatewayConfig = {
    host: text(SETTINGS.host, flags.host),
    port: wholeNumber(SETTINGS.port, 65_535, flags.port),
    dataDirectory: resolve(workingDirectory, text(SETTINGS.data, flags.data)),
    node: wholeNumber(SETTINGS.node, 9_999),
    logLevel: oneOf(SETTINGS.logLevel, ['info', 'warn', 'alert', 'silent'] as const) ?? 'info',
    rateLimited: oneOf(SETTINGS.rateLimit, ['on', 'off'] as const) !== 'off',
    masterKey: masterKeyText === '' ? undefined : Buffer.from(masterKeyText, 'hex'),
  };
  if (problems.length > 0) throw new ConfigProblem(problems.join('; '));
  return config;
}

function nameOf(setting: Setting): string {
  return setting.flag === '' ? setting.variable : `${setting.flag} (or ${setting.variable})`;
}
