import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  LOCAL_WALLETS,
  type LocalTown,
  startLocalWallets,
} from '../../../packages/cli/src/start/local/local-wallets.ts';
import { keptKeys } from '../../../packages/cli/src/start/local/local-keys.ts';
import { BusinessClock } from '../../../packages/gateway/src/clock/business-clock.ts';
import { SteadyClock } from '../../../packages/gateway/src/clock/steady-clock.ts';
import { type Connector, type Connectors, everyPayType } from '../../../packages/gateway/src/index.ts';
import type { Log } from '../../../packages/gateway/src/log/log.ts';
import type { Merchant } from '../../../packages/gateway/src/merchant/merchant.ts';
import { directMerchant } from '../../../packages/gateway/src/merchant/test-merchant.ts';
import { USUAL_REFUND_POLICY } from '../../../packages/gateway/src/payment/refund-policy.ts';
import { assembleResolver } from '../../../packages/gateway/src/resolver/assemble.ts';
import type { Resolver } from '../../../packages/gateway/src/resolver/resolver.ts';
import { keyOf } from '../../../packages/gateway/src/store/contract/contract-data.ts';
import { SqliteStore } from '../../../packages/gateway/src/store/sqlite/sqlite-store.ts';
import { AskPace } from '../../../packages/gateway/src/trade/ask-pace.ts';
import { ReversalDriver } from '../../../packages/gateway/src/trade/drive-reversal.ts';
import { RefundTaker } from '../../../packages/gateway/src/trade/refund-payment.ts';
import { RefundResumer } from '../../../packages/gateway/src/trade/resume-refund.ts';
import { PaymentTaker } from '../../../packages/gateway/src/trade/take-payment.ts';
import { profilesOf } from '../../../packages/gateway/src/wallet/connectors.ts';
import { openSandbox, type Sandbox } from '../../../packages/sandbox/src/index.ts';
import { SeededRandom } from './seeded-bytes.ts';
import { TownRest } from './town-rest.ts';
import { TownTime } from './town-time.ts';

/** A file system in memory where there is one: no town loses power, so nothing has to reach a disk. */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** How the wallets are reached. */
export type Door = 'in process' | 'over HTTP';

/** Something the gateway wants a person to look at. */
export interface Alert {
  readonly event: string;
  readonly syssn: string;
  readonly why: string;
}

/** A gateway's trade and resolver on a real store, and wallets behind a door, all under one clock. */
export class Town {
  readonly time = new TownTime();
  readonly alerts: Alert[] = [];
  readonly sandbox: Sandbox;
  readonly store: SqliteStore;
  readonly merchant: Merchant;
  readonly payments: PaymentTaker;
  readonly refunds: RefundTaker;
  readonly #resolver: Resolver;
  readonly #rest: TownRest;
  readonly #wallets: LocalTown | undefined;
  readonly #folder: string;

  private constructor(parts: {
    readonly folder: string;
    readonly time: TownTime;
    readonly sandbox: Sandbox;
    readonly store: SqliteStore;
    readonly merchant: Merchant;
    readonly connectors: Connectors;
    readonly wallets: LocalTown | undefined;
    readonly alerts: Alert[];
  }) {
    const { connectors, store, time, wallets, alerts } = parts;
    this.time = time;
    this.alerts = alerts;
    this.sandbox = parts.sandbox;
    this.store = store;
    this.merchant = parts.merchant;
    this.#folder = parts.folder;
    this.#wallets = wallets;
    const steadyClock = new SteadyClock(time);
    const pace = new AskPace(steadyClock);
    const trading = {
      store,
      log: logTo(alerts),
      clock: new BusinessClock(time, 0),
      steadyClock,
      announce: () => undefined,
      profiles: profilesOf(connectors.byName),
      timers: time,
      pace,
      node: 1,
      reach: () => undefined,
    };
    const driving = { ...trading, connectors: connectors.byName };
    this.payments = new PaymentTaker({
      ...trading,
      connectors,
      hashAuthCode: (code) => createHash('sha256').update(code).digest('hex').slice(0, 32),
    });
    this.refunds = new RefundTaker({ ...driving, policy: USUAL_REFUND_POLICY });
    this.#resolver = assembleResolver({
      ...driving,
      reversals: new ReversalDriver(driving),
      refunds: new RefundResumer(driving),
    });
    this.#rest = new TownRest(() => wallets?.servers ?? []);
  }

  static async open(door: Door, seed: number): Promise<Town> {
    const folder = mkdtempSync(join(FOLDER, 'opencpm-connectors-'));
    const time = new TownTime();
    const random = new SeededRandom(seed);
    const randomBytes = (length: number): Uint8Array => random.bytes(length);
    const alerts: Alert[] = [];
    const sandbox = openSandbox({ file: ':memory:', clock: time, timers: time, randomBytes });
    const store = SqliteStore.open({
      directory: folder,
      nowMs: time.nowMs(),
      onFatal(error) {
        throw error;
      },
    });
    await store.addMerchant(directMerchant(), keyOf(1));
    const [merchant] = await store.listMerchants();
    if (merchant === undefined) throw new Error('the merchant was not stored');
    const direct: Connector = sandbox;
    const wallets =
      door === 'in process'
        ? undefined
        : await startLocalWallets(LOCAL_WALLETS, direct, {
            door: sandbox.door,
            clock: time,
            timers: time,
            randomBytes,
            keys: keptKeys(join(folder, 'keys'), randomBytes),
            gatewayUrl: () => undefined,
            alert: (connector, why) => alerts.push({ event: 'connector_alert', syssn: connector, why }),
          });
    const connectors = wallets?.connectors ?? everyPayType(direct);
    const town = new Town({ folder, time, sandbox, store, merchant, connectors, wallets, alerts });
    await town.#resolver.start();
    return town;
  }

  /** Pay types that go over HTTP in this town. */
  get wiredPayTypes(): readonly string[] {
    const { routes } = this.#wallets?.connectors ?? { routes: {} };
    return Object.entries(routes).flatMap(([payType, name]) => (name === this.sandbox.name ? [] : [payType]));
  }

  /** Waits until nothing happens any more without time passing. */
  settle(): Promise<void> {
    return this.#rest.settle();
  }

  async pass(durationMs: number): Promise<void> {
    await this.time.pass(durationMs, this.#rest.settle);
  }

  async close(): Promise<void> {
    await this.#resolver.stop();
    this.sandbox.close();
    await this.#wallets?.close();
    await this.store.close();
    this.#rest.close();
    rmSync(this.#folder, { recursive: true });
  }
}

function logTo(alerts: Alert[]): Log {
  return {
    info: () => undefined,
    warn: () => undefined,
    alert(event, fields = {}) {
      alerts.push({ event, syssn: String(fields['syssn'] ?? ''), why: String(fields['why'] ?? '') });
    },
  };
}
