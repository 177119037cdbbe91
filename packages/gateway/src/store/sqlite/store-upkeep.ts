import type { Timers } from '../../clock/clock.ts';
import type { Log } from '../../log/log.ts';

/** A log as large as this is not folded back any more: somebody reads the file, or the disk fails. */
export const LOG_ALERT_BYTES = 64 * 1024 * 1024;
const INTERVAL_MS = 1_000;

/** What of a store needs attention from time to time. */
export interface NeedsUpkeep {
  /** Writes beside the database how far it has come. */
  noteWatermark(): void;
  /** Size of the write-ahead log. */
  logBytes(): number;
  /** Folds the whole log into the database. @returns `false` when somebody who reads stands in the way. */
  foldLog(): boolean;
}

/**
 * Looks after a store once a second: notes its watermark, and raises an alert when its log grows beyond all measure,
 * once until it is small again. Writes go on meanwhile; only the disk fills.
 *
 * @returns a function that ends it.
 */
export function keepUp(store: NeedsUpkeep, timers: Timers, log: Log): () => void {
  let ended = false;
  let cancel = (): void => undefined;
  let watermarkFailed = false;
  let logLarge = false;
  const noteWatermark = (): void => {
    try {
      store.noteWatermark();
      watermarkFailed = false;
    } catch (error) {
      if (!watermarkFailed) log.warn('watermark_not_written', { why: String(error) });
      watermarkFailed = true;
    }
  };
  const watchLog = (): void => {
    const bytes = store.logBytes();
    const large = bytes > LOG_ALERT_BYTES && !store.foldLog();
    if (large && !logLarge) {
      const mend = 'another program holds the database file open for reading; end it';
      log.alert('database_log_large', { bytes, mend });
    }
    logLarge = large;
  };
  const look = (): void => {
    noteWatermark();
    watchLog();
    if (!ended) cancel = timers.after(INTERVAL_MS, look);
  };
  cancel = timers.after(INTERVAL_MS, look);
  return () => {
    ended = true;
    cancel();
  };
}
