import type { CallOptions } from './call.ts';
import type { ClientParts } from './client-parts.ts';
import { CallError } from './errors.ts';
import { readAnswer, urlOf } from './exchange.ts';
import { isNotSent, textOfError } from './network-error.ts';
import { prepareCall, signCall } from './prepared-call.ts';
import { readBody } from './read-body.ts';
import { reasonOf } from './reading.ts';

/** The account statement of a day: a zip with one CSV for each pay type. */
export interface TradeBill {
  /** As the gateway names the file. */
  readonly fileName: string;
  /** Bytes as they come. A broken connection is an error here; what was read before it is no whole statement. */
  readonly zip: ReadableStream<Uint8Array>;
}

/**
 * Asks for the account statement of a day. Nothing is held in memory.
 *
 * @param day `YYYY-MM-DD` in UTC+8, yesterday or earlier.
 * @throws InvalidRequestError for a day that does not exist.
 * @throws CallError when there is no statement; nothing else can have happened.
 *
 * @internal
 */
export async function tradeBill(parts: ClientParts, day: string, { stop }: CallOptions): Promise<TradeBill> {
  const { credentials, surroundings, signTypes } = parts;
  const call = prepareCall('/download/v1/trade_bill', [['trade_date', day]], 'GET');
  const { headers, nonce } = signCall(credentials, call, await signTypes.choose(), surroundings);
  let response: Response;
  try {
    response = await surroundings.fetch(urlOf(credentials, call), {
      method: 'GET',
      headers,
      redirect: 'manual',
      ...(stop === undefined ? {} : { signal: stop }),
    });
  } catch (error) {
    throw new CallError(isNotSent(error) ? 'not_sent' : 'unknown', `no answer: ${textOfError(error)}`);
  }
  if (response.status === 200 && response.body !== null && isZip(response.headers)) {
    return { fileName: fileNameOf(response.headers) ?? `trade_bill_${day}.zip`, zip: response.body };
  }
  const bytes = (await readBody(response)) ?? new Uint8Array();
  const answer = readAnswer(
    { status: response.status, headers: response.headers, bytes },
    credentials,
    nonce,
  );
  if (answer.kind !== 'answered') throw new CallError(answer.kind, answer.reason);
  throw new CallError('refused', reasonOf(answer.respcd, answer.fields), answer.respcd);
}

/** A page of a proxy is no statement, whatever its status. */
function isZip(headers: Headers): boolean {
  return /zip|octet-stream/.test(headers.get('content-type') ?? '');
}

function fileNameOf(headers: Headers): string | undefined {
  return /filename="([\w.-]+)"/.exec(headers.get('content-disposition') ?? '')?.[1];
}
