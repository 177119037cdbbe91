import { randomBytes as systemRandomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Administrations, serveAdministration } from './admin/admin-server.ts';
import { adminSocketPath } from './admin/admin-socket-path.ts';
import { BusinessClock } from './clock/business-clock.ts';
import type { Clock, Timers } from './clock/clock.ts';
import { SteadyClock } from './clock/steady-clock.ts';
import { systemClock, systemTimers } from './clock/system-clock.ts';
import type { GatewayConfig } from './config.ts';
import { StoreHistoryAdministration } from './history/history-administration.ts';
import { billCall } from './http/bill-call.ts';
import { buildEdge } from './http/edge.ts';
import { noteCall } from './http/note-call.ts';
import { paymentCall } from './http/payment-call.ts';
import { queryCall } from './http/query-call.ts';
import { refundCall } from './http/refund-call.ts';
import { reversalCalls } from './http/reversal-call.ts';
import { addWalletNotificationRoute } from './http/wallet-notification-route.ts';
import type { Log } from './log/log.ts';
import { StoreAdministration } from './merchant/administration.ts';
import { KeyUse } from './merchant/key-use.ts';
import { KeyVault, type RandomBytes } from './merchant/key-vault.ts';
import { loadMasterKey } from './merchant/master-key.ts';
import { MerchantDirectory } from './merchant/merchant-directory.ts';
import { type AddressPolicy, notifyAddressProblem } from './notify/address-guard.ts';
import { announceTo } from './notify/announcement.ts';
import { NodeTransport } from './notify/node-transport.ts';
import { StoreNotificationAdministration } from './notify/notification-administration.ts';
import { NotificationSender } from './notify/notification-sender.ts';
import type { NotifyTransport } from './notify/notify-transport.ts';
import { signingKeys } from './notify/signing-keys.ts';
import { USUAL_REFUND_POLICY } from './payment/refund-policy.ts';
import { assembleResolver } from './resolver/assemble.ts';
import { makeDirectory } from './store/make-directory.ts';
import { SqliteStore } from './store/sqlite/sqlite-store.ts';
import { keepUp } from './store/sqlite/store-upkeep.ts';
import { AskPace } from './trade/ask-pace.ts';
import { RefundAsker } from './trade/ask-refund.ts';
import type { CrashPoint } from './trade/crash-point.ts';
import { WalletAsker } from './trade/ask-wallet.ts';
import { keepAuthCodesShort } from './trade/auth-code-retention.ts';
import { keepRequestDigestsShort } from './trade/request-digest-retention.ts';
import { ReversalDriver } from './trade/drive-reversal.ts';
import { RefundTaker } from './trade/refund-payment.ts';
import { RefundResumer } from './trade/resume-refund.ts';
import { PaymentReverser } from './trade/reverse-payment.ts';
import { NotificationTaker } from './trade/take-notification.ts';
import { PaymentTaker } from './trade/take-payment.ts';
import { type Connectors, profilesOf } from './wallet/connectors.ts';
import { unknownRoutes } from './merchant/unknown-routes.ts';
import type { NotificationReceiver } from './wallet/notification-receiver.ts';

/** How long open calls may take to end when the gateway is stopped. */
const DRAIN_LIMIT_MS = 10_000;

/** What a gateway is made of, beside its configuration. */
export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly connectors: Connectors;
  /** Reads the calls of wallets, by the names of their connectors; nobody calls when left out. */
  readonly receivers?: ReadonlyMap<string, NotificationReceiver>;
  readonly log: Log;
  /** Called when the database can no longer be trusted; must stop the process. */
  readonly onFatal: (error: unknown) => void;
  /** Adds routes beside the wire's own. */
  readonly extraRoutes?: (app: FastifyInstance, gateway: GatewayCore) => void;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly randomBytes?: RandomBytes;
  /** Where notifications may go; to the public internet alone when left out. */
  readonly addressPolicy?: AddressPolicy;
  /** The network towards merchants; Node's own when left out. */
  readonly notifyTransport?: NotifyTransport;
  /** Stops the process at a named point; for tests of crashes. */
  readonly reach?: (point: CrashPoint) => void;
}

