import { createHash } from 'node:crypto';
import { BILL_BYTES_MAX, eightDigits, type FetchedBill } from '../bill-source.ts';
import { isFresh, sealOf, send, type SendParts } from './exchange.ts';
import { numberFields, type WechatPayIdentity } from './identity.ts';
import { readJsonObject, textOf } from './json-object.ts';
import { type PathProfile, statementsPath, withQuery } from './paths.ts';
import type { PlatformKeys } from './platform-keys.ts';
import { isSignedBy, responseMessage } from './signature.ts';

/** What fetching a statement needs. */
export interface FetchBillParts {
  readonly sending: SendParts;
  readonly keys: PlatformKeys;
  readonly identity: WechatPayIdentity;
  readonly profile: PathProfile;
}

/**
 * Fetches the statement of a day. The platform does not sign the file but a text with its SHA-1: that text is made here, from
 * the bytes that came, so that a file somebody has touched does not verify.
 */
export async function fetchBill(
  { sending, keys, identity, profile }: FetchBillParts,
  day: string,
  signal: AbortSignal,
): Promise<FetchedBill> {
  const problem = await keys.ready();
  if (problem !== undefined) return failed(problem);
  const query = { date: eightDigits(day), ...numberFields(identity) };
  const target = withQuery(statementsPath(profile), query);
  const reply = await send(sending, { method: 'GET', target }, signal, BILL_BYTES_MAX);
  if (reply.kind !== 'answer') return failed(reply.reason);
  if (reply.status !== 200) {
    const code = textOf(readJsonObject(reply.body)?.['code']);
    if (code === 'NO_STATEMENT_EXIST') {
      return {
        kind: 'none',
        reason: 'nothing happened that day, or the statement is not ready: ask after 10:00 of the next day',
      };
    }
    return failed(`WeChat Pay answered ${reply.status}${code === '' ? '' : ` ${code.slice(0, 64)}`}`);
  }
  const seal = sealOf(reply);
  const key = seal === undefined ? undefined : await keys.find(seal.serial);
  if (seal === undefined || key === undefined) return failed('no key of WeChat Pay has signed the statement');
  if (!isFresh(seal, sending.clock.nowMs()))
    return failed('the statement was signed at another time; check the clock');
  const sha1 = createHash('sha1').update(reply.body).digest('hex');
  const signed = responseMessage(seal.timestamp, seal.nonce, Buffer.from(JSON.stringify({ sha1 })));
  if (!isSignedBy(key, signed, seal.signature)) {
    return failed('the statement is not the one WeChat Pay has signed: its SHA-1 is another');
  }
  return { kind: 'bill', bytes: reply.body };
}

function failed(reason: string): FetchedBill {
  return { kind: 'failed', reason };
}
