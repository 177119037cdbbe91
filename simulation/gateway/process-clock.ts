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
]);

/**
 * Timers of one process; they are silent once it is dead. Timers promise "not before": the pauses of idle processes are
 * stretched, or most of a simulation would be processes that look whether there is work.
 */
export function processTimers(world: World, end: ProcessEnd, guard: (run: () => void) => void): Timers {
  return {
    after: (delayMs, callback) =>
      world.scheduler.after(delayMs * stretchOf(world, delayMs), () => {
        world.inside(end, () => guard(callback));
      }),
  };
}

function stretchOf({ drowsy, weather }: World, delayMs: number): number {
  const stretch = IDLE_WAITS_MS.get(delayMs);
  if (stretch === undefined) return 1;
  return drowsy ? stretch : weather.process.idleStretch;
}
