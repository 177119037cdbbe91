import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BookEntry } from '../../packages/sandbox/src/index.ts';
import { Child, type ChildEnding } from './child-process.ts';
import type { ChildSettings } from './child-settings.ts';
import type { CrashPlan, GatewayReady, KillPoint, StubReady } from './crash-plan.ts';
import { WALLET_POINTS } from './crash-plan.ts';
import type { HeardNotification } from './heard-notification.ts';

/** How much faster than real time everything runs. */
const SCALE = 60;

/** A plan that never comes true. */
const NO_PLAN: CrashPlan = { point: 'request_arriving', passing: 0 };

const PROGRAMS = {
  gateway: new URL('./crashing-gateway.ts', import.meta.url),
  wallets: new URL('./wallet-process.ts', import.meta.url),
  merchant: new URL('./merchant-process.ts', import.meta.url),
};

/** The processes: one gateway, the wallets with their books, and a merchant's endpoint with its book. */
export class Town {
  readonly #settings: Readonly<Record<keyof typeof PROGRAMS, ChildSettings>>;
  #gateway: Child<GatewayReady>;
  #wallets: Child<StubReady>;
  #merchant: Child<StubReady>;

  private constructor(
    settings: Readonly<Record<keyof typeof PROGRAMS, ChildSettings>>,
    gateway: Child<GatewayReady>,
    wallets: Child<StubReady>,
    merchant: Child<StubReady>,
  ) {
    this.#settings = settings;
    this.#gateway = gateway;
    this.#wallets = wallets;
    this.#merchant = merchant;
  }

  /** @param directory an empty directory for everybody's files. */
  static async begin(directory: string): Promise<Town> {
    const beginMs = Date.now();
    const settings = (name: keyof typeof PROGRAMS): ChildSettings => {
      mkdirSync(join(directory, name));
      return { directory: join(directory, name), beginMs, scale: SCALE, port: 0 };
    };
    const wallets = await Child.start<StubReady>(PROGRAMS.wallets, settings('wallets'));
    const merchant = await Child.start<StubReady>(PROGRAMS.merchant, settings('merchant'));
    const gatewaySettings = {
      ...settings('gateway'),
      walletUrl: wallets.ready.url,
      notifyUrl: `${merchant.ready.url}/notify`,
    };
    const gateway = await Child.start<GatewayReady>(PROGRAMS.gateway, gatewaySettings);
    const stub = (name: 'wallets' | 'merchant', { ready }: Child<StubReady>): ChildSettings => ({
      ...gatewaySettings,
      directory: join(directory, name),
      port: ready.port,
    });
    return new Town(
      {
        gateway: { ...gatewaySettings, port: Number(new URL(gateway.ready.url).port) },
        wallets: stub('wallets', wallets),
        merchant: stub('merchant', merchant),
      },
      gateway,
      wallets,
      merchant,
    );
  }

  get gateway(): GatewayReady {
    return this.#gateway.ready;
  }

  /** Resolves once the gateway will be killed at a point; the process that passes the point does it. */
  async arm(plan: CrashPlan): Promise<void> {
    if (isOfWallets(plan.point)) await this.#wallets.ask({ ...plan, victim: this.#gateway.processId });
    else await this.#gateway.ask(plan);
  }

  /** Takes back what the wallets were told. */
  async disarm(): Promise<void> {
    await this.#wallets.ask(NO_PLAN);
  }

  /** Resolves when the gateway has ended, by whatever. */
  gatewayEnded(): Promise<ChildEnding> {
    return this.#gateway.ended();
  }

  endGateway(signal: NodeJS.Signals): Promise<ChildEnding> {
    return this.#gateway.end(signal);
  }

  /** `SIGSTOP` and `SIGCONT`. */
  signalGateway(signal: NodeJS.Signals): void {
    this.#gateway.signal(signal);
  }

  async startGateway(): Promise<void> {
    this.#gateway = await Child.start(PROGRAMS.gateway, this.#settings.gateway);
  }

  /** Kills a process the gateway depends on and starts it again on its book. */
  async restartStub(name: 'wallets' | 'merchant'): Promise<void> {
    if (name === 'wallets') {
      await this.#wallets.end();
      this.#wallets = await Child.start(PROGRAMS.wallets, this.#settings.wallets);
    } else {
      await this.#merchant.end();
      this.#merchant = await Child.start(PROGRAMS.merchant, this.#settings.merchant);
    }
  }

  /** The wallets' books, every order above a sequence. */
  async readWallets(above: number): Promise<readonly BookEntry[]> {
    const response = await fetch(`${this.#wallets.ready.url}/book?above=${above}`);
    return (await response.json()) as readonly BookEntry[];
  }

  async readMerchant(): Promise<readonly HeardNotification[]> {
    const response = await fetch(`${this.#merchant.ready.url}/book`);
    return (await response.json()) as readonly HeardNotification[];
  }

  /**
   * How much has not ended: payments, refunds, returns, notifications. Verdicts that the gateway still looks after are
   * not counted. Asks nobody.
   */
  openWork(): number {
    const database = new DatabaseSync(join(this.#settings.gateway.directory, 'opencpm.db'), {
      readOnly: true,
    });
    try {
      const row = database
        .prepare(
          `SELECT (SELECT count(*) FROM transactions WHERE due_at_ms IS NOT NULL
                     AND state IN ('accepted', 'processing', 'waiting_for_payer', 'reversing', 'reserved'))
                + (SELECT count(*) FROM late_charges WHERE due_at_ms IS NOT NULL)
                + (SELECT count(*) FROM notifications WHERE due_at_ms IS NOT NULL) AS open`,
        )
        .get();
      return Number(row?.['open']);
    } finally {
      database.close();
    }
  }

  /** Ends everybody without a word. */
  async end(): Promise<void> {
    await Promise.all([this.#gateway.end(), this.#wallets.end(), this.#merchant.end()]);
  }
}

function isOfWallets(point: KillPoint): boolean {
  return WALLET_POINTS.some((each) => each === point);
}
