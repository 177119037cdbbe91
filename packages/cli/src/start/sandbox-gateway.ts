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
import { openSandbox, type Sandbox, sandboxRoutes, SettledWork, VirtualTime } from '@opencpm/sandbox';
import { SANDBOX_FILE } from '../administration/data-directory.ts';
import { type SandboxCredentials, sandboxCredentials, seedMerchants } from './sandbox-credentials.ts';
import { credentialsRoute } from './credentials-route.ts';

/** What starting gateway and sandbox in one process needs. */
export interface SandboxGatewayOptions {
  readonly config: GatewayConfig;
  readonly log: Log;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Called when the database can no longer be trusted; must stop the process. */
  readonly onFatal: (error: unknown) => void;
  /** Time of gateway and wallets; when both are left out, the machine's own, which a developer can move ahead. */
  readonly clock?: Clock;
  /** Waiting of gateway and wallets; goes with `clock`. */
  readonly timers?: Timers;
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
    connectors: everyPayType(connector),
    extraRoutes(app, core) {
      app.register(async (scope) => sandboxRoutes(wallets(), movable)(scope));
      app.register(async (scope) => credentialsRoute(scope, core));
    },
  }).catch((error: unknown) => {
    stopWatching();
    throw error;
  });
  return ready(gateway, wallets(), stopWatching);
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

async function ready(gateway: Gateway, sandbox: Sandbox, stopWatching: () => void): Promise<SandboxGateway> {
  const close = async (): Promise<void> => {
    // First, so that a move of the clock under way does not hold the closing up.
    stopWatching();
    await gateway.close();
    sandbox.close();
  };
  try {
    await seedMerchants(gateway.administration);
    const { url, administration, notifications } = gateway;
    return { url, administration, notifications, credentials: await sandboxCredentials(gateway), close };
  } catch (error) {
    await close();
    throw error;
  }
}
