import { join } from 'node:path';
import {
  type Clock,
  type Connector,
  type CrashPoint,
  type Gateway,
  type GatewayConfig,
  type Log,
  type MerchantAdministration,
  openGateway,
  systemClock,
  systemTimers,
  type Timers,
} from '@opencpm/gateway';
import { openSandbox, type Sandbox, sandboxRoutes } from '@opencpm/sandbox';
import { type SandboxCredentials, sandboxCredentials, seedMerchants } from './sandbox-credentials.ts';
import { credentialsRoute } from './credentials-route.ts';

/** What starting gateway and sandbox in one process needs. */
export interface SandboxGatewayOptions {
  readonly config: GatewayConfig;
  readonly log: Log;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Called when the database can no longer be trusted; must stop the process. */
  readonly onFatal: (error: unknown) => void;
  /** Time of gateway and wallets; the machine's own when left out. */
  readonly clock?: Clock;
  /** Waiting of gateway and wallets; the event loop's own when left out. */
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
  /** Lets open calls end, then closes gateway and wallets. */
  close(): Promise<void>;
}

/** File of the wallets' own book inside the data directory. */
const SANDBOX_FILE = 'sandbox.db';

/** Starts the gateway with the sandbox's wallets behind its connector port, and seeds credentials on first start. */
export async function startSandboxGateway(options: SandboxGatewayOptions): Promise<SandboxGateway> {
  const { config, log, randomBytes, onFatal, reach, clock = systemClock, timers = systemTimers } = options;
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
  };
  const gateway = await openGateway({
    config,
    log,
    clock,
    timers,
    randomBytes,
    onFatal,
    ...(reach === undefined ? {} : { reach }),
    connectors: {
      alipay: connector,
      wechatpay: connector,
      wechatpay_hk: connector,
      unionpay: connector,
      payme: connector,
    },
    extraRoutes(app, core) {
      app.register(async (scope) => sandboxRoutes(wallets())(scope));
      app.register(async (scope) => credentialsRoute(scope, core));
    },
  });
  return ready(gateway, wallets());
}

async function ready(gateway: Gateway, sandbox: Sandbox): Promise<SandboxGateway> {
  const close = async (): Promise<void> => {
    await gateway.close();
    sandbox.close();
  };
  try {
    await seedMerchants(gateway.administration);
    const { url, administration } = gateway;
    return { url, administration, credentials: await sandboxCredentials(gateway), close };
  } catch (error) {
    await close();
    throw error;
  }
}
