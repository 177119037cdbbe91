import type { WireRequest } from '../wallet-protocol.ts';
import type { AlipayClient, AlipaySettings } from './alipay-settings.ts';
import { type Dialect, type Fields, problemOf, type WireCall } from './field-rules.ts';
import { isSignedBy, readSignature } from './message-signature.ts';
import { readRequestTime } from './wire-instant.ts';
import { refused, type WireResult } from './wire-result.ts';

interface Route {
  readonly dialect: Dialect;
  readonly call: WireCall;
  /** Whether only clients of the sandbox, or only others, are let in. */
  readonly sandbox?: boolean;
}

const AMS_CALLS = ['pay', 'inquiryPayment', 'cancel', 'refund', 'inquiryRefund'] as const;
const APS_CALLS = {
  pay: 'pay',
  inquiryPayment: 'inquiryPayment',
  cancelPayment: 'cancel',
  refund: 'refund',
} as const;

const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ...AMS_CALLS.flatMap((call): (readonly [string, Route])[] => [
    [`/ams/api/v1/payments/${call}`, { dialect: 'ams', call, sandbox: false }],
    [`/ams/sandbox/api/v1/payments/${call}`, { dialect: 'ams', call, sandbox: true }],
  ]),
  ...Object.entries(APS_CALLS).flatMap(([name, call]): (readonly [string, Route])[] => [
    [`/aps/api/v1/payments/${name}`, { dialect: 'acqp', call }],
    [`/aps/api/intl/wallet/v1/payments/${name}`, { dialect: 'alipayhk', call }],
  ]),
]);

/** A request that was let in. */
export interface Admitted {
  readonly ok: true;
  readonly client: AlipayClient;
  readonly call: WireCall;
  readonly body: Fields;
}

/** A request that was not. */
export interface TurnedAway {
  readonly ok: false;
  readonly result: WireResult;
  /** Undefined while it is not certain who calls: the answer is not signed then. */
  readonly client: AlipayClient | undefined;
}

/** Lets a request in, in Alipay's order: form of the request, client, signature, then the fields. */
export function admit(request: WireRequest, settings: AlipaySettings, nowMs: number): Admitted | TurnedAway {
  const strange = (code: string, message: string): TurnedAway => ({
    ok: false,
    result: refused(code, message),
    client: undefined,
  });
  const { method, headers, target } = request;
  if (method !== 'POST')
    return strange('METHOD_NOT_SUPPORTED', 'The server does not support the requested HTTP method.');
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    return strange(
      'MEDIA_TYPE_NOT_ACCEPTABLE',
      'The server does not implement the media type that is acceptable to the client.',
    );
  }
  const route = ROUTES.get(target);
  if (route === undefined) return strange('NO_INTERFACE_DEF', 'API is not defined.');
  const client = settings.clients.find(({ clientId }) => clientId === headers['client-id']);
  if (client === undefined) return strange('INVALID_CLIENT', 'The client is invalid.');
  const unverified = signatureProblem(request, client, settings, nowMs);
  if (unverified !== undefined) return { ok: false, result: unverified, client: undefined };
  const refusal = (code: string, message: string): TurnedAway => ({
    ok: false,
    result: refused(code, message),
    client,
  });
  const isSandbox = client.clientId.startsWith('SANDBOX_');
  if (route.dialect !== client.dialect || (route.sandbox !== undefined && route.sandbox !== isSandbox)) {
    return refusal('ACCESS_DENIED', 'Access is denied: this API is not part of the contract.');
  }
  const token = tokenProblem(client, headers['agent-token']);
  if (token !== undefined) return { ok: false, result: token, client };
  const body = jsonObject(request.body);
  if (body === undefined) return refusal('PARAM_ILLEGAL', 'Illegal parameters: the body is no JSON object.');
  const problem = problemOf(route.call, route.dialect, body);
  if (problem !== undefined) return refusal('PARAM_ILLEGAL', `Illegal parameters: ${problem}.`);
  return { ok: true, client, call: route.call, body };
}

function signatureProblem(
  { headers, target, body }: WireRequest,
  { clientId, keys }: AlipayClient,
  { clockToleranceMs }: AlipaySettings,
  nowMs: number,
): WireResult | undefined {
  const time = headers['request-time'] ?? '';
  const sentAtMs = readRequestTime(time);
  if (sentAtMs === undefined) return refused('PARAM_ILLEGAL', 'Illegal parameters: Request-Time is no time.');
  const parts = readSignature(headers['signature'] ?? '');
  if (parts?.algorithm !== 'RSA256') return INVALID_SIGNATURE;
  const key = keys.get(parts.keyVersion);
  if (key === undefined) return refused('KEY_NOT_FOUND', 'The key is not found.');
  if (!isSignedBy({ path: target, clientId, time, body }, parts.signature, key)) return INVALID_SIGNATURE;
  const tooFar = clockToleranceMs !== undefined && Math.abs(sentAtMs - nowMs) > clockToleranceMs;
  return tooFar ? refused('PARAM_ILLEGAL', 'Illegal parameters: Request-Time is too far off.') : undefined;
}

const INVALID_SIGNATURE = refused('INVALID_SIGNATURE', 'The signature is invalid.');

function tokenProblem({ agentTokens }: AlipayClient, token: string | undefined): WireResult | undefined {
  if (agentTokens === undefined) {
    return token === undefined
      ? undefined
      : refused('ACCESS_DENIED', 'Access is denied: this client acts for itself.');
  }
  if (token === undefined) return refused('ACCESS_DENIED', 'Access is denied: Agent-Token is missing.');
  return agentTokens.has(token) ? undefined : refused('INVALID_ACCESS_TOKEN', 'The access token is invalid.');
}

function jsonObject(bytes: Buffer): Fields | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined;
  }
}
