import type { Client, PayOrder, PayProgress, PayResult, PaySignals } from '@opencpm/client';
import type { Waiting } from '../page-api/index.ts';
import type { TillPorts } from '../ports.ts';
import type { SaleDraft } from '../store/sale.ts';
import type { SaleRows } from '../store/sale-rows.ts';
import type { TillJournal } from '../store/till-journal.ts';

/** An attempt that could not be asked about, for example because the gateway refuses the key, is tried again. */
const AGAIN_MS = 10_000;
/** After a day the client asks no more by itself. */
const DAILY_MS = 24 * 3_600_000;
const HOURLY_MS = 3_600_000;

/** An attempt that is being worked on. */
interface Live {
  turn: Waiting['turn'];
  readonly startedMs: number;
  readonly cancel: AbortController;
  /** Ends the step that is under way, so that the next one begins at once. */
  stop: AbortController;
  checkAsked: boolean;
  done: Promise<void>;
}

/** What a screen shows about an attempt that is being worked on. */
export interface LiveFacts {
  readonly turn: Waiting['turn'];
  readonly ageMs: number;
  readonly mayCheck: boolean;
  readonly cancelAsked: boolean;
}

type Step = (signals: PaySignals) => Promise<PayResult>;

/** What the attempts work with. */
export interface AttemptParts {
  readonly client: Client;
  readonly journal: TillJournal;
  readonly sales: SaleRows;
  readonly ports: Pick<TillPorts, 'clock' | 'log'>;
  /** Called after everything a screen shows may have changed. */
  readonly changed: () => void;
}

/**
 * Keeps every attempt without a verdict in hand, from the scan to the verdict, over unresolved ones and restarts. Nothing
 * else drives the client's payments.
 */
export class Attempts {
  readonly #parts: AttemptParts;
  readonly #live = new Map<string, Live>();
  #closed = false;

  constructor(parts: AttemptParts) {
    this.#parts = parts;
  }

