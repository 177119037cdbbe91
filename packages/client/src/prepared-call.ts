import { HMAC_SIGN_TYPE, signRequest, signRequestV2, type SignType, writeForm } from '@opencpm/protocol';
import { checkCall } from './check-call.ts';
import type { Credentials } from './credentials.ts';
import { hexOf, pureHashes, type WireHashes } from './pure-hashes.ts';
import type { ClientClock, Surroundings } from './surroundings.ts';

/** Parameters of a call, in the order they are sent. */
export type Parameters = readonly (readonly [name: string, value: string])[];

/** Paths of the calls. */
export type CallPath =
  | '/trade/v1/payment'
  | '/trade/v1/query'
  | '/trade/v1/refund'
  | '/trade/v1/reversal'
  | '/trade/v1/close'
  | '/trade/v1/add_note'
  | '/download/v1/trade_bill';

/** A request whose bytes are fixed: sent again, it is the same request. */
export interface PreparedCall {
  readonly path: CallPath;
  readonly method: 'POST' | 'GET';
  readonly parameters: Parameters;
  /** The parameters as they travel: in the body of a POST, in the query string of a GET. */
  readonly content: string;
}

/** What a request carries to prove its sender. */
export interface CallSignature {
  readonly headers: Readonly<Record<string, string>>;
  /** Of the newer form; the answer to this very request names it. */
  readonly nonce: string | undefined;
}

const NONCE_BYTES = 16;

/**
 * Fixes the bytes of a call. Parameters without a value are left out.
 *
 * @throws InvalidRequestError naming the first field that is wrong; nothing was sent.
 */
export function prepareCall(
  path: CallPath,
  parameters: Parameters,
  method: PreparedCall['method'] = 'POST',
): PreparedCall {
  const filled = parameters.filter(([, value]) => value !== '');
  checkCall(path, filled);
  return { path, method, parameters: filled, content: writeForm(filled) };
}

/** What signing takes from the machine. */
export interface SigningSurroundings extends Pick<Surroundings, 'randomBytes'> {
  readonly clock: Pick<ClientClock, 'nowMs'>;
}

/**
 * Signs a call. The newer form is signed anew for every try; the bytes of the call stay the same.
 *
 * @param hashes those of the machine, where it has faster ones than plain JavaScript.
 */
export function signCall(
  { appCode, clientKey }: Pick<Credentials, 'appCode' | 'clientKey'>,
  { path, method, parameters, content }: PreparedCall,
  signType: SignType,
  { clock, randomBytes }: SigningSurroundings,
  hashes: WireHashes = pureHashes,
): CallSignature {
  const usual = { 'x-qf-appcode': appCode, 'x-qf-signtype': signType };
  if (signType !== HMAC_SIGN_TYPE) {
    const signature = signRequest(parameters, clientKey, signType, hashes.digest);
    return { headers: { ...usual, 'x-qf-sign': signature }, nonce: undefined };
  }
  const timestamp = String(Math.floor(clock.nowMs() / 1_000));
  const nonce = hexOf(randomBytes(NONCE_BYTES));
  const request = { method, path, appCode, timestamp, nonce, content: new TextEncoder().encode(content) };
  const signature = signRequestV2(request, clientKey, hashes.bytes);
  return {
    headers: { ...usual, 'x-qf-sign': signature, 'x-qf-timestamp': timestamp, 'x-qf-nonce': nonce },
    nonce,
  };
}

/** A base address without the slashes at its end. */
export function hostOf(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, '');
}
