import type { Clock, Timers } from '../clock/clock.ts';
import type { Connector } from './connector.ts';
import type { ConfiguredConnector, ConnectorDescription, KeyFact } from './connector-description.ts';
import type { ConnectorPorts } from './connector-ports.ts';
import { connectorKinds, findConnectorKind } from './connector-registry.ts';
import { connectionContradictions, connectionKeys } from './http/connection-certificates.ts';
import { CONNECTION_SETTINGS } from './http/connection-settings.ts';
import { NodeWalletHttp } from './http/node-wallet-http.ts';
import type { NotificationReceiver } from './notification-receiver.ts';
import { namesOf, readSettings, type SettingPlace } from './settings/setting.ts';

/** Names the kind of a connector in its entry. */
export const CONNECTOR_KIND = 'connector';

/** What connectors are opened with. */
export interface OpenConnectorParts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Told of what an operator has to look at. */
  readonly alert: (connector: string, why: string) => void;
}

/** A connector that can be charged. */
export interface OpenedConnector {
  readonly kind: ConnectorDescription;
  readonly configured: ConfiguredConnector;
  readonly connector: Connector;
  /** For wallets that call. */
  readonly receiver: NotificationReceiver | undefined;
  readonly ports: ConnectorPorts;
  /** Keys and certificates it works with, those of the connection too. */
  readonly keys: () => readonly KeyFact[];
  /** Lets go of connections that are kept. */
  readonly close: () => void;
}

/**
 * Opens one connector from its entry in the configuration. Nothing is sent.
 *
 * @param name how it is called in the configuration, in routes and with every payment.
 * @param problems gets one line for everything that is wrong, beginning with the name.
 * @returns `undefined` when there was a problem.
 */
export async function openConnector(
  name: string,
  place: SettingPlace,
  parts: OpenConnectorParts,
  problems: (problem: string) => void,
): Promise<OpenedConnector | undefined> {
  const report = (problem: string): void => problems(`${name}.${problem}`);
  const { [CONNECTOR_KIND]: wanted } = place.values;
  const kind = typeof wanted === 'string' ? await findConnectorKind(wanted) : undefined;
  if (kind === undefined) {
    report(`${CONNECTOR_KIND}: must be one of ${connectorKinds().join(', ')}`);
    return undefined;
  }
  const unknown = unknownNames(kind, place);
  for (const problem of unknown) report(problem);
  const connection = readSettings(CONNECTION_SETTINGS, place, report);
  const contradictions = connection === undefined ? [] : connectionContradictions(connection);
  for (const contradiction of contradictions) report(contradiction);
  const configured = kind.configure(place, report);
  const sound = unknown.length === 0 && contradictions.length === 0;
  if (connection === undefined || configured === undefined || !sound) return undefined;
  const http = new NodeWalletHttp(connection, parts.timers);
  const ports: ConnectorPorts = { ...parts, name, http, alert: (why) => parts.alert(name, why) };
  return {
    kind,
    configured,
    connector: configured.create(ports),
    receiver: configured.createReceiver(ports),
    ports,
    keys: () => [...configured.keys(), ...connectionKeys(connection)],
    close: () => http.close(),
  };
}

/** One line for each name that is no setting, with the setting that was probably meant. */
function unknownNames(
  { name: kind, settings }: ConnectorDescription,
  { values }: SettingPlace,
): readonly string[] {
  const known = [CONNECTOR_KIND, ...namesOf(settings), ...namesOf(CONNECTION_SETTINGS)];
  return Object.keys(values)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = known.filter((each) => isMeant(name, each));
      return `${name}: is no setting of ${kind}${meant.length === 0 ? '' : `; ${meant.join(' or ')} is`}`;
    });
}

/** Whether a name differs in case and underscores alone, or lacks the `_file` or `_env` of a key. */
function isMeant(typed: string, name: string): boolean {
  const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return bare(typed) === bare(name) || bare(typed) === bare(name.replace(/_(?:file|env)$/, ''));
}
