import type { Log } from '../log/log.ts';
import { StorageUnavailable } from '../store/store.ts';

/**
 * What a write brings about; `undefined`, with an alert, when the store cannot write now: then nothing was written.
 * Every other failure is passed on.
 */
export async function ifWritable<Result>(
  log: Pick<Log, 'alert'>,
  write: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof StorageUnavailable)) throw error;
    log.alert('storage_unavailable', {
      why: error.cause instanceof Error ? error.cause.message : error.message,
    });
    return undefined;
  }
}
