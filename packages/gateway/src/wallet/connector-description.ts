import type { WalletFamily } from '@opencpm/protocol';
import type { ReadBill } from './bill-line.ts';
import type { BillDayEnd } from './bill-day-end.ts';
import type { FetchedBill } from './bill-source.ts';
import type { Connector } from './connector.ts';
import type { ConnectorCapabilities } from './connector-capabilities.ts';
import type { ConnectorPorts } from './connector-ports.ts';
import type { NotificationReceiver } from './notification-receiver.ts';
import type { ResolverProfile } from './resolver-profile.ts';
import {
  nameInFile,
  readSettings,
  type SettingPlace,
  type SettingsOf,
  type SettingsShape,
} from './settings/setting.ts';
import type { WalletCode } from './wallet-codes.ts';

/** A key or certificate a connector works with, as `opencpm doctor` shows it. Never the key itself. */
export interface KeyFact {
  /** Name of the setting in the configuration file, such as `private_key`. */
  readonly setting: string;
  /** What it is, such as `RSA private key, 2048 bits`. */
  readonly what: string;
  /** Tells two keys apart: {@link keyFingerprint} of a key; empty for a secret. */
  readonly fingerprint: string;
  /** When a certificate ends, milliseconds since 1970-01-01 UTC. */
  readonly expiresAtMs?: number;
}

/** What would go to the wallet for a made-up payment. Nothing is sent. */
export interface SignedSample {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Headers that identify or sign; the signature itself shortened. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text the signature is made over, without any secret. */
  readonly textToSign: string;
  readonly body: string;
}

/** A connector as its folder describes it; `describeConnector` makes it fit for the registry. */
export interface ConnectorSource<Shape extends SettingsShape> {
  /** Name of its folder, such as `alipay`. */
  readonly name: string;
  /** As people know it, such as `Alipay (Antom AMS)`. */
  readonly title: string;
  /** Its page, such as `wallets/alipay.md`, below docs. */
  readonly documentation: string;
  readonly capabilities: ConnectorCapabilities;
  /** What an operator has to set, beside the settings of the connection that all connectors have. */
  readonly settings: Shape;
  /** Every code the wallet documents, and what it means. Whatever is not in here is unknown. */
  readonly codes: readonly WalletCode[];
  /** Reads the wallet's bill of a day, for reconciliations; left out for a wallet that makes none. */
  readonly readBill?: ReadBill;
  /** When the day of that bill ends; at midnight when left out. */
  readonly billDayEnd?: BillDayEnd;
  /** Fetches the wallet's bill of a day, `YYYY-MM-DD`, in the form {@link readBill} reads. Never rejects. */
  fetchBill?(
    settings: SettingsOf<Shape>,
    ports: ConnectorPorts,
    day: string,
    signal: AbortSignal,
  ): Promise<FetchedBill>;
  /** How payments of a family are brought to their end. */
  profileOf(family: WalletFamily, settings: SettingsOf<Shape>): ResolverProfile;
  /** What is wrong with settings that are each right; one line each, naming the setting as it stands in the file. */
  contradictions?(settings: SettingsOf<Shape>): readonly string[];
  /** Where the wallet is reached: its clock and its reachability are looked at there. */
  hostOf(settings: SettingsOf<Shape>): URL;
  /** The connector. It translates and keeps no state. */
  create(settings: SettingsOf<Shape>, ports: ConnectorPorts): Connector;
  /** Reads the wallet's calls; for wallets that call. */
  createReceiver?(settings: SettingsOf<Shape>, ports: ConnectorPorts): NotificationReceiver;
  keys(settings: SettingsOf<Shape>): readonly KeyFact[];
  /** What would be signed and sent for a payment of 1 minor unit with a made-up code. */
  sample(settings: SettingsOf<Shape>, ports: Pick<ConnectorPorts, 'clock' | 'randomBytes'>): SignedSample;
}

