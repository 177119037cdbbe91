import type { ClientParts } from './client-parts.ts';
import { CallError } from './errors.ts';
import { type Answered, CREDENTIALS_REFUSED, exchange } from './exchange.ts';
import type { PreparedCall } from './prepared-call.ts';
import { reasonOf } from './reading.ts';

/** Settings of one call. */
export interface CallOptions {
  /** Lets go of the connection; the call then fails with the effect `unknown`. */
  readonly stop?: AbortSignal | undefined;
}

/**
 * Makes one call and reads its answer.
 *
 * @param taken codes that are results; all others are refusals.
 * @throws CallError saying what may have happened to the money.
 *
 * @internal
 */
export async function callOnce(
  { credentials, surroundings, timing, signTypes }: ClientParts,
  call: PreparedCall,
  { stop }: CallOptions,
  taken: readonly string[] = ['0000'],
): Promise<Answered> {
  const result = await exchange(surroundings, credentials, call, {
    signType: await signTypes.choose(),
    answerMs: timing.paymentAnswerMs,
    stop,
  });
  if (result.kind !== 'answered') {
    // Unproven, and still the best hint there is about why nothing works.
    const refused = result.kind === 'unknown' && result.credentialsRefused;
    throw new CallError(result.kind, result.reason, refused ? CREDENTIALS_REFUSED : '');
  }
  const { respcd, fields, proven } = result;
  if (!proven) throw new CallError('unknown', `the answer (${respcd}) carries no signature`);
  if (!taken.includes(respcd)) throw new CallError('refused', reasonOf(respcd, fields), respcd);
  return result;
}
