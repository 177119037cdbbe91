import { dirname } from 'node:path';
import { type Connectors, CONNECTOR_NAME, type Routes } from './connectors.ts';
import { CONTRACT_PAY_TYPES, type ContractPayType, isContractPayType } from './contract-pay-type.ts';
import type { NotificationReceiver } from './notification-receiver.ts';
import {
  CONNECTOR_KIND,
  openConnector,
  type OpenConnectorParts,
  type OpenedConnector,
} from './open-connector.ts';
import { SettingProblem } from './settings/setting.ts';
import { readGuardedFile, settingFiles } from './settings/setting-files.ts';
import { JsonProblem, readStrictJson } from './settings/strict-json.ts';

/** Longest configuration: some ten thousand connectors. */
const FILE_BYTES_MAX = 8 * 1_048_576;

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
  for (const payType of CONTRACT_PAY_TYPES) {
    const problem = routeProblem(payType, routes[payType], opened);
    if (problem !== undefined) problems.push(problem);
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
 * The kinds of the connectors in a configuration file, by their names. No key is read, and no setting is looked at.
 *
 * @throws WalletsProblem when the file as such cannot be used.
 */
export function connectorKindsIn(file: string): ReadonlyMap<string, string> {
  const { entries, problems } = read(file);
  if (problems.length > 0) throw new WalletsProblem(file, problems);
  return new Map(entries.map(([name, { [CONNECTOR_KIND]: kind }]) => [name, String(kind)]));
}

/** Why a connector cannot charge a pay type that is routed to it; one that could not be opened has its own problems. */
function routeProblem(
  payType: ContractPayType,
  name: string | undefined,
  opened: ReadonlyMap<string, OpenedConnector>,
): string | undefined {
  const charged = opened.get(name ?? '')?.kind.capabilities.payTypes.map((each) => each.payType);
  return charged === undefined || charged.includes(payType)
    ? undefined
    : `routes.${payType}: ${name} charges ${charged.join(', ')} alone`;
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
  if (entries.length === 0 && problems.length === 0) problems.push('connectors: must have one at least');
  const routes: Record<string, string> = {};
  for (const [payType, name] of Object.entries(objectOf('routes', content['routes'], problems))) {
    if (!isContractPayType(payType)) {
      problems.push(`routes.${payType}: a route is for one of ${CONTRACT_PAY_TYPES.join(', ')}`);
    } else if (typeof name !== 'string' || !Object.hasOwn(connectors, name)) {
      problems.push(
        `routes.${payType}: must be one of ${Object.keys(connectors).join(', ') || 'connectors'}`,
      );
    } else routes[payType] = name;
  }
  return { entries, routes, problems };
}

function parse(file: string, problems: string[]): Values {
  try {
    return objectOf('the file', readStrictJson(readGuardedFile(file, 'public', FILE_BYTES_MAX)), problems);
  } catch (error) {
    if (error instanceof SettingProblem) problems.push(error.message);
    else if (error instanceof JsonProblem) problems.push(`cannot be read as JSON: ${error.message}`);
    else throw error;
    return {};
  }
}

function objectOf(name: string, value: unknown, problems: string[]): Values {
  if (value === undefined) return {};
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  problems.push(`${name}: must be an object`);
  return {};
}