/** The inside of a gateway that does not need the network. */
export interface GatewayCore extends Administrations {
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
  readonly keyUse: KeyUse;
  readonly businessClock: BusinessClock;
  readonly steadyClock: SteadyClock;
}

const PUBLIC_ALONE: AddressPolicy = { loopbackAllowed: false };

/**
 * Opens the store of a data directory without listening, for administration while no gateway runs.
 *
 * @throws DatabaseProblem or KeyVaultProblem when the directory cannot be used.
 */
export async function openAdministration(
  dataDirectory: string,
  masterKey?: Uint8Array,
  addressPolicy: AddressPolicy = PUBLIC_ALONE,
): Promise<Administrations & { close(): Promise<void> }> {
  const fail = (error: unknown): void => {
    throw error;
  };
  const { administration, notifications, history, ledger, store } = await openStore(
    dataDirectory,
    masterKey,
    systemClock,
    systemRandomBytes,
    fail,
    addressPolicy,
    SILENT,
  );
  return { administration, notifications, history, ledger, close: () => store.close() };
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
  const randomBytes = parts.randomBytes ?? systemRandomBytes;
  const policy = parts.addressPolicy ?? PUBLIC_ALONE;
  const core = await openStore(
    config.dataDirectory,
    config.masterKey,
    clock,
    randomBytes,
    parts.onFatal,
    policy,
    log,
    config.acceptRestoredBackup,
  );
  const { store, vault, merchants, administration, keyUse, notifications, history, ledger } = core;
  const { businessClock, steadyClock } = core;
  const announce = announceTo({
    isPartner: (merchantNumber) => merchants.isPartner(merchantNumber),
    nowMs: () => steadyClock.nowMs(),
    randomBytes,
  });
  const sender = new NotificationSender({
    store,
    signingKeys: async (merchantNumber) =>
      signingKeys((await merchants.findByNumber(merchantNumber))?.keys ?? [], clock.nowMs()),
    transport: parts.notifyTransport ?? new NodeTransport({ policy, timers }),
    clock,
    businessClock,
    steadyClock,
    timers,
    randomBytes,
    log,
    tail: config.notifyTail ?? true,
    reach: parts.reach ?? (() => undefined),
  });
  const recording = {
    store,
    log,
    clock: businessClock,
    steadyClock,
    announce,
    profiles: profilesOf(connectors.byName),
  };
  const reach = parts.reach ?? (() => undefined);
  const payments = new PaymentTaker({
    ...recording,
    connectors,
    steadyClock,
    timers,
    hashAuthCode: (code) => vault.hashAuthCode(code),
    node: config.node,
    reach: parts.reach ?? (() => undefined),
  });
  const { byName } = connectors;
  const wallets = new WalletAsker({ ...recording, connectors: byName, timers });
  const pace = new AskPace(steadyClock);
  const refunding = { ...recording, connectors: byName, timers, steadyClock, pace };
  const refunds = new RefundTaker({
    ...refunding,
    policy: config.refundPolicy ?? USUAL_REFUND_POLICY,
    node: config.node,
    reach: parts.reach ?? (() => undefined),
  });
  const reversing = { ...recording, connectors: byName, timers, pace, node: config.node, reach };
  const reversals = new ReversalDriver(reversing);
  const reverser = new PaymentReverser({ ...reversing, wallets, reversals });
  const resolver = assembleResolver({
    ...reversing,
    reversals,
    refunds: new RefundResumer({ ...refunding, reach }),
  });
  const edge = buildEdge({
    calls: [
      paymentCall(payments, (address) => notifyAddressProblem(address, policy)),
      refundCall(refunds),
      ...reversalCalls(reverser),
      noteCall({ store, clock: businessClock }),
      billCall({ store: store.reports, clock: businessClock, log }),
      queryCall({ store, clock: businessClock, wallets, refunds: new RefundAsker(refunding) }),
    ],
    merchants,
    vault,
    store,
    clock,
    log,
    keyUse,
    trustedProxies: config.trustedProxies ?? [],
    rateLimited: config.rateLimited,
    healthy: () => store.isWritable(),
  });
  const refundAsker = new RefundAsker(refunding);
  const { receivers = new Map<string, NotificationReceiver>() } = parts;
  if (receivers.size > 0) {
    addWalletNotificationRoute(
      edge,
      new NotificationTaker({ store, log, receivers, wallets, refunds: refundAsker }),
    );
  }
  parts.extraRoutes?.(edge, core);
  let admin: FastifyInstance | undefined;
  try {
    admin = await serveAdministration(adminSocketPath(config.dataDirectory), core);
    await store.recordAct({ event: 'gateway_started', facts: { node: config.node } }, businessClock.nowMs());
    await resolver.start();
    for (const route of unknownRoutes(await store.listMerchants(), connectors.byName)) {
      log.alert('route_to_nowhere', { ...route });
    }
    await edge.listen({ host: config.host, port: config.port });
  } catch (error) {
    await admin?.close();
    await resolver.stop();
    await store.close();
    throw error;
  }
  sender.start();
  // Files live in the machine's time, on whatever clock the business runs.
  const endUpkeep = keepUp(store.upkeep, systemTimers, log);
  const endRetention = keepAuthCodesShort(store, config.node, timers, log);
  const endDigestRetention = keepRequestDigestsShort(store, config.node, timers, log);
  const { port } = edge.server.address() as AddressInfo;
  const openAdmin = admin;
  return {
    administration,
    notifications,
    history,
    ledger,
    merchants,
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    async close() {
      endUpkeep();
      endRetention();
      endDigestRetention();
      await openAdmin.close();
      await waitFor(
        edge
          .close()
          .then(() =>
            Promise.all([payments.drained(), refunds.drained(), reverser.drained(), resolver.stop()]),
          ),
        timers,
        DRAIN_LIMIT_MS,
      );
      await sender.stop();
      await keyUse.flush();
      await store.close();
    },
  };
}

