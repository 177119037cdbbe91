import type { Timers } from '../clock/clock.ts';
import type { SteadyClock } from '../clock/steady-clock.ts';
import type { Log } from '../log/log.ts';
import type { Payment } from '../payment/payment.ts';
import type { Refund } from '../payment/refund.ts';
import type { LateCharge } from '../payment/reversal.ts';
import type { Transaction } from '../payment/transaction.ts';
import type { Store } from '../store/store.ts';
import { type AskPace, OLD_WORK_PAUSE_MS } from '../trade/ask-pace.ts';
import type { ReachCrashPoint } from '../trade/crash-point.ts';
import { LEASE_MS } from '../trade/owned-change.ts';
import { WorkLane } from './work-lane.ts';

/** Longest pause between two looks into the store: another instance may have put work there. */
const IDLE_MS = 1_000;
/** Shortest pause, so that work that has to wait for its turn is not looked for all the time. */
const BUSY_MS = 50;
/** How often work for connectors is looked for that this gateway does not have. */
const STRAY_MS = 60_000;
/** A return may call its wallet five times in one turn. */
const LATE_CHARGE_LEASE_MS = 2 * LEASE_MS;
/** Most calls of wallets under way at once, for each connector. */
export const IN_FLIGHT_MAX = 64;
/** Most enquiries a second, for each connector. */
export const CALLS_PER_SECOND = 200;
/** Late charges are rare; a few at once are enough. */
const LATE_CHARGES_IN_FLIGHT_MAX = 8;

/** Does one turn of a leased refund. */
export interface RefundDriver {
  drive(refund: Refund): Promise<void>;
}

/** What the resolver needs. */
export interface ResolverParts {
  readonly store: Store;
  readonly timers: Timers;
  readonly steadyClock: SteadyClock;
  readonly log: Log;
  readonly pace: AskPace;
  readonly reach: ReachCrashPoint;
  /** Names of the connectors this gateway has. */
  readonly connectors: readonly string[];
  readonly payments: { resolve(leased: Payment): Promise<void> };
  readonly refunds: RefundDriver;
  readonly lateCharges: { drive(leased: LateCharge): Promise<void> };
}

/**
 * Owns whatever is not final. Takes what is due from the store in small batches, the earliest first, and gives each a
 * turn; in memory is only what is under way. Each connector has a lane of its own, so that a wallet that hangs holds up
 * nobody else's payments. Several resolvers on one store share the work by its leases.
 */
export class Resolver {
  readonly #parts: ResolverParts;
  readonly #lanes: readonly WorkLane<Transaction>[];
  readonly #lateCharges: WorkLane<LateCharge>;
  #strayAtMs = 0;
  #cancel = (): void => undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #running = false;

  constructor(parts: ResolverParts) {
    const { store, steadyClock, connectors } = parts;
    this.#parts = parts;
    const wake = (): void => this.wake();
    this.#lanes = connectors.map(
      (only) =>
        new WorkLane<Transaction>({
          lease: (nowMs, limit) => store.leaseDueTransactions(nowMs, nowMs + LEASE_MS, limit, { only }),
          work: (leased) => this.#resolve(leased),
          freed: wake,
          steadyClock,
          inFlightMax: IN_FLIGHT_MAX,
          perSecond: CALLS_PER_SECOND,
        }),
    );
    this.#lateCharges = new WorkLane<LateCharge>({
      lease: (nowMs, limit) => store.leaseDueLateCharges(nowMs, nowMs + LATE_CHARGE_LEASE_MS, limit),
      work: (leased) => this.#return(leased),
      freed: wake,
      steadyClock,
      inFlightMax: LATE_CHARGES_IN_FLIGHT_MAX,
      perSecond: CALLS_PER_SECOND,
    });
  }

  /**
   * Takes over what earlier processes left behind, the oldest first and 20 a second, and begins to work.
   *
   * @throws StorageUnavailable when the store cannot be written; nothing was begun then.
   */
  async start(): Promise<void> {
    const { store, steadyClock, pace } = this.#parts;
    const firstOwnId = store.nextTransactionNumber();
    const backlog = await store.resumeDue(steadyClock.nowMs(), OLD_WORK_PAUSE_MS);
    pace.takeOver(firstOwnId, backlog);
    this.#running = true;
    this.wake();
  }

  /** Takes nothing new and resolves when what is under way has come to its end. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#cancel();
    await this.#looking;
    await Promise.all([...this.#lanes, this.#lateCharges].map((lane) => lane.drained()));
  }

  /** Looks for work now. */
  wake(): void {
    if (!this.#running) return;
    if (this.#looking !== undefined) {
      this.#again = true;
      return;
    }
    this.#cancel();
    this.#looking = this.#look().finally(() => {
      this.#looking = undefined;
      const again = this.#again;
      this.#again = false;
      if (again) this.wake();
    });
  }

  /** Fills the lanes, and sets the time of the next look. */
  async #look(): Promise<void> {
    const { store, timers, steadyClock, log } = this.#parts;
    let pauseMs = IDLE_MS;
    try {
      const dueMs = await store.nextDueMs();
      if (dueMs !== undefined && dueMs <= steadyClock.nowMs()) {
        for (const lane of [...this.#lanes, this.#lateCharges]) await lane.fill();
        await this.#findStrays();
      }
      const nextMs = await store.nextDueMs();
      if (nextMs !== undefined) pauseMs = Math.max(BUSY_MS, Math.min(IDLE_MS, nextMs - steadyClock.nowMs()));
    } catch (error) {
      log.alert('resolver_failed', { why: String(error) });
    }
    if (this.#running) this.#cancel = timers.after(pauseMs, () => this.wake());
  }

  /** Payments of a connector that was taken out of the configuration must not lie there unnoticed. */
  async #findStrays(): Promise<void> {
    const { store, steadyClock, connectors } = this.#parts;
    const nowMs = steadyClock.nowMs();
    if (nowMs < this.#strayAtMs) return;
    this.#strayAtMs = nowMs + STRAY_MS;
    const strays = await store.leaseDueTransactions(nowMs, nowMs + LEASE_MS, IN_FLIGHT_MAX, {
      except: connectors,
    });
    await Promise.all(strays.map((leased) => this.#resolve(leased)));
  }

  async #resolve(leased: Transaction): Promise<void> {
    const { log, payments, refunds, reach } = this.#parts;
    reach('lease_taken');
    try {
      await (leased.kind === 'refund' ? refunds.drive(leased) : payments.resolve(leased));
    } catch (error) {
      // The lease runs out, and somebody tries again.
      log.alert('turn_failed', { syssn: leased.syssn, why: String(error) });
    }
  }

  async #return(leased: LateCharge): Promise<void> {
    const { log, lateCharges } = this.#parts;
    try {
      await lateCharges.drive(leased);
    } catch (error) {
      log.alert('turn_failed', { lateCharge: leased.channelRefundId, why: String(error) });
    }
  }
}
