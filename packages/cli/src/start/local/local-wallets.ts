import {
  type Connector,
  type Connectors,
  CONTRACT_PAY_TYPES,
  type NotificationReceiver,
  type OpenConnectorParts,
  openConnector,
  type OpenedConnector,
  SettingProblem,
} from '@opencpm/gateway';
import type { WalletDoor, WalletServer } from '@opencpm/sandbox';
import { ALIPAY_WALLET } from './alipay-wallet.ts';
import { postToGateway } from './gateway-post.ts';
import type { LocalKeys } from './local-keys.ts';
import type { LocalConfiguration } from './local-configuration.ts';
import type { LocalWallet, LocalWalletParts } from './local-wallet.ts';
import { UNIONPAY_WALLET } from './unionpay-wallet.ts';
import { UPSTREAM_WALLET } from './upstream-wallet.ts';
import { WECHATPAY_WALLET } from './wechatpay-wallet.ts';

/** Every wallet that is imitated on this machine in its own protocol. */
export const LOCAL_WALLETS: readonly LocalWallet[] = [
  ALIPAY_WALLET,
  UNIONPAY_WALLET,
  UPSTREAM_WALLET,
  WECHATPAY_WALLET,
];

/** What local wallets are started with. */
export interface LocalWalletsParts extends OpenConnectorParts {
  readonly door: WalletDoor;
  readonly keys: LocalKeys;
  /** Where the gateway listens, for notifications; undefined as long as it does not. */
  readonly gatewayUrl: () => string | undefined;
}

/** Local wallets with their connectors. */
export interface LocalTown {
  readonly connectors: Connectors;
  /** Of the wallets that call the gateway, by the names of their connectors. */
  readonly receivers: ReadonlyMap<string, NotificationReceiver>;
  readonly servers: readonly WalletServer[];
  /** The same wallets as an operator would configure them. */
  readonly configuration: LocalConfiguration;
  /** Lets the wallets go on with what they had begun before the last stop; once the gateway listens. */
  begin(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts wallets and opens their connectors as production would: settings, keys, HTTP, signatures. What none of them
 * charges goes to the simulated wallets directly.
 *
 * @param direct charges what is left; it stays reachable for payments that were made through it.
 */
export async function startLocalWallets(
  wallets: readonly LocalWallet[],
  direct: Connector,
  parts: LocalWalletsParts,
): Promise<LocalTown> {
  const started = await Promise.all(wallets.map((wallet) => startOne(wallet, parts)));
  const byName = new Map([direct, ...started.map(({ opened }) => opened.connector)].map(named));
  const routes = Object.fromEntries(CONTRACT_PAY_TYPES.map((payType) => [payType, direct.name]));
  for (const { wallet, opened } of started) {
    for (const payType of wallet.payTypes) routes[payType] = opened.connector.name;
  }
  return {
    connectors: { byName, routes },
    receivers: new Map(
      started.flatMap(({ opened: { connector, receiver } }) =>
        receiver === undefined ? [] : [[connector.name, receiver] as const],
      ),
    ),
    servers: started.map(({ server }) => server),
    configuration: {
      entries: started.map(({ wallet, values, environment }) => ({
        connector: wallet.connector,
        values,
        environment,
      })),
      routes: Object.fromEntries(
        started.flatMap(({ wallet }) => wallet.payTypes.map((payType) => [payType, wallet.connector])),
      ),
    },
    async begin() {
      await Promise.all(started.map(({ server }) => server.begin()));
    },
    async close() {
      for (const { opened } of started) opened.close();
      await Promise.all(started.map(({ server }) => server.close()));
    },
  };
}

interface Started {
  readonly wallet: LocalWallet;
  readonly server: WalletServer;
  readonly values: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly opened: OpenedConnector;
}

async function startOne(wallet: LocalWallet, parts: LocalWalletsParts): Promise<Started> {
  const { server, values, environment } = await wallet.start(partsOf(parts));
  const problems: string[] = [];
  const files = {
    read(path: string): string {
      throw new SettingProblem(`${path}: a local wallet is set up without files`);
    },
  };
  const entry = { ...values, connector: wallet.connector };
  const opened = await openConnector(
    wallet.connector,
    { values: entry, environment, files },
    parts,
    (problem) => problems.push(problem),
  );
  if (opened === undefined) {
    await server.close();
    throw new Error(`a local wallet does not fit its connector: ${problems.join('; ')}`);
  }
  return { wallet, server, values: entry, environment, opened };
}

function partsOf({ gatewayUrl, ...parts }: LocalWalletsParts): LocalWalletParts {
  const { door, clock, timers, randomBytes, keys } = parts;
  return { door, clock, timers, randomBytes, keys, post: postToGateway(gatewayUrl) };
}

function named(connector: Connector): readonly [string, Connector] {
  return [connector.name, connector];
}
