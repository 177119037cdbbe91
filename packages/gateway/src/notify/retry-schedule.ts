const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Waits of the wire between the tries: seven repeats within 24 h 22 min (contract section 5.8). */
const WIRE_WAITS_MS: readonly number[] = [
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  10 * MINUTE_MS,
  60 * MINUTE_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  15 * HOUR_MS,
];

const TAIL_WAIT_MS = 12 * HOUR_MS;
const TAIL_END_MS = 30 * 24 * HOUR_MS;

/** Waits with the tail: after those of the wire one every twelve hours, as long as they end within thirty days. */
const TAILED_WAITS_MS: readonly number[] = tailed(WIRE_WAITS_MS);

/** How far a wait may be from its plan, so that many notifications of one outage do not come back together. */
const JITTER = 0.1;

/**
 * How long to wait after a try that was not acknowledged.
 *
 * @param tries how often the notification was tried since its schedule began, the latest try included.
 * @param tail whether tries go on beyond those of the wire.
 * @param chance a number from 0 up to 1 that spreads the wait by ten in a hundred either way.
 * @returns whole milliseconds, or `undefined` when the tries are over.
 */
export function retryWaitMs(tries: number, tail: boolean, chance: number): number | undefined {
  const wait = (tail ? TAILED_WAITS_MS : WIRE_WAITS_MS)[tries - 1];
  return wait === undefined ? undefined : Math.round(wait * (1 + JITTER * (2 * chance - 1)));
}

function tailed(waits: readonly number[]): readonly number[] {
  const rest = TAIL_END_MS - waits.reduce((sum, wait) => sum + wait, 0);
  return [...waits, ...Array.from({ length: Math.floor(rest / TAIL_WAIT_MS) }, () => TAIL_WAIT_MS)];
}
