import type { Merchant } from '../packages/gateway/src/merchant/merchant.ts';
import { directMerchant, partnerMerchant } from '../packages/gateway/src/merchant/test-merchant.ts';
import { keyOf } from '../packages/gateway/src/store/contract/contract-data.ts';
import { Random } from './engine/random.ts';
import { GatewaySite } from './gateway/gateway-site.ts';
import { MerchantEndpoint } from './merchant/merchant-endpoint.ts';
import { checkAttempts } from './oracle/attempt-checks.ts';
import { type CheckTills, checkBooks, isAtRest, type Unrest } from './oracle/book-checks.ts';
import { checkJournal } from './oracle/journal-checks.ts';
import { type Disk, memoryDisk, sqliteDisk } from './store/disk.ts';
import { SdkShop } from './till/sdk-shop.ts';
import { Shop } from './till/shop.ts';
import { Till } from './till/till.ts';
import { TillLine } from './till/till-line.ts';
import { WalletDouble } from './wallet/wallet-double.ts';
import { directWallets } from './wallet/direct-wallets.ts';
import { IntentWatch } from './wallet/intent-watch.ts';
import type { WalletProfile } from './wallet/profile.ts';
import { type WalletChoice, type WalletWay, walletWays } from './wallet/wallet-choice.ts';
import type { WalletSide } from './wallet/wallet-side.ts';
import { DoubleDoor } from './wallet/wire/double-door.ts';
import { WiredWallets } from './wallet/wire/wired-wallets.ts';
import { drawWeather, type Weather, withCuts, withWires } from './weather.ts';
import { type Violation, World } from './world.ts';

/** No clock error of a world leads out of this century. */
const EPOCH_MS = Date.UTC(2026, 2, 1);
const DAY_MS = 86_400_000;
/** 24:00 in UTC+8. */
const MIDNIGHT_MS = 16 * 3_600_000;
/** After faults have ended, everything has to be at an end within this time (invariant I3). */
const REST_WITHIN_MS = 4 * DAY_MS;
/** What was accepted has its verdict within this time. */
const OPEN_WITHIN_MS = 3 * 3_600_000;
/** Reconciling bills takes longer than a whole world; those on a real database do so anyway. */
const BILLS_ONE_IN = 100;
/** A world that never ends: an oversight of the simulation itself. */
const STEPS_MAX = 200_000;

/** What runs at the tills of a world. */
export type TillKind = 'scripted' | 'sdk';

/** A shop as a history sees it. */
interface Counter {
  open(): void;
  readonly closed: boolean;
  readonly busy: boolean;
}

/** How a history is run. */
export interface HistoryOptions {
  /** Share of worlds on a real database. */
  readonly sqliteShare: number;
  /** Tills of the simulation's own, which also do what a careless integrator does, or tills that run the SDK. */
  readonly tills: TillKind;
  /** How the wallets are reached. */
  readonly wallet: WalletChoice;
  readonly keepTrace: boolean;
}

/** What came of a history. */
export interface HistoryResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly reached: ReadonlyMap<string, number>;
  readonly traceHash: string;
  readonly trace: readonly string[];
  readonly payments: number;
  readonly events: number;
  readonly virtualMs: number;
}

/** One world from its first customer to its rest. Everything in it follows from the seed. */
export class History {
  readonly #seed: number;
  readonly #world: World;
  readonly #disk: Disk;
  readonly #wallets: readonly WalletDouble[];
  readonly #walletSide: WalletSide;
  readonly #profiles: readonly [WalletProfile, ...WalletProfile[]];
  readonly #random: Random;
  readonly #endpoint: MerchantEndpoint;
  readonly #openSinceMs = new Map<string, number>();
  readonly #tillKind: TillKind;
  #shop: Counter | undefined;
  #checkTills: CheckTills = () => undefined;
  /** What was not at rest when the disk was last read, and what the disk's count of changes was. */
  #seen: { readonly changes: number; readonly unrest: Unrest } | undefined;
  #state: 'running' | 'judging' | 'over' = 'running';

