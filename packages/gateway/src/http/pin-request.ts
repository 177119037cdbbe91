import { createHash } from 'node:crypto';
import type { FormParameter } from '@opencpm/protocol';
import type { Refusal } from '../payment/refusal.ts';
import type { Store } from '../store/store.ts';
import type { Call } from './call.ts';

/** The parameter that every payment carries and no other call takes. */
const PAYMENT_MARK = 'auth_code';

/** What pinning needs. */
export interface PinParts {
  readonly store: Pick<Store, 'claimDigest'>;
}

/** An authentic request on its way to a call. */
export interface PinnedRequest {
  readonly appCode: string;
  readonly parameters: readonly FormParameter[];
  /** The text that was signed, without key. `undefined` when the signature covers the path by itself. */
  readonly signedText: string | undefined;
}

/**
 * Keeps a signed text to the call it was made for (signature weakness S2): the signature of the wire says nothing about
 * the path, so a captured request could be sent to another call.
 *
 * A payment is told by its `auth_code`, which it always holds and every other call refuses; nothing need be remembered
 * of it. The other writing calls share their parameters. Their texts are remembered durably, before anything is done.
 *
 * @returns why the request may not go to this call, or `undefined`. Rejects when nothing can be written.
 */
export async function refuseForeignText(
  parts: PinParts,
  call: Pick<Call, 'takesAuthCode' | 'pinned'>,
  request: PinnedRequest,
): Promise<Refusal | undefined> {
  const { appCode, parameters, signedText } = request;
  if (signedText === undefined) return undefined;
  if (call.takesAuthCode !== true && parameters.some(({ name }) => name === PAYMENT_MARK)) {
    return foreign('a payment');
  }
  if (call.pinned === undefined) return undefined;
  const digest = createHash('sha256').update(`${appCode}\n${signedText}`).digest('hex');
  const owner = await parts.store.claimDigest(digest, call.pinned);
  return owner === call.pinned ? undefined : foreign(`a ${owner}`);
}

function foreign(what: string): Refusal {
  return {
    respcd: '1108',
    message: `these parameters were signed for ${what}; sign a request of its own for this call`,
  };
}
