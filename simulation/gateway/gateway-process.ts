import { BusinessClock } from '../../packages/gateway/src/clock/business-clock.ts';
import { SteadyClock } from '../../packages/gateway/src/clock/steady-clock.ts';
import type { Answer } from '../../packages/gateway/src/http/answer.ts';
import { paymentCall } from '../../packages/gateway/src/http/payment-call.ts';
import { queryCall } from '../../packages/gateway/src/http/query-call.ts';
import { reversalCalls } from '../../packages/gateway/src/http/reversal-call.ts';
import type { Log } from '../../packages/gateway/src/log/log.ts';
import { announceTo } from '../../packages/gateway/src/notify/announcement.ts';
import { NotificationSender } from '../../packages/gateway/src/notify/notification-sender.ts';
import { USUAL_REFUND_POLICY } from '../../packages/gateway/src/payment/refund-policy.ts';
import { assembleResolver } from '../../packages/gateway/src/resolver/assemble.ts';
import type { Resolver } from '../../packages/gateway/src/resolver/resolver.ts';
import type { Store } from '../../packages/gateway/src/store/store.ts';
import { answerEnquiry } from '../../packages/gateway/src/trade/answer-enquiry.ts';
import { AskPace } from '../../packages/gateway/src/trade/ask-pace.ts';
import { RefundAsker } from '../../packages/gateway/src/trade/ask-refund.ts';
import { WalletAsker } from '../../packages/gateway/src/trade/ask-wallet.ts';
import { keepAuthCodesShort } from '../../packages/gateway/src/trade/auth-code-retention.ts';
import { ReversalDriver } from '../../packages/gateway/src/trade/drive-reversal.ts';
import { RefundTaker } from '../../packages/gateway/src/trade/refund-payment.ts';
import { RefundResumer } from '../../packages/gateway/src/trade/resume-refund.ts';
import { PaymentReverser } from '../../packages/gateway/src/trade/reverse-payment.ts';
import { PaymentTaker } from '../../packages/gateway/src/trade/take-payment.ts';
import { profilesOf } from '../../packages/gateway/src/wallet/connectors.ts';
import type { Random } from '../engine/random.ts';
import { CLIENT_KEY, type MerchantEndpoint } from '../merchant/merchant-endpoint.ts';
import type { Disk } from '../store/disk.ts';
import { openStoreLine } from '../store/store-line.ts';
import type { Outage } from '../wallet/wallet-line.ts';
import type { WalletSide } from '../wallet/wallet-side.ts';
import type { World } from '../world.ts';
import { type Machine, processClock, processTimers } from './process-clock.ts';
import { ProcessDied } from './process-died.ts';
import { storeIdOf, type TillAnswer, type TillCall } from './till-call.ts';
import { type WireCall, WireEdge } from './wire-edge.ts';

/** Passed by few payments: a process dies there most readily of all. */
const RARE_POINTS: ReadonlySet<string> = new Set([
  'acknowledgement_durable',
  'confirmation_sent',
  'confirmation_answered',
  'reversal_outcome_durable',
  'late_charge_durable',
  'return_sent',
  'return_answered',
  'return_durable',
]);
/** Passed by every payment. The others are rarer, and a process dies there more readily. */
const COMMON_POINTS: ReadonlySet<string> = new Set([
  'before_intent',
  'intent_durable',
  'charge_sent',
  'charge_answered',
  'outcome_durable',
  'lease_taken',
  'query_sent',
  'query_answered',
  'verdict_durable',
]);

/** What a process is started on. */
export interface Surroundings {
  readonly world: World;
  readonly random: Random;
  readonly machine: Machine;
  /** The store that was opened for this process. */
  readonly opened: Store;
  readonly disk: Disk;
  readonly wallets: WalletSide;
  readonly outages: readonly Outage[];
  readonly endpoint: MerchantEndpoint;
  /** Number of the gateway inside `syssn`. */
  readonly node: number;
  readonly onDeath: () => void;
}

/**
 * One run of the gateway: the parts of production, put together as main.ts does it, behind ports of the simulation.
 */
