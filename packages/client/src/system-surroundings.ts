import type { ClientClock, Surroundings } from './surroundings.ts';

/** The clocks and timers of the machine. */
export const systemClock: ClientClock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Time, chance and network of the machine, the same on every platform the client runs on. */
export const systemSurroundings: Surroundings = {
  fetch: (url, request) => fetch(url, request),
  clock: systemClock,
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
