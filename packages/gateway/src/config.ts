import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { LogLevel } from './log/json-log.ts';
import { readRefundPolicy, REFUND_SETTINGS } from './refund-settings.ts';
import type { RefundPolicy } from './payment/refund-policy.ts';

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
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed; nobody's is when absent. */
  readonly trustedProxies?: readonly string[];
  /** The operator's rules of refunds; the usual ones when absent. */
  readonly refundPolicy?: RefundPolicy;
  /** Whether notifications are tried for thirty days instead of 24 hours; they are when absent. */
  readonly notifyTail?: boolean;
  /** Master key from the environment; without it the key file in the data directory is used. */
  readonly masterKey: Uint8Array | undefined;
  /** Whether a database may be older than what its directory has seen before; for one start after a restored backup. */
  readonly acceptRestoredBackup?: boolean;
}

/** Settings as text, from the command line; each wins over its environment variable. */
export interface ConfigFlags {
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly data?: string | undefined;
  /** Never from the environment: it is meant for one start. */
  readonly acceptRestoredBackup?: boolean | undefined;
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
  trustedProxies: {
    variable: 'OPENCPM_TRUSTED_PROXIES',
    flag: '',
    fallback: '',
    meaning:
      'Addresses or networks of proxies, separated by commas, such as 127.0.0.1,10.0.0.0/8: only theirs is the X-Forwarded-For that is believed. Without it the address of the connection counts.',
  },
  ...REFUND_SETTINGS,
  notifyTail: {
    variable: 'OPENCPM_NOTIFY_TAIL',
    flag: '',
    fallback: 'on',
    meaning:
      'on or off: whether a notification nobody acknowledged is tried every twelve hours until 30 days are over, after the tries of the first day.',
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
  const trustedProxies = text(SETTINGS.trustedProxies)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (!trustedProxies.every(isNetwork)) {
    problems.push(
      `${SETTINGS.trustedProxies.variable} must be addresses or networks such as 127.0.0.1 or 10.0.0.0/8, separated by commas`,
    );
  }
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
    trustedProxies,
    refundPolicy: readRefundPolicy(text, (problem) => problems.push(problem)),
    notifyTail: oneOf(SETTINGS.notifyTail, ['on', 'off'] as const) !== 'off',
    masterKey: masterKeyText === '' ? undefined : Buffer.from(masterKeyText, 'hex'),
    acceptRestoredBackup: flags.acceptRestoredBackup === true,
  };
  if (problems.length > 0) throw new ConfigProblem(problems.join('; '));
  return config;
}

/** Whether a text is an IP address, alone or with the length of a prefix. A prefix of 0 would trust everybody. */
function isNetwork(text: string): boolean {
  const [address = '', prefix] = text.split('/', 2);
  const version = isIP(address);
  if (version === 0 || text.split('/').length > 2) return false;
  return (
    prefix === undefined || (/^[1-9][0-9]{0,2}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
  );
}

function nameOf(setting: Setting): string {
  return setting.flag === '' ? setting.variable : `${setting.flag} (or ${setting.variable})`;
}
