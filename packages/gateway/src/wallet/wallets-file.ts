import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Connectors, CONNECTOR_NAME, type Routes } from './connectors.ts';
import { CONTRACT_PAY_TYPES, isContractPayType } from './contract-pay-type.ts';
import type { NotificationReceiver } from './notification-receiver.ts';
import { openConnector, type OpenConnectorParts, type OpenedConnector } from './open-connector.ts';
import { settingFiles } from './settings/setting-files.ts';

/** A configuration of wallets nobody can work with. `problems` has one line for everything that is wrong. */
export class WalletsProblem extends Error {
  override readonly name = 'WalletsProblem';
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    super(`${file}: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** The wallets of a configuration file, ready to be charged. */
export interface OpenedWallets {
  /** By their names in the file. */
  readonly opened: ReadonlyMap<string, OpenedConnector>;
  readonly connectors: Connectors;
  /** Those that are called by their wallets. */
  readonly receivers: ReadonlyMap<string, NotificationReceiver>;
  close(): void;
}

/**
 * Opens everything a configuration file names. Nothing is sent.
 *
 * @param environment for keys that are not in files.
 * @throws WalletsProblem naming everything that is wrong, not only the first.
 */
export async function openWallets(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
  parts: OpenConnectorParts,
): Promise<OpenedWallets> {
  const { entries, routes, problems } = read(file);
  const files = settingFiles(dirname(file));
  const opened = new Map<string, OpenedConnector>();
  for (const [name, values] of entries) {
    const connector = await openConnector(name, { values, environment, files }, parts, (problem) =>
      problems.push(problem),
    );
    if (connector !== undefined) opened.set(name, connector);
  }
  const close = (): void => {
    for (const connector of opened.values()) connector.close();
  };
  if (problems.length > 0) {
    close();
    throw new WalletsProblem(file, problems);
  }
  const all = [...opened];
  return {
    opened,
    connectors: { byName: new Map(all.map(([name, { connector }]) => [name, connector])), routes },
    receivers: new Map(
      all.flatMap(([name, { receiver }]) => (receiver === undefined ? [] : [[name, receiver] as const])),
    ),
    close,
  };
}

/**
 * The names of the connectors in a configuration file. No key is read.
 *
 * @throws WalletsProblem when the file as such cannot be used.
 */
export function connectorNames(file: string): readonly string[] {
  const { entries, problems } = read(file);
  if (problems.length > 0) throw new WalletsProblem(file, problems);
  return entries.map(([name]) => name);
}

type Values = Readonly<Record<string, unknown>>;

interface WalletsFile {
  readonly entries: readonly (readonly [name: string, values: Values])[];
  readonly routes: Routes;
  readonly problems: string[];
}

function read(file: string): WalletsFile {
  const problems: string[] = [];
  const content = parse(file, problems);
  for (const name of Object.keys(content)) {
    if (name !== 'connectors' && name !== 'routes')
      problems.push(`${name}: is neither connectors nor routes`);
  }
  const connectors = objectOf('connectors', content['connectors'], problems);
  const entries = Object.entries(connectors).map(([name, values]) => {
    if (!CONNECTOR_NAME.test(name)) problems.push(`${name}: use 1 to 32 small letters, digits and hyphens`);
    return [name, objectOf(name, values, problems)] as const;
  });
  const routes: Record<string, string> = {};
  for (const [payType, name] of Object.entries(objectOf('routes', content['routes'], problems))) {
    if (!isContractPayType(payType)) {
      problems.push(`routes.${payType}: a route is for one of ${CONTRACT_PAY_TYPES.join(', ')}`);
    } else if (typeof name !== 'string' || !Object.hasOwn(connectors, name)) {
      problems.push(`routes.${payType}: must be one of ${Object.keys(connectors).join(', ')}`);
    } else routes[payType] = name;
  }
  return { entries, routes, problems };
}

function parse(file: string, problems: string[]): Values {
  try {
    return objectOf('the file', JSON.parse(readFileSync(file, 'utf8')), problems);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    problems.push(missing ? 'does not exist' : 'cannot be read as JSON');
    return {};
  }
}

function objectOf(name: string, value: unknown, problems: string[]): Values {
  if (value === undefined) return {};
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  problems.push(`${name}: must be an object`);
  return {};
}