  constructor(seed: number, options: HistoryOptions) {
    this.#seed = seed;
    this.#random = new Random(seed);
    this.#tillKind = options.tills;
    const weather = this.#drawWeather(options);
    const dayMs = EPOCH_MS + this.#random.between(0, 300) * DAY_MS;
    const beganAtMs = weather.process.nearMidnight
      ? dayMs + MIDNIGHT_MS - this.#random.between(1_000, weather.calmFromMs)
      : dayMs + this.#random.between(0, DAY_MS - 1);
    const world = new World(weather, this.#random, beganAtMs, options.keepTrace);
    this.#world = world;
    this.#disk =
      weather.storeEngine === 'sqlite'
        ? sqliteDisk(beganAtMs, (error) => world.violate('T1', `the database failed: ${String(error)}`))
        : memoryDisk();
    const [first, ...others] = walletWays(options.wallet, new Random(seed));
    this.#profiles = [first.profile, ...others.map(({ profile }) => profile)];
    this.#wallets = this.#profiles.map(
      (profile) => new WalletDouble(world, profile, this.#random.fork(profile.family)),
    );
    const intents = new IntentWatch(world, this.#disk);
    this.#walletSide =
      options.wallet === 'direct'
        ? directWallets(world, this.#wallets, intents)
        : this.#wired([first, ...others], intents);
    this.#endpoint = new MerchantEndpoint(world, this.#random.fork('endpoint'), this.#disk);
    world.scheduler.after(0, () => void world.hold(this.#open()));
    world.scheduler.after(weather.calmFromMs, () => {
      world.endFaults();
      this.#watch();
    });
  }

  /** Whether something is at work that has to end before anything else happens: a real database, or the judge. */
  get waits(): boolean {
    return this.#world.outside > 0 || this.#state === 'judging';
  }

  /** Lets one thing happen; `false` once the history is over. */
  step(): boolean {
    if (this.#state === 'over') return false;
    const world = this.#world;
    if (this.waits) return true;
    if (world.scheduler.ran > STEPS_MAX) {
      world.violate('T1', `the world does not end: ${STEPS_MAX} events in ${world.nowMs} ms`);
      void this.#judge();
      return true;
    }
    try {
      if (!world.scheduler.step()) void this.#judge();
    } catch (error) {
      world.violate(
        'T1',
        `an event failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
    return true;
  }

  result(): HistoryResult {
    const { violations, reached, trace, weather, scheduler, nowMs } = this.#world;
    return {
      seed: this.#seed,
      violations,
      reached,
      traceHash: trace.hash,
      trace: trace.lines,
      payments: weather.payments,
      events: scheduler.ran,
      virtualMs: nowMs,
    };
  }

  async #open(): Promise<void> {
    const world = this.#world;
    const { store } = this.#disk;
    const address = (host: string): string =>
      world.weather.endpoint.exists ? `https://${host}.example/notify` : '';
    await store.addMerchant(directMerchant({ notifyUrl: address('a') }), keyOf(1));
    await store.addMerchant(partnerMerchant({ notifyUrl: address('b') }), keyOf(2));
    const [direct, partner] = await store.listMerchants();
    if (direct === undefined || partner === undefined) throw new Error('the merchants were not stored');
    const merchants: readonly [Merchant, Merchant] = [direct, partner];
    const random = this.#random.fork('site');
    const site = new GatewaySite(world, random, this.#disk, this.#walletSide, this.#endpoint);
    await site.start();
    this.#shop =
      this.#tillKind === 'sdk' ? this.#sdkShop(site, merchants) : this.#scriptedShop(site, merchants);
    this.#shop.open();
  }

  #drawWeather({ sqliteShare, tills, wallet }: HistoryOptions): Weather {
    const drawn = drawWeather(this.#random.fork('weather'), sqliteShare);
    const weather = tills === 'sdk' ? withCuts(drawn, this.#random.fork('cuts')) : drawn;
    return wallet === 'direct' ? weather : withWires(weather, this.#random.fork('wires'));
  }

  #wired(ways: readonly WalletWay[], intents: IntentWatch): WalletSide {
    const world = this.#world;
    const random = this.#random.fork('door');
    const door = new DoubleDoor({ world, random, wallets: this.#wallets, intents });
    return new WiredWallets(world, door, ways, this.#random.fork('hosts'));
  }

  #scriptedShop(site: GatewaySite, merchants: readonly [Merchant, Merchant]): Counter {
    const world = this.#world;
    const till = (): Till =>
      new Till(
        world,
        new TillLine(world, site, this.#random.fork('shop'), this.#disk),
        this.#random.fork('till'),
      );
    const tills: readonly [Till, ...Till[]] = [
      till(),
      ...Array.from({ length: world.weather.tills - 1 }, till),
    ];
    this.#checkTills = (payments, orders) => {
      for (const each of tills) checkJournal(world, each, payments, orders);
    };
    return new Shop(world, this.#random.fork('customers'), tills, merchants, this.#profiles);
  }

  #sdkShop(site: GatewaySite, merchants: readonly [Merchant, Merchant]): Counter {
    const world = this.#world;
    const random = this.#random.fork('customers');
    const shop = new SdkShop(world, site, random, this.#disk, merchants, this.#profiles);
    this.#checkTills = (payments, orders) => {
      for (const till of shop.tills) checkAttempts(world, till, payments, orders);
    };
    return shop;
  }

  /** Looks now and then whether everything has come to an end, for as long as it may take. */
  #watch(): void {
    const sinceMs = this.#world.nowMs;
    const goOn = (againMs: number | undefined): void => {
      if (againMs !== undefined) this.#world.scheduler.watch(againMs, look);
    };
    const look = (): number | undefined => {
      const { changes } = this.#disk;
      // Read anew only after a change.
      if (changes !== undefined && this.#seen?.changes === changes) {
        return this.#weighUnrest(this.#seen.unrest, sinceMs);
      }
      void this.#readUnrest().then((unrest) => goOn(this.#weighUnrest(unrest, sinceMs)));
      return undefined;
    };
    goOn(1_000);
  }

  async #readUnrest(): Promise<Unrest> {
    const { changes, store } = this.#disk;
    const unrest = await this.#world.hold(isAtRest(store));
    if (changes !== undefined) this.#seen = { changes, unrest };
    return unrest;
  }

  /** Ends the history when all is at rest, or too late; else says after what time to look again. */
  #weighUnrest({ open, later }: Unrest, sinceMs: number): number | undefined {
    const world = this.#world;
    world.drowsy = open.length === 0 && this.#shop?.busy !== true;
    if (this.#shop?.closed === true && open.length + later.length === 0) {
      void this.#judge();
      return undefined;
    }
    const waitedMs = world.nowMs - sinceMs;
    // Both books may be at rest while a till still waits for what nobody will tell it.
    const tills = this.#shop?.closed === true ? [] : ['a till is not at rest'];
    const tooLate = waitedMs > REST_WITHIN_MS ? [...open, ...later, ...tills] : this.#openTooLong(open);
    if (tooLate.length === 0) return lookWaitMs(waitedMs);
    for (const text of tooLate) world.violate('I3', `${text}, ${waitedMs} ms after faults have ended`);
    void this.#judge();
    return undefined;
  }

  /** What has been open for longer than it may, counted from when it was first seen without faults. */
  #openTooLong(open: readonly string[]): readonly string[] {
    const { nowMs } = this.#world;
    return open.filter((text) => {
      const [name = ''] = text.split(' is ');
      const sinceMs = this.#openSinceMs.get(name) ?? nowMs;
      this.#openSinceMs.set(name, sinceMs);
      return nowMs - sinceMs > OPEN_WITHIN_MS;
    });
  }

  async #judge(): Promise<void> {
    if (this.#state !== 'running') return;
    this.#state = 'judging';
    const { store, reports } = this.#disk;
    const withBills = reports !== undefined || this.#seed % BILLS_ONE_IN === 0;
    await checkBooks(this.#world, {
      store,
      reports,
      wallets: this.#wallets,
      endpoint: this.#endpoint,
      checkTills: this.#checkTills,
      withBills,
    });
    await this.#disk.dispose();
    this.#state = 'over';
  }
}

/** The pause between two looks whether everything has come to an end: the longer it lasts, the less a pause matters. */
function lookWaitMs(waitedMs: number): number {
  if (waitedMs < 60_000) return 10_000;
  if (waitedMs < 600_000) return 30_000;
  return waitedMs < 4 * 3_600_000 ? 300_000 : 1_800_000;
}
