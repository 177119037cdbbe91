/** Wrong PINs in a row before the first pause. */
const FREE_TRIES = 5;
/** Wrong PINs in a row after which only a new PIN helps. */
const LOCKED_AFTER = 20;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** Wrong PINs of a cashier: how many in a row, and until when none is looked at. */
export interface Tries {
  readonly wrongTries: number;
  readonly pausedUntilMs: number;
}

/** Whether a PIN may be looked at now. */
export type TryPermission =
  | { readonly kind: 'go' }
  | { readonly kind: 'pause'; readonly waitMs: number }
  | { readonly kind: 'locked' };

/** Tries left before the next pause. */
export function triesLeft(wrongTries: number): number {
  return Math.max(0, FREE_TRIES - wrongTries);
}

export function isLocked({ wrongTries }: Tries): boolean {
  return wrongTries >= LOCKED_AFTER;
}

export function tryPermission(tries: Tries, nowMs: number): TryPermission {
  if (isLocked(tries)) return { kind: 'locked' };
  // A clock that was set back must not lock a shop out for days.
  const waitMs = Math.min(tries.pausedUntilMs - nowMs, LONGEST_PAUSE_MS);
  return waitMs > 0 ? { kind: 'pause', waitMs } : { kind: 'go' };
}

/** How it stands after one more wrong PIN: five are free, then every one takes a pause, each twice as long. */
export function afterWrongTry({ wrongTries }: Tries, nowMs: number): Tries {
  const count = wrongTries + 1;
  const pauses = count - FREE_TRIES;
  const pauseMs = pauses < 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** pauses, LONGEST_PAUSE_MS);
  return { wrongTries: count, pausedUntilMs: pauseMs === 0 ? 0 : nowMs + pauseMs };
}
