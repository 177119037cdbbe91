import { join } from 'node:path';
import {
  type Clock,
  type Connector,
  type CrashPoint,
  type Gateway,
  type GatewayConfig,
  type Log,
  type MerchantAdministration,
  type NotificationAdministration,
  everyPayType,
  openGateway,
  systemClock,
  systemTimers,
  type Timers,
} from '@opencpm/gateway';
import { referenceRoutes } from '@opencpm/reference';
import { openSandbox, type Sandbox, sandboxRoutes, SettledWork, VirtualTime } from '@opencpm/sandbox';
import type { Till } from '@opencpm/till';
import { KEYS_DIRECTORY, SANDBOX_FILE, TILL_DIRECTORY } from '../administration/data-directory.ts';
import { type SandboxCredentials, sandboxCredentials, seedMerchants } from './sandbox-credentials.ts';
import { credentialsRoute } from './credentials-route.ts';
import { forgetConfiguration, writeConfiguration } from './local/local-configuration.ts';
import { lateDoor } from './local/late-door.ts';
import { keptKeys } from './local/local-keys.ts';
import { LOCAL_WALLETS, startLocalWallets } from './local/local-wallets.ts';
import { SandboxTill } from './sandbox-till.ts';

/** What starting gateway and sandbox in one process needs. */
export interface SandboxGatewayOptions {
  readonly config: GatewayConfig;
  readonly log: Log;
  readonly randomBytes: (length: number) => Uint8Array;
  /** The network of the till; Node's own when left out. */
  readonly fetch?: typeof fetch;
  /** Called when the database can no longer be trusted; must stop the process. */
  readonly onFatal: (error: unknown) => void;
  /** Time of gateway and wallets; when both are left out, the machine's own, which a developer can move ahead. */
  readonly clock?: Clock;
  /** Waiting of gateway and wallets; goes with `clock`. */
  readonly timers?: Timers;
  /** How the wallets are reached: `http` over their own protocols, signatures included; `direct`, the default, without. */
  readonly wallets?: 'http' | 'direct';
  /** Whether a till for the direct merchant is served at `/till`. */
  readonly withTill?: boolean;
  /** Stops the process at a named point; for tests of crashes. */
  readonly reach?: (point: CrashPoint) => void;
}

/** A gateway with simulated wallets in the same process. */
export interface SandboxGateway {
  readonly url: string;
  readonly credentials: readonly SandboxCredentials[];
  /** Adds and changes merchants while the gateway runs. */
  readonly administration: MerchantAdministration;
  readonly notifications: NotificationAdministration;
  /** Absent when none was asked for, or there is no merchant to sell for. */
  readonly till: Till | undefined;
  /** Lets open calls end, then closes gateway and wallets. */
  close(): Promise<void>;
}

