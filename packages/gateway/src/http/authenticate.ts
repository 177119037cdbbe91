import {
  type DigestAlgorithm,
  type FormParameter,
  HMAC_SIGN_TYPE,
  isAtLeast,
  isNonce,
  readSignTypeHeader,
  type SignType,
  signedParameters,
  stringToSign,
  verifyRequest,
} from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';
import type { Clock } from '../clock/clock.ts';
import type { KeyVault } from '../merchant/key-vault.ts';
import type { ClientKey, MerchantAccess, MerchantDirectory } from '../merchant/merchant-directory.ts';
import type { Merchant } from '../merchant/merchant.ts';
import type { Refusal } from '../payment/refusal.ts';
import { refuseUntimely, verifyTimestamped } from './timestamped-request.ts';
import { readParameters, type WireRequest } from './wire-request.ts';

/** How an answer is signed: with the key and algorithm of its request. */
export interface AnswerKey {
  readonly secret: string;
  /** For the older form of signatures. */
  readonly algorithm: DigestAlgorithm;
  /** What the newer form binds the answer to; set for requests of that form. */
  readonly timestamped?: {
    readonly appCode: string;
    /** Empty when the request brought none that is well-formed. */
    readonly nonce: string;
    readonly nowMs: number;
  };
}

/** A request whose sender is known, or the refusal; either can be answered with a signature. */
export type Authentication =
  | {
      readonly ok: true;
      readonly merchant: Merchant;
      readonly parameters: readonly FormParameter[];
      readonly answerKey: AnswerKey;
      readonly access: MerchantAccess;
      /** The key the request was signed with. */
      readonly key: ClientKey;
      /** The text that was signed, without key; `undefined` when the signature covers path and time by itself. */
      readonly signedText: string | undefined;
    }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      readonly answerKey: AnswerKey;
      /** Event of an alert: something a person has to look at, proved by a right key. */
      readonly alert?: 'signature_downgraded';
    };

/** What authentication needs. */
export interface AuthenticateParts {
  readonly merchants: Pick<MerchantDirectory, 'find'>;
  readonly vault: Pick<KeyVault, 'dummyKey'>;
  readonly clock: Clock;
}

/** Same words for an unknown app code and a wrong digest: a stranger cannot find out which app codes exist. */
const WRONG_SIGNATURE =
  'X-QF-APPCODE is unknown or X-QF-SIGN does not fit the parameters; compare with: opencpm sign';

/**
 * Reads a request and proves who sent it. An unknown app code is verified against a key nobody has, takes as long and
 * gets the same signed answer as a wrong signature.
 *
 * @param path of the call, which the newer form of signatures covers.
 */
export async function authenticate(
  parts: AuthenticateParts,
  request: WireRequest,
  path: string,
): Promise<Authentication> {
  const { appCode = '', signature } = request;
  const access = await parts.merchants.find(appCode);
  const nowMs = parts.clock.nowMs();
  const keys = liveKeys(access, nowMs);
  const [newest = parts.vault.dummyKey(appCode), ...older] = keys.map(({ secret }) => secret);
  const secrets = [newest, ...older];
  const signType = readSignTypeHeader(request.signType);
  const answerKeyOf = (secret: string): AnswerKey => answerKey(secret, signType, request, nowMs);
  const refuse = (
    respcd: Refusal['respcd'],
    message: string,
    alert?: 'signature_downgraded',
  ): Authentication => ({
    ok: false,
    refusal: { respcd, message },
    answerKey: answerKeyOf(newest),
    ...(alert === undefined ? {} : { alert }),
  });
  if (appCode === '') return refuse('1108', 'header X-QF-APPCODE is missing');
  if (signature === undefined) return refuse('1108', 'header X-QF-SIGN is missing');
  if (signType === undefined)
    return refuse('1108', 'header X-QF-SIGNTYPE must be MD5, SHA256 or HMAC-SHA256');
  const untimely = signType === HMAC_SIGN_TYPE ? refuseUntimely(request, nowMs) : undefined;
  if (untimely !== undefined) return refuse('1108', untimely);
  const read = readParameters(request);
  if (!read.ok) return refuse('1103', read.message);
  const { parameters } = read;
  const match =
    signType === HMAC_SIGN_TYPE
      ? verifyTimestamped(request, path, secrets)
      : verifyDigest(parameters, signature, signType, secrets);
  const key = match === undefined ? undefined : keys[match.keyIndex];
  if (match === undefined || access === undefined || key === undefined) {
    return lostSignType(parameters, signature, signType, secrets) && keys.length > 0
      ? refuse(
          '1108',
          'X-QF-SIGN is a SHA256 signature, but the header X-QF-SIGNTYPE: SHA256 did not arrive with it',
          'signature_downgraded',
        )
      : refuse('1108', WRONG_SIGNATURE);
  }
  const { merchant } = access;
  const { minimumAlgorithm, rawValuesAllowed } = merchant.signaturePolicy;
  // From here on told only to the holder of the key: the signature itself was right.
  if (!isAtLeast(signType, minimumAlgorithm)) {
    return refuse('1108', weakText('app code', minimumAlgorithm), 'signature_downgraded');
  }
  if (!isAtLeast(signType, key.minimumAlgorithm)) {
    return refuse('1108', weakText('key', key.minimumAlgorithm), 'signature_downgraded');
  }
  if (!rawValuesAllowed && match.raw) {
    return refuse(
      '1108',
      'this app code takes signatures over decoded values only; sign before URL-encoding',
    );
  }
  const { signedText } = match;
  return { ok: true, merchant, parameters, answerKey: answerKeyOf(key.secret), access, key, signedText };
}

/** Which key fits, and what it signed. */
interface Match {
  readonly keyIndex: number;
  readonly raw: boolean;
  readonly signedText: string | undefined;
}

function verifyDigest(
  parameters: readonly FormParameter[],
  signature: string,
  algorithm: DigestAlgorithm,
  keys: readonly string[],
): Match | undefined {
  const match = verifyRequest(parameters, {
    signature,
    algorithm,
    keys,
    rawAllowed: true,
    digest: nodeDigest,
  });
  if (match === undefined) return undefined;
  const signedText = stringToSign(signedParameters(parameters), match.variant);
  return { keyIndex: match.keyIndex, raw: match.variant.values === 'raw', signedText };
}

/** Whether a right SHA256 signature came without the header that says so: lost by the client, or taken away. */
function lostSignType(
  parameters: readonly FormParameter[],
  signature: string,
  signType: SignType,
  keys: readonly string[],
): boolean {
  return signType === 'MD5' && verifyDigest(parameters, signature, 'SHA256', keys) !== undefined;
}

function answerKey(
  secret: string,
  signType: SignType | undefined,
  request: WireRequest,
  nowMs: number,
): AnswerKey {
  if (signType !== HMAC_SIGN_TYPE) return { secret, algorithm: signType ?? 'MD5' };
  const { appCode = '', nonce = '' } = request;
  return { secret, algorithm: 'SHA256', timestamped: { appCode, nonce: isNonce(nonce) ? nonce : '', nowMs } };
}

function weakText(owner: 'app code' | 'key', minimum: SignType): string {
  return `this ${owner} takes ${minimum} only; sign with ${minimum} and send X-QF-SIGNTYPE: ${minimum}`;
}

function liveKeys(access: MerchantAccess | undefined, nowMs: number): readonly ClientKey[] {
  return (access?.keys ?? []).filter(({ expiresAtMs }) => expiresAtMs === undefined || nowMs < expiresAtMs);
}
