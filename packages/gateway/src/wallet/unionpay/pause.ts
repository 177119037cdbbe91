import type { Timers } from '../../clock/clock.ts';

/** Waits, but not longer than until the signal fires. */
export function pause(timers: Timers, waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      callOff();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const callOff = timers.after(waitMs, end);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}
