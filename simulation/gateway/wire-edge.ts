import type { Clock } from '../../packages/gateway/src/clock/clock.ts';
import {
  type Answer,
  refusalAnswer,
  resultMembers,
  signedAnswer,
  unsignedAnswer,
} from '../../packages/gateway/src/http/answer.ts';
import { authenticate } from '../../packages/gateway/src/http/authenticate.ts';
import type { Call } from '../../packages/gateway/src/http/call.ts';
import { NonceBook } from '../../packages/gateway/src/http/nonce-book.ts';
import { refuseForeignText } from '../../packages/gateway/src/http/pin-request.ts';
import type { WireRequest } from '../../packages/gateway/src/http/wire-request.ts';
import type { MerchantAccess } from '../../packages/gateway/src/merchant/merchant-directory.ts';
import type { Merchant } from '../../packages/gateway/src/merchant/merchant.ts';
import type { Store } from '../../packages/gateway/src/store/store.ts';
import { SIGN_TYPES } from '@opencpm/protocol';
import { CLIENT_KEY } from '../merchant/merchant-endpoint.ts';

/** A request of the wire as it reaches a gateway. */
export interface WireCall extends WireRequest {
  readonly path: string;
}

/** What an edge is put together from. */
export interface WireEdgeParts {
  readonly calls: readonly Call[];
  readonly store: Store;
  readonly clock: Clock;
  /** Hears of what a call threw; the caller is answered with "ask again". */
  readonly failed: (call: string, error: unknown) => void;
}

const USED_NONCE = { respcd: '1108', message: 'X-QF-NONCE was used before' } as const;
const UNWRITABLE = { respcd: '1100', message: 'the gateway cannot serve now' } as const;

/**
 * The edge of a gateway without its sockets: the calls of production behind the authentication of production, in the
 * order of `http/edge.ts`. Request rates are left out.
 */
export class WireEdge {
  readonly #parts: WireEdgeParts;
  readonly #calls: ReadonlyMap<string, Call>;
  readonly #nonces = new NonceBook();

  constructor(parts: WireEdgeParts) {
    this.#parts = parts;
    this.#calls = new Map(parts.calls.map((call) => [call.path, call]));
  }

  async serve(request: WireCall): Promise<Answer> {
    const { store, clock } = this.#parts;
    if (request.path === '/healthz') return HEALTHY;
    const call = this.#calls.get(request.path);
    if (call === undefined) return unsignedAnswer('1103', 'there is no such path', 404);
    const startMs = clock.monotonicMs();
    const merchants = { find: (appCode: string) => findAccess(store, appCode) };
    const authentication = await authenticate({ merchants, vault: NO_STRANGERS, clock }, request, call.path);
    if (!authentication.ok) return refusalAnswer(authentication.refusal, authentication.answerKey);
    const { merchant, parameters, signedText, answerKey } = authentication;
    const { appCode } = merchant;
    const nonce = answerKey.timestamped?.nonce;
    if (nonce !== undefined && this.#nonces.isUsed(appCode, nonce, startMs)) {
      return refusalAnswer(USED_NONCE, answerKey);
    }
    if (nonce !== undefined) this.#nonces.claim(appCode, nonce, startMs);
    try {
      const foreign = await refuseForeignText(this.#parts, call, { appCode, parameters, signedText });
      if (foreign !== undefined) return refusalAnswer(foreign, answerKey);
    } catch {
      return refusalAnswer(UNWRITABLE, answerKey);
    }
    try {
      return (await call.handle(authentication)).answer;
    } catch (error) {
      this.#parts.failed(call.event, error);
      return signedAnswer(resultMembers('1145', 'the gateway had an internal error'), answerKey);
    }
  }
}

const HEALTHY: Answer = {
  status: 200,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ status: 'ok', sign_types: SIGN_TYPES }),
};

/** Every caller of a simulation is a merchant. */
const NO_STRANGERS = { dummyKey: (appCode: string): string => `nobody's key ${appCode}` };

async function findAccess(store: Store, appCode: string): Promise<MerchantAccess | undefined> {
  const merchant = await store.findMerchant(appCode);
  return merchant === undefined ? undefined : accessOf(merchant);
}

function accessOf(merchant: Merchant): MerchantAccess {
  const key = {
    keyId: '1',
    secret: CLIENT_KEY,
    createdAtMs: 0,
    expiresAtMs: undefined,
    minimumAlgorithm: 'MD5',
    firstUsedAtMs: 0,
  } as const;
  return { merchant, keys: [key] };
}
