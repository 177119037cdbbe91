import { type SignType, writeForm } from '@opencpm/protocol';
import type { GatewayAccess } from './access/gateway-access.ts';
import { checkAnswerSignature, signCall } from './call-signature.ts';
import type { Surroundings } from './context.ts';
import { isRecord, type JsonRecord, readJson, textOf } from './json-record.ts';
import { type HttpAnswer, timedFetch } from './timed-fetch.ts';

/** A call of the merchant interface, signed when it is sent. */
export interface GatewayCall {
  readonly path:
    | '/trade/v1/payment'
    | '/trade/v1/query'
    | '/trade/v1/refund'
    | '/trade/v1/reversal'
    | '/trade/v1/close'
    | '/trade/v1/add_note';
  /** Names and values; the store of the access is added. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly signType: SignType;
}

/**
 * What is known after a call. `unknown` is not a failure: the request may have arrived and may have had its effect.
 */
export type GatewayResult =
  | {
      readonly kind: 'answered';
      readonly fields: JsonRecord;
      readonly respcd: string;
      readonly httpStatus: number;
      /** Whether the answer proved that it comes from the holder of the key; some refusals cannot be signed. */
      readonly signature: 'verified' | 'absent';
    }
  /** Nothing reached the gateway. */
  | { readonly kind: 'unsent'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason; readonly detail: string };

/** Why the effect of a call is not known. */
type UnknownReason =
  | 'time_out'
  | 'connection_lost'
  | 'interrupted'
  /** HTTP status or body is no answer of the interface. */
  | 'unreadable'
  /** The answer is signed, but not with the key the call was signed with. */
  | 'signature_wrong';

const RESPCD = /^[0-9]{4}$/;

/** Signs a call, sends it once, and checks the signature of the answer. Never rejects. */
export async function callGateway(
  surroundings: Pick<Surroundings, 'fetch' | 'clock' | 'randomBytes'>,
  access: GatewayAccess,
  call: GatewayCall,
  interruption?: AbortSignal,
): Promise<GatewayResult> {
  const parameters =
    access.storeId === undefined ? call.parameters : [...call.parameters, ['mchid', access.storeId] as const];
  const body = writeForm(parameters);
  const { headers, nonce } = signCall(surroundings, access, { ...call, parameters, body });
  const result = await timedFetch(
    surroundings,
    `${access.url}${call.path}`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        ...headers,
      },
      body,
    },
    interruption,
  );
  if (result.kind === 'answer') return readAnswer(result.answer, access, nonce);
  if (result.reason === 'not_connected') return { kind: 'unsent', detail: result.detail };
  return { kind: 'unknown', reason: result.reason, detail: result.detail };
}

function readAnswer(answer: HttpAnswer, access: GatewayAccess, nonce: string | undefined): GatewayResult {
  const fields = readJson(answer.body);
  const respcd = isRecord(fields) ? textOf(fields, 'respcd') : '';
  if (answer.status >= 500 || !isRecord(fields) || !RESPCD.test(respcd)) {
    return unknown('unreadable', `HTTP ${answer.status} without an answer of the payment interface`);
  }
  const signature = checkAnswerSignature(answer, access, nonce);
  if (signature === 'wrong') {
    const hint =
      respcd === '1108' ? '; it says 1108, so the client key or the app code is probably wrong' : '';
    return unknown('signature_wrong', `the answer is not signed with this client key${hint}`);
  }
  return { kind: 'answered', fields, respcd, httpStatus: answer.status, signature };
}

function unknown(reason: UnknownReason, detail: string): GatewayResult {
  return { kind: 'unknown', reason, detail };
}
