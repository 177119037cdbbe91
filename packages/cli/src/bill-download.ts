import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CallError, type Client } from '@opencpm/client';
import { textOfError } from '@opencpm/client/calls';
import type { Surroundings } from './context.ts';

/** Longest silence: a large statement may take minutes, but it never stops for long. */
const SILENCE_MAX_MS = 30_000;

/** What came of fetching a statement. An enquiry of this kind changes nothing and may be repeated. */
export type BillResult =
  /** The whole statement is in the file. */
  | { readonly kind: 'written'; readonly bytes: number }
  /** `reason` is the code with the gateway's text. */
  | { readonly kind: 'refused'; readonly respcd: string; readonly reason: string }
  | { readonly kind: 'failed'; readonly detail: string }
  /** The file cannot be written here; whatever the gateway would have said. */
  | { readonly kind: 'unwritable'; readonly detail: string };

/** What a disk says, and no network. */
const OF_THE_DISK: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS']);

/** What is fetched, and where it goes. */
export interface BillRequest {
  /** `YYYY-MM-DD`. */
  readonly tradeDate: string;
  readonly file: string;
}

/**
 * Fetches the statement of a day into a file. The file appears when the statement is whole; before, it grows beside it
 * under the name with `.part` behind it.
 */
export async function downloadBill(
  { clock }: Pick<Surroundings, 'clock'>,
  client: Client,
  { tradeDate, file }: BillRequest,
  interruption: AbortSignal,
): Promise<BillResult> {
  const silence = new AbortController();
  let stopTimer = (): void => undefined;
  const heard = (): void => {
    stopTimer();
    stopTimer = clock.after(SILENCE_MAX_MS, () => silence.abort());
  };
  const part = `${file}.part`;
  let target: FileHandle;
  try {
    // Before anything is asked: of what fails here, nothing is the gateway's.
    target = await open(part, 'w');
  } catch (error) {
    return { kind: 'unwritable', detail: textOfError(error) };
  }
  heard();
  try {
    const stop = AbortSignal.any([silence.signal, interruption]);
    const { zip } = await client.tradeBill(tradeDate, { stop });
    let bytes = 0;
    const counted = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        heard();
        bytes += chunk.length;
        yield chunk;
      }
    };
    await pipeline(Readable.fromWeb(zip), counted, target.createWriteStream());
    await rename(part, file);
    return { kind: 'written', bytes };
  } catch (error) {
    await target.close();
    await rm(part, { force: true });
    if (interruption.aborted) return { kind: 'failed', detail: 'stopped by Ctrl-C' };
    if (silence.signal.aborted) {
      return { kind: 'failed', detail: `nothing came for ${SILENCE_MAX_MS / 1000} s` };
    }
    return resultOfFailure(error);
  } finally {
    stopTimer();
  }
}

function resultOfFailure(error: unknown): BillResult {
  if (error instanceof Error && 'code' in error && OF_THE_DISK.has(error.code)) {
    return { kind: 'unwritable', detail: textOfError(error) };
  }
  if (!(error instanceof CallError)) return { kind: 'failed', detail: textOfError(error) };
  const { effect, respcd, message } = error;
  return effect === 'refused'
    ? { kind: 'refused', respcd, reason: message }
    : { kind: 'failed', detail: message };
}
