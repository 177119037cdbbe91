import type { WalletCall } from '../../call-fault.ts';
import { CAUSE, WireRefusal } from './wire-refusal.ts';

/** Calls of this protocol: those of the merchant side of every wallet, and the two that only it has. */
type WechatPayCallName = WalletCall | 'certificates' | 'statement';

/** What a path means. */
export interface Route {
  readonly call: WechatPayCallName;
  readonly method: 'GET' | 'POST';
  /** How the path names an order or refund; undefined when the message does. */
  readonly name?: { readonly by: 'number' | 'id'; readonly value: string };
}

interface Pattern {
  readonly path: RegExp;
  readonly call: WechatPayCallName;
  readonly method: 'GET' | 'POST';
  readonly by?: 'number' | 'id';
}

const NAME = '([^/?]{1,192})';

function pattern(
  path: string,
  call: Pattern['call'],
  method: Pattern['method'],
  by?: 'number' | 'id',
): Pattern {
  return { path: new RegExp(`^${path}$`), call, method, ...(by === undefined ? {} : { by }) };
}

/** Paths that both spellings have, below their prefix. */
function sharedPatterns(prefix: string): readonly Pattern[] {
  return [
    pattern(`${prefix}/transactions/out-trade-no/${NAME}`, 'query', 'GET', 'number'),
    pattern(`${prefix}/transactions/id/${NAME}`, 'query', 'GET', 'id'),
    pattern(`${prefix}/refunds`, 'refund', 'POST'),
    pattern(`${prefix}/refunds/out-refund-no/${NAME}`, 'queryRefund', 'GET', 'number'),
    pattern(`${prefix}/refunds/id/${NAME}`, 'queryRefund', 'GET', 'id'),
    pattern(`${prefix}/statements`, 'statement', 'GET'),
    pattern(`${prefix}/certificates`, 'certificates', 'GET'),
  ];
}

const PATTERNS: readonly Pattern[] = [
  pattern('/v3/global/micropay/transactions/pay', 'charge', 'POST'),
  pattern(`/v3/global/micropay/transactions/out-trade-no/${NAME}/reverse`, 'reverse', 'POST', 'number'),
  pattern(`/v3/global/micropay/transactions/id/${NAME}/reverse`, 'reverse', 'POST', 'id'),
  ...sharedPatterns('/v3/global'),
  pattern('/hk/v3/transactions/micropay', 'charge', 'POST'),
  pattern(`/hk/v3/transactions/out-trade-no/${NAME}/reverse`, 'reverse', 'POST', 'number'),
  pattern(`/hk/v3/transactions/id/${NAME}/reverse`, 'reverse', 'POST', 'id'),
  ...sharedPatterns('/hk/v3'),
];

/** Paths of the mainland, which take no merchant from abroad. */
const MAINLAND = /^\/v3\/pay\/(?:partner\/)?transactions\/codepay$/;

/**
 * What a request is about.
 *
 * @throws WireRefusal 404 for a path that does not exist, 405 for a wrong method, 400 for one of the mainland.
 */
export function findRoute(method: string, path: string): Route {
  if (MAINLAND.test(path)) {
    throw new WireRefusal(400, 'INVALID_REQUEST', 'payments from abroad are not supported here', {
      cause: CAUSE.mainlandPath,
    });
  }
  for (const each of PATTERNS) {
    const match = each.path.exec(path);
    if (match === null) continue;
    if (each.method !== method) throw new WireRefusal(405, 'INVALID_REQUEST', `use ${each.method}`);
    const { call, by } = each;
    const value = decode(match[1] ?? '');
    return { call, method: each.method, ...(by === undefined ? {} : { name: { by, value } }) };
  }
  throw new WireRefusal(404, 'RESOURCE_NOT_EXISTS', 'there is no such path');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new WireRefusal(404, 'RESOURCE_NOT_EXISTS', 'there is no such path');
  }
}