export class GatewayProcess {
  readonly #world: World;
  readonly #onDeath: () => void;
  readonly #store: Store;
  readonly #payments: PaymentTaker;
  readonly #wallets: WalletAsker;
  readonly #refunds: RefundTaker;
  readonly #reverser: PaymentReverser;
  readonly #refundAsker: RefundAsker;
  readonly #resolver: Resolver;
  readonly #sender: NotificationSender;
  readonly #keepCodesShort: () => void;
  readonly #clock: BusinessClock;
  readonly #openEdge: () => WireEdge;
  #edge: WireEdge | undefined;
  #alive = true;
  #stoppedUntilMs = 0;

  constructor(surroundings: Surroundings) {
    const { world, random, machine, opened, disk } = surroundings;
    this.#world = world;
    this.#onDeath = surroundings.onDeath;
    const clock = processClock(world, machine);
    const steadyClock = new SteadyClock(clock);
    const timers = processTimers(world, {
      end: this,
      guard: (run) => this.#guard(run),
      changes: () => disk.changes,
      isDue: () => disk.earliestDueMs <= steadyClock.nowMs(),
    });
    const store = openStoreLine(world, this, opened, random.fork('store'));
    const log = this.#log();
    const businessClock = new BusinessClock(clock, store.latestInstantMs());
    const { outages } = surroundings;
    const connectors = surroundings.wallets.connectorsFor({ end: this, random, clock, timers, outages });
    const { byName } = connectors;
    const bytes = random.fork('bytes');
    const randomBytes = (length: number): Uint8Array =>
      Uint8Array.from({ length }, () => bytes.between(0, 255));
    const points = random.fork('points');
    const reach = (point: string): void => this.#reach(point, points);
    const announce = announceTo({
      isPartner: (merchantNumber) => merchantNumber === 2,
      nowMs: () => steadyClock.nowMs(),
      randomBytes,
    });
    const profiles = profilesOf(byName);
    const recording = { store, log, clock: businessClock, steadyClock, announce, timers, profiles };
    this.#store = store;
    this.#clock = businessClock;
    this.#payments = new PaymentTaker({
      ...recording,
      connectors,
      hashAuthCode: (code) => code.padEnd(32, '0'),
      node: surroundings.node,
      reach,
    });
    const pace = new AskPace(steadyClock);
    const asking = { ...recording, connectors: byName, pace, reach };
    this.#wallets = new WalletAsker(asking);
    this.#refunds = new RefundTaker({ ...asking, policy: USUAL_REFUND_POLICY, node: surroundings.node });
    this.#refundAsker = new RefundAsker(asking);
    const reversals = new ReversalDriver(asking);
    const { node } = surroundings;
    this.#reverser = new PaymentReverser({ ...asking, node, wallets: this.#wallets, reversals });
    const refunds = new RefundResumer(asking);
    this.#resolver = assembleResolver({ ...asking, node, reversals, refunds });
    this.#sender = new NotificationSender({
      store,
      signingKeys: async () => [CLIENT_KEY],
      transport: surroundings.endpoint.transport(this),
      clock,
      businessClock,
      steadyClock,
      timers,
      randomBytes,
      log,
      tail: true,
      reach,
    });
    this.#openEdge = () => {
      const enquiring = { store, clock: businessClock, wallets: this.#wallets, refunds: this.#refundAsker };
      const calls = [
        paymentCall(this.#payments, () => undefined),
        queryCall(enquiring),
        ...reversalCalls(this.#reverser),
      ];
      const failed = (call: string, error: unknown): void => this.#failed(call, error);
      return new WireEdge({ calls, store, clock, failed });
    };
    this.#keepCodesShort = () => keepAuthCodesShort(store, surroundings.node, timers, log);
  }

  /** Begins the work that nobody asks for. A process that cannot begin ends, and is started again. */
  start(): void {
    this.#resolver.start().then(
      () => {
        this.#sender.start();
        this.#keepCodesShort();
      },
      (error: unknown) => this.kill(`at its start: ${String(error)}`),
    );
  }

  get alive(): boolean {
    return this.#alive;
  }

  get stoppedUntilMs(): number {
    return this.#stoppedUntilMs;
  }

  /** Stops the process for a while; whatever reaches it meanwhile waits. */
  stall(durationMs: number): void {
    this.#stoppedUntilMs = this.#world.nowMs + durationMs;
  }

  /** Ends the process at once, in the middle of whatever it does. */
  kill(where: string): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#world.note(`process dies ${where}`);
    this.#onDeath();
  }

  /** Answers a call, or never, when the process dies over it. */
  async handle(call: TillCall): Promise<TillAnswer> {
    try {
      return await this.#handle(call);
    } catch (error) {
      // What nobody foresaw is answered with "ask again", as the edge does.
      this.#failed(call.op, error);
      return { respcd: '1145' };
    }
  }

  /** Answers a request as it travels over the network, or never, when the process dies over it. */
  serve(request: WireCall): Promise<Answer> {
    this.#edge ??= this.#openEdge();
    return this.#edge.serve(request);
  }

  async #handle(call: TillCall): Promise<TillAnswer> {
    switch (call.op) {
      case 'pay': {
        const outcome = await this.#payments.take(call.merchant, call.request);
        if (!outcome.ok) return { respcd: outcome.refusal.respcd };
        const { respcd, syssn, state, amountMinor } = outcome.payment;
        return { respcd, syssn, state, amountMinor };
      }
      case 'query': {
        const outcome = await this.#enquire(call.merchant, [call.orderNumber]);
        const [row] = outcome.rows ?? [];
        if (row === undefined) return { respcd: outcome.respcd };
        const { respcd, syssn, state, amountMinor } = row;
        return { respcd, syssn, state, amountMinor };
      }
      case 'list':
        return this.#enquire(call.merchant, undefined);
      case 'reverse': {
        const { merchant, orderNumber, amountMinor } = call;
        const outcome = await this.#reverser.reverse(merchant, {
          syssn: undefined,
          orderNumber,
          amountMinor,
          currency: undefined,
          callerTime: '2026-03-01 12:00:00',
          storeId: storeIdOf(merchant),
          deviceId: 'till',
        });
        if (!outcome.ok) return { respcd: outcome.refusal.respcd };
        const { syssn, state } = outcome.payment;
        return { respcd: state === 'reversed' || state === 'declined' ? '0000' : '1145', syssn, state };
      }
      case 'refund': {
        const { merchant, orderNumber, syssn: originalSyssn } = call;
        const outcome = await this.#refunds.take(merchant, {
          originalSyssn,
          orderNumber,
          amountMinor: call.amountMinor,
          callerTime: '2026-03-01 12:00:00',
          storeId: storeIdOf(merchant),
          deviceId: 'till',
        });
        if (!outcome.ok) return { respcd: outcome.refusal.respcd };
        const { respcd, syssn, state, amountMinor } = outcome.refund;
        return { respcd, syssn, state, amountMinor };
      }
    }
  }

  async #enquire(
    merchant: TillCall['merchant'],
    orderNumbers: readonly string[] | undefined,
  ): Promise<TillAnswer> {
    const parts = {
      store: this.#store,
      clock: this.#clock,
      wallets: this.#wallets,
      refunds: this.#refundAsker,
    };
    const outcome = await answerEnquiry(parts, merchant, {
      syssns: undefined,
      orderNumbers,
      storeId: storeIdOf(merchant),
      payTypes: undefined,
      resultCode: undefined,
      fromMs: undefined,
      toMs: undefined,
      page: 1,
      pageSize: 100,
    });
    return outcome.ok ? { respcd: '0000', rows: outcome.transactions } : { respcd: outcome.refusal.respcd };
  }

  #reach(point: string, random: Random): void {
    const weight = COMMON_POINTS.has(point) ? 1 : RARE_POINTS.has(point) ? 15 : 5;
    if (this.#world.calm || !random.chance(this.#world.weather.process.crashAtPoint * weight)) return;
    this.#world.reach(`crash at ${point}`);
    this.kill(`at ${point}`);
    throw new ProcessDied();
  }

  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#failed('a timer', error);
    }
  }

  /** Notes what nobody foresaw; what ended because the process died is none of it. */
  #failed(what: string, error: unknown): void {
    if (error instanceof ProcessDied) return;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#world.violate('T1', `${what} failed: ${text}`);
  }

  #log(): Log {
    const world = this.#world;
    return {
      info: () => undefined,
      warn: (event) => world.note(`warning ${event}`),
      alert: (event) => {
        if (!this.#alive) return;
        world.note(`alert ${event}`);
        world.reach(`alert ${event}`);
      },
    };
  }
}
