import { equalDigests } from '@opencpm/protocol';
import type { ReceivedRequest } from './receiver.ts';

/** A key a notification may be signed with, and whose it is. */
export interface KnownKey {
  readonly name: string;
  /** Secret. */
  readonly key: string;
}

/** The two checks of a notification, as the gateway's own code makes them. */
export interface SignatureChecks {
  wireSignature(notification: { readonly notifyId: string; readonly body: string }, key: string): string;
  timedSignatureProblem(
    notification: { readonly notifyId: string; readonly body: string },
    header: string,
    key: string,
    nowMs: number,
  ): string | undefined;
}

/** What the signatures of a notification are worth. */
export type SignatureVerdict =
  | { readonly ok: true; readonly signer: string; readonly timed: boolean }
  | { readonly ok: false; readonly problem: string };

/** Verifies `X-QF-SIGN`, and `X-QF-SIGNATURE-V2` where it stands. */
export function checkNotification(
  checks: SignatureChecks,
  request: ReceivedRequest,
  keys: readonly KnownKey[],
  nowMs: number,
): SignatureVerdict {
  const sign = request.header('x-qf-sign');
  if (sign === undefined) return { ok: false, problem: 'X-QF-SIGN is missing' };
  const notifyId = request.header('x-qf-notify-id') ?? '';
  const signed = { notifyId, body: Buffer.from(request.body).toString('utf8') };
  const signer = keys.find(({ key }) => equalDigests(checks.wireSignature(signed, key), sign));
  if (signer === undefined)
    return { ok: false, problem: 'X-QF-SIGN does not belong to this body and any key known here' };
  const timed = request.header('x-qf-signature-v2');
  if (timed === undefined) return { ok: true, signer: signer.name, timed: false };
  const problem = checks.timedSignatureProblem(signed, timed, signer.key, nowMs);
  return problem === undefined
    ? { ok: true, signer: signer.name, timed: true }
    : { ok: false, problem: `X-QF-SIGNATURE-V2: ${problem.replace(/\.$/, '')}` };
}
