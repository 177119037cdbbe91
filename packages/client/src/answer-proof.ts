import { equalDigests, parseSignType, signBody, verifyAnswerV2 } from '@opencpm/protocol';
import type { Credentials } from './credentials.ts';
import { pureHashes, type WireHashes } from './pure-hashes.ts';

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8. */
  readonly text: string;
}

/**
 * Whether an answer proves that it comes from the holder of the client key and, in the newer form, that it was made
 * for this very request.
 *
 * @param nonce of a request of the newer form.
 */
export function answerProof(
  { status, headers, bytes, text }: RawAnswer,
  { appCode, clientKey }: Pick<Credentials, 'appCode' | 'clientKey'>,
  nonce: string | undefined,
  { digest, bytes: byteHashes }: WireHashes = pureHashes,
): 'right' | 'absent' | 'wrong' {
  const signature = headers.get('x-qf-sign') ?? '';
  if (signature === '') return 'absent';
  if (nonce !== undefined) {
    const timestamp = headers.get('x-qf-timestamp') ?? '';
    const answer = { status, appCode, timestamp, nonce, body: bytes };
    return verifyAnswerV2(answer, signature, clientKey, byteHashes) ? 'right' : 'wrong';
  }
  const algorithm = parseSignType(headers.get('x-qf-signtype') ?? undefined);
  if (algorithm === undefined) return 'wrong';
  return equalDigests(signBody(text, clientKey, algorithm, digest), signature) ? 'right' : 'wrong';
}