/** Starts the gateway with the sandbox's wallets behind its connector port, and seeds credentials on first start. */
export async function startSandboxGateway(options: SandboxGatewayOptions): Promise<SandboxGateway> {
  const { config, log, randomBytes, onFatal, reach } = options;
  const { clock, timers, movable, stopWatching } = timeOf(options);
  // The gateway takes the lock on the data directory; only then may the wallets' book be opened.
  let sandbox: Sandbox | undefined;
  const wallets = (): Sandbox => {
    sandbox ??= openSandbox({
      file: join(config.dataDirectory, SANDBOX_FILE),
      clock,
      timers,
      randomBytes,
    });
    return sandbox;
  };
  const connector: Connector = {
    name: 'sandbox',
    charge: (order, signal) => wallets().charge(order, signal),
    query: (reference, signal) => wallets().query(reference, signal),
    reverse: (reference, signal) => wallets().reverse(reference, signal),
    refund: (order, signal) => wallets().refund(order, signal),
    queryRefund: (order, signal) => wallets().queryRefund(order, signal),
  };
  let gatewayUrl: string | undefined;
  const town =
    options.wallets === 'http'
      ? await startLocalWallets(LOCAL_WALLETS, connector, {
          door: lateDoor(() => wallets().door),
          clock,
          timers,
          randomBytes,
          keys: keptKeys(join(config.dataDirectory, KEYS_DIRECTORY), randomBytes),
          gatewayUrl: () => gatewayUrl,
          alert: (name, why) => log.alert('connector_alert', { connector: name, why }),
        })
      : undefined;
  const till = options.withTill === true ? new SandboxTill() : undefined;
  const gateway = await openGateway({
    config,
    log,
    clock,
    timers,
    randomBytes,
    onFatal,
    // A developer's endpoint runs on the same machine; nothing but play money hangs on it.
    addressPolicy: { loopbackAllowed: true },
    ...(reach === undefined ? {} : { reach }),
    connectors: town?.connectors ?? everyPayType(connector),
    ...(town === undefined ? {} : { receivers: town.receivers }),
    extraRoutes(app, core) {
      app.register(async (scope) => sandboxRoutes(wallets(), movable)(scope));
      app.register(async (scope) => credentialsRoute(scope, core));
      if (till !== undefined) app.register(async (scope) => till.addRoutes(scope, log));
      app.register(async (scope) => referenceRoutes(scope));
    },
  }).catch(async (error: unknown) => {
    stopWatching();
    await town?.close();
    throw error;
  });
  gatewayUrl = gateway.url;
  const keysFolder = join(config.dataDirectory, KEYS_DIRECTORY);
  forgetConfiguration(keysFolder);
  if (town !== undefined) writeConfiguration(keysFolder, town.configuration, gateway.url);
  const sandboxOpened = wallets();
  const closeWallets = async (): Promise<void> => {
    forgetConfiguration(keysFolder);
    await town?.close();
    sandboxOpened.close();
  };
  return ready(gateway, closeWallets, stopWatching, async (credentials) => {
    await town?.begin();
    return till?.open({
      gatewayUrl: gateway.url,
      dataDirectory: join(config.dataDirectory, TILL_DIRECTORY),
      credentials,
      ports: {
        clock: {
          nowMs: () => clock.nowMs(),
          monotonicMs: () => clock.monotonicMs(),
          after: (delayMs, callback) => timers.after(delayMs, callback),
        },
        timers: systemTimers,
        randomBytes,
        fetch: options.fetch ?? fetch,
        log,
        onFatal,
      },
    });
  });
}

interface TimeOfAll {
  readonly clock: Clock;
  readonly timers: Timers;
  /** The same clock when it can be moved. */
  readonly movable: VirtualTime | undefined;
  readonly stopWatching: () => void;
}

/** One time for gateway and wallets: what is handed in, or one that can be moved. */
function timeOf({ clock, timers }: SandboxGatewayOptions): TimeOfAll {
  if (clock !== undefined || timers !== undefined) {
    return {
      clock: clock ?? systemClock,
      timers: timers ?? systemTimers,
      movable: undefined,
      stopWatching: () => undefined,
    };
  }
  const machine = { ...systemClock, ...systemTimers };
  const work = new SettledWork(machine);
  const movable = new VirtualTime({ machine, settle: () => work.settle() });
  const stopWatching = (): void => {
    movable.stop();
    work.close();
  };
  return { clock: movable, timers: movable, movable, stopWatching };
}

async function ready(
  gateway: Gateway,
  closeWallets: () => Promise<void>,
  stopWatching: () => void,
  openTill: (credentials: readonly SandboxCredentials[]) => Promise<Till | undefined>,
): Promise<SandboxGateway> {
  let till: Till | undefined;
  const close = async (): Promise<void> => {
    await till?.stop();
    // First, so that a move of the clock under way does not hold the closing up.
    stopWatching();
    await gateway.close();
    await till?.close();
    await closeWallets();
  };
  try {
    await seedMerchants(gateway.administration);
    const { url, administration, notifications } = gateway;
    const credentials = await sandboxCredentials(gateway);
    till = await openTill(credentials);
    return { url, administration, notifications, credentials, till, close };
  } catch (error) {
    await close();
    throw error;
  }
}
