import type { Clock, Timers } from '../../packages/gateway/src/clock/clock.ts';
import type { ProcessEnd, World } from '../world.ts';

/** The machine a gateway runs on. Its wall clock can be set wrong and jump; the process is only a guest. */
export interface Machine {
  /** What the wall clock is ahead of the right time; negative when it is behind. */
  wallErrorMs: number;
}

/** The clock of one process: wall time of its machine, and a monotonic time that begins with the process. */
export function processClock(world: World, machine: Machine): Clock {
  const startedAtMs = world.nowMs;
  return {
    nowMs: () => world.trueTimeMs + machine.wallErrorMs,
    monotonicMs: () => world.nowMs - startedAtMs,
  };
}

/** Pauses of an idle process between two looks for work, and by what they are stretched while nothing is under way. */
const IDLE_WAITS_MS: ReadonlyMap<number, number> = new Map([
  [1_000, 200],
  [60_000, 10],
  [600_000, 10],
]);

/** What timers have to know of a process. */
export interface TimedProcess {
  readonly end: ProcessEnd;
  /** Runs a callback and notes what it throws. */
  readonly guard: (run: () => void) => void;
  /** Counts the changes of the store; `undefined` where nobody counts. */
  readonly changes: () => number | undefined;
  /** Whether anything in the store is due by the time of this process. */
  readonly isDue: () => boolean;
}

/**
 * Timers of one process; they are silent once it is dead. Timers promise "not before": the pauses of idle processes are
 * stretched, and a pause is followed by the next one while nothing has changed and nothing is due. Most of a simulation
 * would else be processes that look whether there is work.
 */
export function processTimers(world: World, { end, guard, changes, isDue }: TimedProcess): Timers {
  const run = (callback: () => void): void => world.inside(end, () => guard(callback));
  return {
    after: (delayMs, callback) => {
      if (!IDLE_WAITS_MS.has(delayMs)) return world.scheduler.after(delayMs, () => run(callback));
      const seen = changes();
      return world.scheduler.watch(delayMs * stretchOf(world, delayMs), () => {
        const isIdle = end.alive && seen !== undefined && changes() === seen && !isDue();
        if (isIdle) return delayMs * stretchOf(world, delayMs);
        run(callback);
        return undefined;
      });
    },
  };
}

function stretchOf({ drowsy, weather }: World, delayMs: number): number {
  const stretch = IDLE_WAITS_MS.get(delayMs);
  if (stretch === undefined) return 1;
  return drowsy ? stretch : weather.process.idleStretch;
}
