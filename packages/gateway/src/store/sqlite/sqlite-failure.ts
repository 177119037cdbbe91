/** What a failed SQLite call means for the process. */
export type FailureKind =
  /** Nothing was written; a later try may succeed (disk full, busy, read-only). */
  | 'unavailable'
  /** The file or the disk can no longer be trusted: stop at once, restart, recover from the intents. */
  | 'fatal'
  /** One statement broke a rule of the schema; others of its group are not to blame. */
  | 'statement';

const UNAVAILABLE: ReadonlySet<number> = new Set([5, 6, 8, 13, 14]);
const FATAL: ReadonlySet<number> = new Set([10, 11, 26]);

/**
 * Sorts a thrown value. After an I/O error SQLite keeps answering while the page cache may have lost data, so going
 * on would acknowledge payments that are not there.
 */
export function failureKind(error: unknown): FailureKind {
  const code = primaryCode(error);
  if (code === undefined) return 'statement';
  if (FATAL.has(code)) return 'fatal';
  return UNAVAILABLE.has(code) ? 'unavailable' : 'statement';
}

/** The primary result code of SQLite (its extended code without the upper bits), if the error carries one. */
export function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}
