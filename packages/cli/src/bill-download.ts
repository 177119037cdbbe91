import { rename, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { type DigestAlgorithm, signRequest, writeForm } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import type { GatewayAccess } from './access/gateway-access.ts';
import { checkAnswerSignature } from './call-signature.ts';
import type { Surroundings } from './context.ts';
import { isRecord, type JsonRecord, readJson, textOf } from './json-record.ts';
import { errorDetail } from './timed-fetch.ts';

const PATH = '/download/v1/trade_bill';

/** Longest silence: a large statement may take minutes, but it never stops for long. */
const SILENCE_MAX_MS = 30_000;

/** What came of fetching a statement. An enquiry of this kind changes nothing and may be repeated. */
export type BillResult =
  /** The whole statement is in the file. */
  | { readonly kind: 'written'; readonly bytes: number }
  | { readonly kind: 'refused'; readonly fields: JsonRecord; readonly respcd: string }
  | { readonly kind: 'failed'; readonly detail: string };

/** What is fetched, and where it goes. */
export interface BillRequest {
  /** `YYYY-MM-DD`. */
  readonly tradeDate: string;
  readonly signType: DigestAlgorithm;
  readonly file: string;
}

/**
 * Fetches the statement of a day into a file. The file appears when the statement is whole; before, it grows beside it
 * under the name with `.part` behind it.
 */
export async function downloadBill(
  surroundings: Pick<Surroundings, 'fetch' | 'clock'>,
  access: GatewayAccess,
  { tradeDate, signType, file }: BillRequest,
  interruption: AbortSignal,
): Promise<BillResult> {
  const parameters = [['trade_date', tradeDate]] as const;
  const silence = new AbortController();
  let stopTimer = (): void => undefined;
  const heard = (): void => {
    stopTimer();
    stopTimer = surroundings.clock.after(SILENCE_MAX_MS, () => silence.abort());
  };
  const part = `${file}.part`;
  heard();
  try {
    const response = await surroundings.fetch(`${access.url}${PATH}?${writeForm(parameters)}`, {
      headers: {
        'x-qf-appcode': access.appCode,
        'x-qf-sign': signRequest(parameters, access.key, signType, nodeDigest),
        'x-qf-signtype': signType,
      },
      redirect: 'manual',
      signal: AbortSignal.any([silence.signal, interruption]),
    });
    if (response.headers.get('content-type') !== 'application/zip' || response.body === null) {
      return await readRefusal(response, access);
    }
    let bytes = 0;
    const counted = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        heard();
        bytes += chunk.length;
        yield chunk;
      }
    };
    const body = response.body as ReadableStream<Uint8Array>;
    await pipeline(Readable.fromWeb(body), counted, createWriteStream(part));
    await rename(part, file);
    return { kind: 'written', bytes };
  } catch (error) {
    await rm(part, { force: true });
    if (interruption.aborted) return { kind: 'failed', detail: 'stopped by Ctrl-C' };
    if (silence.signal.aborted) {
      return { kind: 'failed', detail: `nothing came for ${SILENCE_MAX_MS / 1000} s` };
    }
    return { kind: 'failed', detail: errorDetail(error) };
  } finally {
    stopTimer();
  }
}

async function readRefusal(response: Response, access: GatewayAccess): Promise<BillResult> {
  const { status, headers } = response;
  const body = new Uint8Array(await response.arrayBuffer());
  const fields = readJson(body);
  const respcd = isRecord(fields) ? textOf(fields, 'respcd') : '';
  if (!isRecord(fields) || respcd === '') {
    return { kind: 'failed', detail: `HTTP ${status} without a statement` };
  }
  if (checkAnswerSignature({ status, headers, body }, access, undefined) === 'wrong') {
    return { kind: 'failed', detail: 'the answer is not signed with this client key' };
  }
  return { kind: 'refused', fields, respcd };
}
