import { InvalidRequestError } from '@opencpm/client';
import {
  exchange,
  type Exchange,
  type Parameters,
  prepareCall,
  type PreparedCall,
} from '@opencpm/client/calls';
import type { SignType } from '@opencpm/protocol';
import type { GatewayAccess } from './access/gateway-access.ts';
import { clockOfGateway } from './access/sandbox-clock.ts';
import { wrongRequest } from './access/wrong-request.ts';
import type { Surroundings } from './context.ts';

/** Longest wait for an answer: the gateway answers a payment within 8 s at the latest. */
const ANSWER_WAIT_MS = 10_000;

/** A call of the merchant interface, signed when it is sent. */
export interface GatewayCall {
  readonly path: PreparedCall['path'];
  /** Names and values; the store of the access is added. What has no value is left out. */
  readonly parameters: Parameters;
  readonly signType: SignType;
}

/** An answer that can be read. It may be unsigned: `proven` says so. */
export type GatewayAnswer = Extract<Exchange, { readonly kind: 'answered' }>;

/**
 * Makes exactly one request, as the client does it: checks the parameters, signs, sends, proves the answer.
 *
 * @throws CommandFailure with the usage exit code for a parameter that no gateway takes; nothing was sent.
 */
export async function callGateway(
  { fetch, clock, randomBytes }: Pick<Surroundings, 'fetch' | 'clock' | 'randomBytes'>,
  { url, appCode, key, storeId = '' }: GatewayAccess,
  { path, parameters, signType }: GatewayCall,
  stop?: AbortSignal,
): Promise<Exchange> {
  const call = prepared(path, [...parameters, ['mchid', storeId]]);
  const credentials = { baseUrl: url, appCode, clientKey: key };
  const signedAt = signType === 'HMAC-SHA256' ? await clockOfGateway({ fetch, clock }, url) : clock;
  const options = { signType, answerMs: ANSWER_WAIT_MS, stop };
  return exchange({ fetch, clock: signedAt, randomBytes }, credentials, call, options);
}

function prepared(path: PreparedCall['path'], parameters: Parameters): PreparedCall {
  try {
    return prepareCall(path, parameters);
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    throw wrongRequest(error);
  }
}

/** What the gateway says beside the code of its answer, for people. */
export function textOfAnswer({ fields }: Pick<GatewayAnswer, 'fields'>): string {
  const texts = ['resperr', 'respmsg'].map((name) => fields.text(name));
  return texts.filter((text) => text !== '' && text !== 'OK').join(': ');
}
