import { type DigestAlgorithm, type FormParameter, parseSignType, verifyRequest } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import type { Clock } from '../clock/clock.ts';
import type { KeyVault } from '../merchant/key-vault.ts';
import type { ClientKey, MerchantAccess, MerchantDirectory } from '../merchant/merchant-directory.ts';
import type { Merchant } from '../merchant/merchant.ts';
import type { Refusal } from '../payment/refusal.ts';
import { readParameters, type WireRequest } from './wire-request.ts';

/** How an answer is signed: with the key and algorithm of its request. */
export interface AnswerKey {
  readonly secret: string;
  readonly algorithm: DigestAlgorithm;
}

/** A request whose sender is known, or the refusal; either can be answered with a signature. */
export type Authentication =
  | {
      readonly ok: true;
      readonly merchant: Merchant;
      readonly parameters: readonly FormParameter[];
      readonly answerKey: AnswerKey;
    }
  | { readonly ok: false; readonly refusal: Refusal; readonly answerKey: AnswerKey };

/** What authentication needs. */
export interface AuthenticateParts {
  readonly merchants: MerchantDirectory;
  readonly vault: KeyVault;
  readonly clock: Clock;
}

/** Same words for an unknown app code and a wrong digest: a stranger cannot find out which app codes exist. */
const WRONG_SIGNATURE =
  'X-QF-APPCODE is unknown or X-QF-SIGN does not fit the parameters; compare with: opencpm sign';

/**
 * Reads a request and proves who sent it. An unknown app code is verified against a key nobody has, takes as long and
 * gets the same signed answer as a wrong signature.
 */
export async function authenticate(parts: AuthenticateParts, request: WireRequest): Promise<Authentication> {
  const { appCode = '', signature } = request;
  const access = await parts.merchants.find(appCode);
  const live = liveKeys(access, parts.clock.nowMs()).map(({ secret }) => secret);
  const [newest = parts.vault.dummyKey(appCode), ...older] = live;
  const secrets = [newest, ...older];
  const algorithm = parseSignType(request.signType);
  const answerKey: AnswerKey = { secret: newest, algorithm: algorithm ?? 'MD5' };
  const refuse = (respcd: Refusal['respcd'], message: string): Authentication => ({
    ok: false,
    refusal: { respcd, message },
    answerKey,
  });
  if (appCode === '') return refuse('1108', 'header X-QF-APPCODE is missing');
  if (signature === undefined) return refuse('1108', 'header X-QF-SIGN is missing');
  if (algorithm === undefined) return refuse('1108', 'header X-QF-SIGNTYPE must be MD5 or SHA256');
  const read = readParameters(request);
  if (!read.ok) return refuse('1103', read.message);
  const match = verifyRequest(read.parameters, {
    signature,
    algorithm,
    keys: secrets,
    rawAllowed: true,
    digest: nodeDigest,
  });
  if (match === undefined || access === undefined) return refuse('1108', WRONG_SIGNATURE);
  const { merchant } = access;
  // Told only to the holder of the key: the signature itself was right.
  if (merchant.signaturePolicy.minimumAlgorithm === 'SHA256' && algorithm === 'MD5') {
    return refuse('1108', 'this app code takes SHA256 only; sign with SHA256 and send X-QF-SIGNTYPE: SHA256');
  }
  if (!merchant.signaturePolicy.rawValuesAllowed && match.variant.values === 'raw') {
    return refuse(
      '1108',
      'this app code takes signatures over decoded values only; sign before URL-encoding',
    );
  }
  // One of the positions that were handed in.
  const secret = secrets[match.keyIndex] as string;
  return { ok: true, merchant, parameters: read.parameters, answerKey: { secret, algorithm } };
}

function liveKeys(access: MerchantAccess | undefined, nowMs: number): readonly ClientKey[] {
  return (access?.keys ?? []).filter(({ expiresAtMs }) => expiresAtMs === undefined || nowMs < expiresAtMs);
}
