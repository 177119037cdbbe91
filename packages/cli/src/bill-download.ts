import { rename, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
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
  | { readonly kind: 'failed'; readonly detail: string };

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
    await pipeline(Readable.fromWeb(zip), counted, createWriteStream(part));
    await rename(part, file);
    return { kind: 'written', bytes };
  } catch (error) {
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
  if (!(error instanceof CallError)) return { kind: 'failed', detail: textOfError(error) };
  const { effect, respcd, message } = error;
  return effect === 'refused'
    ? { kind: 'refused', respcd, reason: message }
    : { kind: 'failed', detail: message };
}
