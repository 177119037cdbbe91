import { createHash } from 'node:crypto';
import { BILL_BYTES_MAX, eightDigits, type FetchedBill } from '../bill-source.ts';
import type { WalletReply } from '../http/wallet-http.ts';
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
  readonly alert: (why: string) => void;
}

/**
 * Fetches the statement of a day. The platform does not sign the file but a text with its SHA-1, and names the SHA-1 in a
 * header besides. No document shows either in full, so one of them is enough, made here from the bytes that came: a file
 * somebody has touched fits neither. By the header alone nobody but the host vouches for it, and an operator hears of that.
 */
export async function fetchBill(
  { sending, keys, identity, profile, alert }: FetchBillParts,
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
  const sha1 = createHash('sha1').update(reply.body).digest('hex');
  const flaw = await flawOf({ sending, keys }, reply, sha1);
  if (flaw === undefined) return { kind: 'bill', bytes: reply.body };
  if ((reply.headers[SHA1_HEADER] ?? '').toLowerCase() !== sha1) {
    return failed(`${flaw}, and its SHA-1 is not the one WeChat Pay names`);
  }
  alert(`the statement of ${day} is taken by its SHA-1 alone: ${flaw}`);
  return { kind: 'bill', bytes: reply.body };
}

/** Names the SHA-1 of the statement as it is unpacked. */
const SHA1_HEADER = 'wechatpay-statement-sha1';

/** Why WeChat Pay has not signed a statement; undefined when it has. */
async function flawOf(
  { sending, keys }: Pick<FetchBillParts, 'sending' | 'keys'>,
  reply: WalletReply,
  sha1: string,
): Promise<string | undefined> {
  const seal = sealOf(reply);
  const key = seal === undefined ? undefined : await keys.find(seal.serial);
  if (seal === undefined || key === undefined) return 'no key of WeChat Pay has signed the statement';
  if (!isFresh(seal, sending.clock.nowMs()))
    return 'the statement was signed at another time; check the clock';
  const signed = responseMessage(seal.timestamp, seal.nonce, Buffer.from(JSON.stringify({ sha1 })));
  return isSignedBy(key, signed, seal.signature)
    ? undefined
    : 'what WeChat Pay has signed is not the SHA-1 of the statement';
}

function failed(reason: string): FetchedBill {
  return { kind: 'failed', reason };
}