/** For administration without a gateway: nobody uses a key meanwhile. */
const SILENT: Log = { info: () => undefined, warn: () => undefined, alert: () => undefined };

async function openStore(
  dataDirectory: string,
  masterKey: Uint8Array | undefined,
  clock: Clock,
  randomBytes: RandomBytes,
  onFatal: (error: unknown) => void,
  policy: AddressPolicy,
  log: Log,
  acceptRestoredBackup = false,
): Promise<OpenStore> {
  makeDirectory(dataDirectory);
  // The lock is taken before the key is made: of two gateways that start at once, one must not replace the other's.
  const store = SqliteStore.open({
    directory: dataDirectory,
    nowMs: clock.nowMs(),
    onFatal,
    acceptRestoredBackup,
  });
  try {
    const known = await store.listMerchants();
    const [first] = known;
    const key = masterKey ?? loadMasterKey(dataDirectory, first !== undefined, randomBytes);
    const vault = new KeyVault(key, randomBytes);
    const merchants = new MerchantDirectory(store, vault);
    for (const merchant of known) merchants.learn(merchant);
    // Finds out about a wrong master key now, not at the first payment.
    if (first !== undefined) await merchants.find(first.appCode);
    const keyUse = new KeyUse({ store, merchants, clock, log });
    const administration = new StoreAdministration(
      store,
      vault,
      merchants,
      clock,
      randomBytes,
      (address) => notifyAddressProblem(address, policy),
      keyUse,
    );
    const businessClock = new BusinessClock(clock, store.latestInstantMs());
    const steadyClock = new SteadyClock(clock);
    const notifications = new StoreNotificationAdministration(store, steadyClock, businessClock);
    const history = new StoreHistoryAdministration(store, store.reports);
    return {
      store,
      vault,
      keyUse,
      merchants,
      administration,
      notifications,
      history,
      ledger: store.reports,
      businessClock,
      steadyClock,
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Waits for something, but no longer than a limit; leaves no timer behind that would keep the process alive. */
function waitFor(something: Promise<unknown>, timers: Timers, limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(limitMs, resolve);
    something.then(() => resolve(), reject).finally(cancel);
  });
}
