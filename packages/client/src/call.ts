import type { ClientParts } from './client-parts.ts';
import { CallError } from './errors.ts';
import { exchange, type Parameters, signCall } from './exchange.ts';
import type { Fields } from './wire-fields.ts';

/** Settings of one call. */
export interface CallOptions {
  /** Lets go of the connection; the call then fails with the effect `unknown`. */
  readonly signal?: AbortSignal | undefined;
}

/** An answer of the gateway that is readable and, where it is signed, proved. */
export interface CallAnswer {
  readonly respcd: string;
  readonly fields: Fields;
}

/**
 * Makes one call and reads its answer.
 *
 * @throws CallError with effect `not_sent` or `unknown` when there is no answer that can be believed.
 */
export async function call(
  { credentials, surroundings, timing }: ClientParts,
  path: string,
  parameters: Parameters,
  { signal }: CallOptions = {},
): Promise<CallAnswer> {
  const withStore: Parameters =
    credentials.storeId === undefined ? parameters : [...parameters, ['mchid', credentials.storeId]];
  const signed = signCall(credentials, path, withStore, surroundings);
  const result = await exchange(surroundings, signed, credentials.clientKey, timing.paymentAnswerMs, signal);
  switch (result.kind) {
    case 'not_sent':
      throw new CallError('not_sent', result.reason);
    case 'unknown':
      throw new CallError('unknown', result.reason);
    case 'answered':
      if (!result.signed && result.respcd === '0000') {
        throw new CallError('unknown', 'the answer says 0000 and carries no signature');
      }
      return { respcd: result.respcd, fields: result.fields };
  }
}

/** @throws CallError with effect `refused` for every code but the ones taken. */
export function refuseUnless({ respcd, fields }: CallAnswer, ...taken: readonly string[]): void {
  if (taken.includes(respcd)) return;
  const texts = ['respmsg', 'resperr'].map((name) => fields.text(name));
  throw new CallError('refused', `${respcd} ${texts.find((text) => text !== '') ?? ''}`.trim(), respcd);
}
