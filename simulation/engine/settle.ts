/** What Node runs by itself after each callback of its loop, where it can be called by name. */
const { _tickCallback: runTicks } = process as { _tickCallback?: () => void };

/**
 * Lets all promises settle that wait for nothing but each other, ticks of Node's and their promises included, and
 * returns when none is left. To be called from a callback of the loop, never from within a promise. Going round by the
 * loop after each of a world's events does the same, and takes longer than most events do.
 *
 * @returns `false` where Node does not offer it; then the caller has to go round by the loop.
 */
export function settleNow(): boolean {
  runTicks?.();
  return runTicks !== undefined;
}