  /**
   * Begins a payment. Settles when it is written down and on its way; the verdict comes later.
   *
   * @throws what the client throws when nothing was begun.
   */
  begin(order: PayOrder & { readonly orderNumber: string }, draft: SaleDraft): Promise<void> {
    const { client, journal } = this.#parts;
    if (this.#closed) return Promise.reject(new Error('the till is being stopped'));
    return new Promise((resolve, reject) => {
      const pay: Step = ({ onProgress, ...signals }) =>
        journal.withDraft(order.orderNumber, draft, () =>
          client.pay(order, {
            ...signals,
            onProgress: (progress) => {
              resolve();
              onProgress?.(progress);
            },
          }),
        );
      this.#drive(order.orderNumber, 'sending', pay).then(resolve, (error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  /** Goes on with everything that has no verdict, at the start and when the gateway is back. Asks at once. */
  resumeAll(): void {
    for (const { attempt } of this.#parts.sales.open()) this.check(attempt.orderNumber);
  }

  /** Asks the gateway now, unless it is being asked already. */
  check(orderNumber: string): void {
    const live = this.#live.get(orderNumber);
    if (live === undefined) {
      this.#drive(orderNumber, 'asking', this.#resume(orderNumber)).catch((error: unknown) => {
        this.#parts.ports.log.alert('attempt_failed', { order: orderNumber, why: String(error) });
      });
      return;
    }
    // A request that is on its way is not broken off: its answer is what everybody waits for.
    if (!mayCheck(live)) return;
    live.checkAsked = true;
    live.stop.abort();
    this.#parts.changed();
  }

  /** The cashier cancels. It may turn out paid all the same. */
  cancel(orderNumber: string): void {
    this.#live.get(orderNumber)?.cancel.abort();
    this.#parts.changed();
  }

  /** How an attempt is getting on; `undefined` when nobody works on it. */
  facts(orderNumber: string): LiveFacts | undefined {
    const live = this.#live.get(orderNumber);
    if (live === undefined) return undefined;
    return {
      turn: live.turn,
      ageMs: Math.max(0, Math.round(this.#nowMs() - live.startedMs)),
      mayCheck: mayCheck(live),
      cancelAsked: live.cancel.signal.aborted,
    };
  }

  /** Stops waiting; what is open stays open and is resumed at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    const live = [...this.#live.values()];
    for (const { stop } of live) stop.abort();
    await Promise.allSettled(live.map(({ done }) => done));
  }

  #resume(orderNumber: string): Step {
    return (signals) => this.#parts.client.resume(orderNumber, signals);
  }

  #drive(orderNumber: string, turn: Waiting['turn'], first: Step): Promise<void> {
    const { clock } = this.#parts.ports;
    const startedAtMs = this.#parts.sales.byOrderNumber(orderNumber)?.attempt.startedAtMs ?? clock.nowMs();
    const live: Live = {
      turn,
      startedMs: clock.monotonicMs() - Math.max(0, clock.nowMs() - startedAtMs),
      cancel: new AbortController(),
      stop: new AbortController(),
      checkAsked: false,
      done: Promise.resolve(),
    };
    this.#live.set(orderNumber, live);
    const done = this.#steps(orderNumber, live, first).finally(() => {
      this.#live.delete(orderNumber);
      this.#parts.changed();
    });
    live.done = done;
    return done;
  }

  async #steps(orderNumber: string, live: Live, first: Step): Promise<void> {
    let step = first;
    for (;;) {
      live.stop = new AbortController();
      const result = await step({
        stop: live.stop.signal,
        cancel: live.cancel.signal,
        onProgress: (progress) => this.#heard(live, progress),
      });
      // A verdict that could not be written down is asked for again.
      if (result.outcome !== 'unresolved' && this.#isRecorded(orderNumber)) {
        return this.#ended(orderNumber, result);
      }
      if (this.#closed) return;
      step = await this.#next(orderNumber, live);
      if (this.#closed) return;
    }
  }

  /** What to do about an attempt that nobody knows about yet. */
  async #next(orderNumber: string, live: Live): Promise<Step> {
    const { client, sales, ports } = this.#parts;
    const attempt = sales.byOrderNumber(orderNumber)?.attempt;
    const isUnresolved = attempt?.stage === 'unresolved';
    this.#parts.changed();
    if (!live.checkAsked) {
      const isOld = ports.clock.nowMs() - (attempt?.startedAtMs ?? 0) >= DAILY_MS;
      if (isUnresolved && !isOld) return (signals) => client.settle(orderNumber, signals);
      await this.#pause(live, isOld ? HOURLY_MS : AGAIN_MS);
    }
    live.checkAsked = false;
    return this.#resume(orderNumber);
  }

  #pause(live: Live, delayMs: number): Promise<void> {
    // The signal of the step that has ended may be spent.
    if (live.stop.signal.aborted) live.stop = new AbortController();
    const { signal } = live.stop;
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const callOff = this.#parts.ports.clock.after(delayMs, resolve);
      signal.addEventListener('abort', () => {
        callOff();
        resolve();
      });
    });
  }

  #heard(live: Live, { state, detail, attempt }: PayProgress): void {
    live.turn = turnOf(state, live.turn);
    if (state === 'unclear') {
      this.#parts.ports.log.warn('payment_unclear', { order: attempt.orderNumber, why: detail });
    }
    this.#parts.changed();
  }

  #isRecorded(orderNumber: string): boolean {
    return this.#parts.sales.byOrderNumber(orderNumber)?.attempt.verdict !== undefined;
  }

  #ended(orderNumber: string, { outcome, attempt }: PayResult): void {
    this.#parts.ports.log.info('sale_ended', { order: orderNumber, outcome, syssn: attempt.syssn });
  }

  #nowMs(): number {
    return this.#parts.ports.clock.monotonicMs();
  }
}

function mayCheck({ turn, checkAsked }: Live): boolean {
  return (turn === 'customer' || turn === 'wallet') && !checkAsked;
}

/** Whose turn it is, by what the client tells. Once a payment is being undone, nothing else is the cashier's business. */
function turnOf(state: PayProgress['state'], before: Waiting['turn']): Waiting['turn'] {
  switch (state) {
    case 'sending':
    case 'not_sent':
      return 'sending';
    case 'asking':
      return before === 'cancelling' ? before : 'asking';
    case 'payer_confirms':
      return before === 'cancelling' ? before : 'customer';
    case 'processing':
      return before === 'cancelling' ? before : 'wallet';
    case 'cancelling':
      return 'cancelling';
    // Nobody waits any more; the next check is the cashier's own.
    case 'unresolved':
      return 'wallet';
    case 'unclear':
    case 'paid':
    case 'declined':
    case 'reversed':
      return before;
  }
}
