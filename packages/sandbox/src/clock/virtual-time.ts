/** The machine's own time and waiting, which virtual time follows. */
export interface MachineTime {
  /** Milliseconds since 1970-01-01 UTC. May jump. */
  nowMs(): number;
  /** Milliseconds since an arbitrary start. Never runs backwards. */
  monotonicMs(): number;
  /**
   * Calls back once after at least `delayMs`.
   *
   * @returns a function that calls the waiting off.
   */
  after(delayMs: number, callback: () => void): () => void;
}

/** What virtual time is made of. */
export interface VirtualTimeParts {
  readonly machine: MachineTime;
  /** Resolves when the work that the last timers began has come to rest, as far as that can be seen. */
  readonly settle: () => Promise<void>;
}

/** What a move of the clock did. */
export interface ClockMove {
  /** Timers that fired on the way. */
  readonly fired: number;
}

/** Farthest a single move goes: 31 days, in milliseconds. */
export const ADVANCE_MAX_MS = 31 * 86_400_000;

/** Longest wait of the event loop's timers; longer ones are taken in steps. */
const MACHINE_WAIT_MAX_MS = 2 ** 31 - 1;

interface Waiting {
  /** On the virtual monotonic clock. */
  readonly atMs: number;
  readonly callback: () => void;
  callOff: () => void;
}

/**
 * A clock and timers that follow the machine's and can be moved ahead of it. Whoever runs on it sees nothing of the
 * move but that time has passed: every timer on the way fires in the order of its time, and the work it begins comes
 * to rest before the next one fires. Time never moves back.
 */
export class VirtualTime implements MachineTime {
  readonly #machine: MachineTime;
  readonly #settle: () => Promise<void>;
  readonly #waiting = new Set<Waiting>();
  #aheadMs = 0;
  #stopped = false;
  #lastMove: Promise<unknown> = Promise.resolve();

  constructor({ machine, settle }: VirtualTimeParts) {
    this.#machine = machine;
    this.#settle = settle;
  }

  nowMs(): number {
    return this.#machine.nowMs() + this.#aheadMs;
  }

  monotonicMs(): number {
    return this.#machine.monotonicMs() + this.#aheadMs;
  }

  /** How far this clock is ahead of the machine's, in whole milliseconds. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** How many timers are running. */
  get running(): number {
    return this.#waiting.size;
  }

  after(delayMs: number, callback: () => void): () => void {
    const waiting: Waiting = { atMs: this.monotonicMs() + delayMs, callback, callOff: () => undefined };
    this.#waiting.add(waiting);
    this.#arm(waiting);
    return () => this.#callOff(waiting);
  }

  /**
   * Lets time pass. Moves that are asked for while another one runs follow it.
   *
   * @param durationMs whole milliseconds, 0 to {@link ADVANCE_MAX_MS}.
   * @throws RangeError for any other duration.
   */
  advance(durationMs: number): Promise<ClockMove> {
    if (!Number.isSafeInteger(durationMs) || durationMs < 0 || durationMs > ADVANCE_MAX_MS) {
      throw new RangeError(`The clock moves by 0 to ${ADVANCE_MAX_MS} whole milliseconds.`);
    }
    const move = this.#lastMove.then(() => this.#move(durationMs));
    this.#lastMove = move.catch(() => undefined);
    return move;
  }

  /** Ends a move that is under way, and every later one, where the clock stands; timers go on as on the machine. */
  stop(): void {
    this.#stopped = true;
  }

  async #move(durationMs: number): Promise<ClockMove> {
    const targetMs = this.monotonicMs() + durationMs;
    let fired = 0;
    try {
      await this.#settle();
      for (let next = this.#nextUntil(targetMs); next !== undefined; next = this.#nextUntil(targetMs)) {
        this.#reach(next.atMs);
        this.#callOff(next);
        fired += 1;
        next.callback();
        await this.#settle();
      }
      if (!this.#stopped) this.#reach(targetMs);
    } finally {
      // What is still waiting was armed before the clock moved; the machine has to call sooner now.
      for (const waiting of this.#waiting) {
        waiting.callOff();
        this.#arm(waiting);
      }
    }
    return { fired };
  }

  /** Timers of the same instant fire in the order in which they were set. */
  #nextUntil(targetMs: number): Waiting | undefined {
    if (this.#stopped) return undefined;
    let earliest: Waiting | undefined;
    for (const waiting of this.#waiting) {
      if (waiting.atMs <= targetMs && (earliest === undefined || waiting.atMs < earliest.atMs)) {
        earliest = waiting;
      }
    }
    return earliest;
  }

  #reach(monotonicMs: number): void {
    // Whole milliseconds, because instants are: the monotonic clock of the machine counts fractions.
    this.#aheadMs += Math.max(0, Math.ceil(monotonicMs - this.monotonicMs()));
  }

  #arm(waiting: Waiting): void {
    const leftMs = Math.max(0, waiting.atMs - this.monotonicMs());
    waiting.callOff = this.#machine.after(Math.min(leftMs, MACHINE_WAIT_MAX_MS), () => {
      // The machine may call a fraction of a millisecond early.
      if (waiting.atMs - this.monotonicMs() >= 1) {
        this.#arm(waiting);
      } else if (this.#waiting.delete(waiting)) {
        waiting.callback();
      }
    });
  }

  #callOff(waiting: Waiting): void {
    waiting.callOff();
    this.#waiting.delete(waiting);
  }
}
