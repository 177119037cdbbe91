import { randomBytes as systemRandomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { serveAdministration } from './admin/admin-server.ts';
import { adminSocketPath } from './admin/admin-socket-path.ts';
import { BusinessClock } from './clock/business-clock.ts';
import type { Clock, Timers } from './clock/clock.ts';
import { SteadyClock } from './clock/steady-clock.ts';
import { systemClock, systemTimers } from './clock/system-clock.ts';
import type { GatewayConfig } from './config.ts';
import { buildEdge } from './http/edge.ts';
import { paymentCall } from './http/payment-call.ts';
import { queryCall } from './http/query-call.ts';
import type { Log } from './log/log.ts';
import { type MerchantAdministration, StoreAdministration } from './merchant/administration.ts';
import { KeyVault, type RandomBytes } from './merchant/key-vault.ts';
import { loadMasterKey } from './merchant/master-key.ts';
import { MerchantDirectory } from './merchant/merchant-directory.ts';
import type { Announce } from './notify/notification.ts';
import { SqliteStore } from './store/sqlite/sqlite-store.ts';
import { WalletAsker } from './trade/ask-wallet.ts';
import { keepAuthCodesShort } from './trade/auth-code-retention.ts';
import { type CrashPoint, PaymentTaker } from './trade/take-payment.ts';
import type { Connectors } from './trade/wallet-route.ts';

/** How long open calls may take to end when the gateway is stopped. */
const DRAIN_LIMIT_MS = 10_000;

/** What a gateway is made of, beside its configuration. */
export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly connectors: Connectors;
  readonly log: Log;
  /** Called when the database can no longer be trusted; must stop the process. */
  readonly onFatal: (error: unknown) => void;
  /** Adds routes beside the wire's own. */
  readonly extraRoutes?: (app: FastifyInstance, gateway: GatewayCore) => void;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly randomBytes?: RandomBytes;
  /** Stops the process at a named point; for tests of crashes. */
  readonly reach?: (point: CrashPoint) => void;
}

/** The inside of a gateway that does not need the network. */
export interface GatewayCore {
  readonly administration: MerchantAdministration;
  /** Merchants with their opened keys. Secret. */
  readonly merchants: MerchantDirectory;
}

/** A gateway that listens. */
export interface Gateway extends GatewayCore {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Stops taking calls, lets the open ones end for up to ten seconds, and closes the store. */
  close(): Promise<void>;
}

interface OpenStore extends GatewayCore {
  readonly store: SqliteStore;
  readonly vault: KeyVault;
}

/**
 * Opens the store of a data directory without listening, for administration while no gateway runs.
 *
 * @throws DatabaseProblem or KeyVaultProblem when the directory cannot be used.
 */
export async function openAdministration(
  dataDirectory: string,
  masterKey?: Uint8Array,
): Promise<{ readonly administration: MerchantAdministration; close(): Promise<void> }> {
  const fail = (error: unknown): void => {
    throw error;
  };
  const { administration, store } = await openStore(
    dataDirectory,
    masterKey,
    systemClock,
    systemRandomBytes,
    fail,
  );
  return { administration, close: () => store.close() };
}

/**
 * Starts a gateway: opens the store, then listens.
 *
 * @throws DatabaseProblem, KeyVaultProblem or the system's error when it cannot start; nothing is left open.
 */
export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  const { config, connectors, log } = parts;
  const clock = parts.clock ?? systemClock;
  const timers = parts.timers ?? systemTimers;
  const core = await openStore(
    config.dataDirectory,
    config.masterKey,
    clock,
    parts.randomBytes ?? systemRandomBytes,
    parts.onFatal,
  );
  const { store, vault, merchants, administration } = core;
  const businessClock = new BusinessClock(clock, store.latestInstantMs());
  const steadyClock = new SteadyClock(clock);
  const announce: Announce = () => undefined;
  const recording = { store, log, clock: businessClock, announce };
  const payments = new PaymentTaker({
    ...recording,
    connectors,
    steadyClock,
    timers,
    hashAuthCode: (code) => vault.hashAuthCode(code),
    node: config.node,
    reach: parts.reach ?? (() => undefined),
  });
  const byName = new Map(Object.values(connectors).map((connector) => [connector.name, connector]));
  const wallets = new WalletAsker({ ...recording, connectors: byName, timers });
  const edge = buildEdge({
    calls: [paymentCall(payments), queryCall({ store, clock: businessClock, wallets })],
    merchants,
    vault,
    clock,
    log,
    rateLimited: config.rateLimited,
    healthy: () => store.isWritable(),
  });
  parts.extraRoutes?.(edge, core);
  let admin: FastifyInstance | undefined;
  try {
    admin = await serveAdministration(adminSocketPath(config.dataDirectory), administration);
    await edge.listen({ host: config.host, port: config.port });
  } catch (error) {
    await admin?.close();
    await store.close();
    throw error;
  }
  const endRetention = keepAuthCodesShort(store, businessClock, timers, log);
  const { port } = edge.server.address() as AddressInfo;
  const openAdmin = admin;
  return {
    administration,
    merchants,
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    async close() {
      endRetention();
      await openAdmin.close();
      await waitFor(
        edge.close().then(() => payments.drained()),
        timers,
        DRAIN_LIMIT_MS,
      );
      await store.close();
    },
  };
}

async function openStore(
  dataDirectory: string,
  masterKey: Uint8Array | undefined,
  clock: Clock,
  randomBytes: RandomBytes,
  onFatal: (error: unknown) => void,
): Promise<OpenStore> {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  // The lock is taken before the key is made: of two gateways that start at once, one must not replace the other's.
  const store = SqliteStore.open({ directory: dataDirectory, nowMs: clock.nowMs(), onFatal });
  try {
    const [first] = await store.listMerchants();
    const key = masterKey ?? loadMasterKey(dataDirectory, first !== undefined, randomBytes);
    const vault = new KeyVault(key, randomBytes);
    const merchants = new MerchantDirectory(store, vault);
    // Finds out about a wrong master key now, not at the first payment.
    if (first !== undefined) await merchants.find(first.appCode);
    const administration = new StoreAdministration(store, vault, merchants, clock, randomBytes);
    return { store, vault, merchants, administration };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Waits for something, but no longer than a limit; leaves no timer behind that would keep the process alive. */
function waitFor(something: Promise<void>, timers: Timers, limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(limitMs, resolve);
    something.then(resolve, reject).finally(cancel);
  });
}