/** A connector with its settings read. */
export interface ConfiguredConnector {
  readonly host: URL;
  profileOf(family: WalletFamily): ResolverProfile;
  create(ports: ConnectorPorts): Connector;
  /** `undefined` for a wallet that does not call. */
  createReceiver(ports: ConnectorPorts): NotificationReceiver | undefined;
  /** The bill of a day, fetched from the wallet; `by_hand` from one that has no call for it. */
  fetchBill(ports: ConnectorPorts, day: string, signal: AbortSignal): Promise<FetchedBill>;
  keys(): readonly KeyFact[];
  sample(ports: Pick<ConnectorPorts, 'clock' | 'randomBytes'>): SignedSample;
}

/** One setting as the documentation shows it. */
export interface SettingRow {
  /** In the configuration file, such as `private_key_file or private_key_env`. */
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
  /** What holds without it; absent when it must be given. */
  readonly fallback?: string;
}

/** A kind of connector, as the registry holds it. */
export interface ConnectorDescription
  extends Pick<
    ConnectorSource<SettingsShape>,
    'name' | 'title' | 'documentation' | 'capabilities' | 'codes' | 'readBill'
  > {
  readonly settings: SettingsShape;
  readonly billDayEnd: BillDayEnd;
  /**
   * Reads the settings of one connector of this kind.
   *
   * @param problems gets one line for each that is wrong, naming the setting and the mend.
   * @returns `undefined` when there was a problem.
   */
  configure(place: SettingPlace, problems: (problem: string) => void): ConfiguredConnector | undefined;
}

/** Makes a connector fit for the registry. Every connector's `description.ts` exports one. */
export function describeConnector<Shape extends SettingsShape>(
  source: ConnectorSource<Shape>,
): ConnectorDescription {
  const { name, title, documentation, capabilities, codes } = source;
  return {
    name,
    title,
    documentation,
    capabilities,
    codes,
    settings: source.settings,
    billDayEnd: source.billDayEnd ?? '24:00',
    ...(source.readBill === undefined ? {} : { readBill: source.readBill }),
    configure(place, problems) {
      const settings = readSettings(source.settings, place, problems);
      if (settings === undefined) return undefined;
      const contradictions = source.contradictions?.(settings) ?? [];
      for (const contradiction of contradictions) problems(contradiction);
      return contradictions.length > 0 ? undefined : configured(source, settings);
    },
  };
}

const NO_CALL_FOR_BILLS: FetchedBill = { kind: 'by_hand', reason: 'this wallet has no call for its bills' };

function configured<Shape extends SettingsShape>(
  source: ConnectorSource<Shape>,
  settings: SettingsOf<Shape>,
): ConfiguredConnector {
  const profileOf = (family: WalletFamily): ResolverProfile => source.profileOf(family, settings);
  return {
    host: source.hostOf(settings),
    profileOf,
    create: (ports) => withProfile(source.create(settings, ports), profileOf),
    createReceiver: (ports) => source.createReceiver?.(settings, ports),
    fetchBill: (ports, day, signal) =>
      source.fetchBill?.(settings, ports, day, signal) ?? Promise.resolve(NO_CALL_FOR_BILLS),
    keys: () => source.keys(settings),
    sample: (ports) => source.sample(settings, ports),
  };
}

/** The port of a connector, with the profile its description names. */
function withProfile(connector: Connector, profileOf: NonNullable<Connector['profileOf']>): Connector {
  return {
    name: connector.name,
    profileOf,
    charge: (order, signal) => connector.charge(order, signal),
    query: (reference, signal) => connector.query(reference, signal),
    reverse: (reference, signal) => connector.reverse(reference, signal),
    refund: (order, signal) => connector.refund(order, signal),
    queryRefund: (order, signal) => connector.queryRefund(order, signal),
  };
}

/** The settings of a shape as rows of a table. */
export function settingRows(shape: SettingsShape): readonly SettingRow[] {
  return Object.entries(shape).map(([name, { endings, meaning, example, fallback }]) => ({
    name: endings.map((ending) => `${nameInFile(name)}${ending}`).join(' or '),
    meaning,
    example,
    ...(fallback === undefined ? {} : { fallback }),
  }));
}
