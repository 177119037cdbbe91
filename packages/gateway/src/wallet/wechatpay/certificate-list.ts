import { isFresh, sealOf, send, type SendParts } from './exchange.ts';
import { readJsonObject } from './json-object.ts';
import { certificatesPath, type PathProfile } from './paths.ts';
import { type CertificateFetch, readCertificateList } from './platform-keys.ts';
import { isSignedBy, responseMessage } from './signature.ts';

/**
 * Fetches the platform's certificates. Trust comes from the APIv3 key that opens them; the list as a whole must be
 * signed by one of the keys that it brings itself.
 */
export async function fetchCertificates(
  parts: SendParts,
  profile: PathProfile,
  apiV3Key: Uint8Array,
  signal: AbortSignal,
): Promise<CertificateFetch> {
  const reply = await send(parts, { method: 'GET', target: certificatesPath(profile) }, signal);
  if (reply.kind !== 'answer') return { ok: false, why: reply.reason };
  if (reply.status !== 200) return { ok: false, why: `the list was answered with ${reply.status}` };
  const body = readJsonObject(reply.body);
  if (body === undefined) return { ok: false, why: 'the list is no JSON object' };
  const list = readCertificateList(apiV3Key, body);
  if (!list.ok) return list;
  const seal = sealOf(reply);
  const key = list.keys.find(({ serial }) => serial === seal?.serial);
  if (seal === undefined || key === undefined)
    return { ok: false, why: 'the list is signed by none of its keys' };
  if (!isFresh(seal, parts.clock.nowMs()))
    return { ok: false, why: 'the list was signed at another time; check the clock' };
  const message = responseMessage(seal.timestamp, seal.nonce, reply.body);
  return isSignedBy(key.publicKey, message, seal.signature)
    ? list
    : { ok: false, why: 'the list has a bad signature' };
}
