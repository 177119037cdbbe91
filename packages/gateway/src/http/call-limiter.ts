import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import type { KeyUse } from '../merchant/key-use.ts';
import type { Refusal } from '../payment/refusal.ts';
import {
  type Answer,
  CANNOT_SERVE,
  refusalAnswer,
  resultMembers,
  signedAnswer,
  unsignedAnswer,
} from './answer.ts';
import { type AnswerKey, type AuthenticateParts, type Authentication, authenticate } from './authenticate.ts';
import type { Call } from './call.ts';
import { FailureThrottle } from './failure-throttle.ts';
import { NonceBook } from './nonce-book.ts';
import { type PinParts, refuseForeignText } from './pin-request.ts';
import { RequestRate } from './request-rate.ts';
import type { WireRequest } from './wire-request.ts';

/** Most calls worked on at once; more are refused before anything is started. */
const CALLS_MAX = 2_000;

const USED_NONCE: Refusal = {
  respcd: '1108',
  message: 'X-QF-NONCE was used before; sign every request and every repeat of it with a nonce of its own',
};
const NONCES_FULL_WAIT_MS = 60_000;

/** Characters of an app code in the log while nobody has proved to own it. */
const CLAIM_LENGTH = 8;

/** What taking calls in needs. */
export interface CallLimiterParts extends AuthenticateParts, PinParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly keyUse: KeyUse;
  /** Whether merchants are held to their request rates; switched off to measure. */
  readonly rateLimited: boolean;
}

/** Takes calls in: counts them, proves their sender, holds them to their rate, and never lets an exception out. */
export class CallLimiter {
  readonly #parts: CallLimiterParts;
  readonly #rate = new RequestRate();
  readonly #failures = new FailureThrottle();
  readonly #nonces = new NonceBook();
  #underWay = 0;
  /** Answers since the latest log line about them. */
  #throttled = 0;
  #throttledToldAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: CallLimiterParts) {
    this.#parts = parts;
  }

  /** @param address of the caller; asked for only when he cannot be proved. */
  async serve(call: Call, request: WireRequest, address: () => string): Promise<Answer> {
    if (this.#underWay >= CALLS_MAX) {
      return unsignedAnswer(
        '1297',
        'too many calls are under way; nothing was started, send the same request again',
        429,
        {
          'Retry-After': '1',
        },
      );
    }
    this.#underWay += 1;
    try {
      return await this.#serve(call, request, address);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #serve(call: Call, request: WireRequest, address: () => string): Promise<Answer> {
    const { log, clock, rateLimited, keyUse } = this.#parts;
    const startMs = clock.monotonicMs();
    // Whoever mixes up app code and key must not leave the key in the log: all of it is logged only once it is proved.
    const claimed = request.appCode?.slice(0, CLAIM_LENGTH);
    let authentication: Authentication;
    try {
      authentication = await authenticate(this.#parts, request, call.path);
    } catch (error) {
      log.alert('authentication_failed', { call: call.event, app: claimed, why: String(error) });
      return unsignedAnswer('1100', CANNOT_SERVE, 200);
    }
    if (!authentication.ok) {
      return this.#refuseUnproved(call, request, address, authentication, startMs);
    }
    const { merchant, answerKey } = authentication;
    const app = merchant.appCode;
    const nonce = answerKey.timestamped?.nonce;
    if (nonce !== undefined && this.#nonces.isUsed(app, nonce, startMs)) {
      return this.#refuseReplay(call, app, USED_NONCE, answerKey);
    }
    const waitMs = rateLimited ? this.#rate.admit(merchant.appCode, merchant, startMs) : 0;
    if (waitMs > 0) {
      log.warn(call.event, { app, respcd: '1297', why: 'request rate' });
      return tooMany(waitMs, answerKey);
    }
    // Only now, so that a request that came too early may be sent again as it is.
    if (nonce !== undefined && this.#nonces.claim(app, nonce, startMs) === 'full') {
      log.alert('nonces_full', { call: call.event, app });
      return tooMany(NONCES_FULL_WAIT_MS, answerKey);
    }
    keyUse.note(authentication.access, authentication.key);
    let foreign: Refusal | undefined;
    try {
      const { parameters, signedText } = authentication;
      foreign = await refuseForeignText(this.#parts, call, { appCode: app, parameters, signedText });
    } catch (error) {
      log.alert('pin_failed', { call: call.event, app, why: String(error) });
      return refusalAnswer({ respcd: '1100', message: CANNOT_SERVE }, answerKey);
    }
    if (foreign !== undefined) return this.#refuseReplay(call, app, foreign, answerKey);
    try {
      const { answer, log: fields } = await call.handle(authentication);
      log.info(call.event, { app, ...fields, ms: Math.round(clock.monotonicMs() - startMs) });
      return answer;
    } catch (error) {
      log.alert('call_failed', { call: call.event, app, why: String(error) });
      // Nobody knows how far it came. "Being processed" makes the caller ask, which is always right.
      return signedAnswer(
        resultMembers('1145', 'the gateway had an internal error; ask for the result'),
        answerKey,
      );
    }
  }

  /** Answers whoever cannot prove who it is; beyond the bounds shortly, with one log line a second for all. */
  #refuseUnproved(
    call: Call,
    { appCode = '' }: WireRequest,
    address: () => string,
    { refusal, answerKey, alert }: Extract<Authentication, { readonly ok: false }>,
    nowMs: number,
  ): Answer {
    const { log, rateLimited } = this.#parts;
    const app = appCode.slice(0, CLAIM_LENGTH);
    if (rateLimited && !this.#failures.admit(address(), appCode, nowMs)) {
      this.#throttled += 1;
      if (nowMs - this.#throttledToldAtMs >= 1_000) {
        log.warn('failures_throttled', { count: this.#throttled, app });
        this.#throttledToldAtMs = nowMs;
        this.#throttled = 0;
      }
      return unsignedAnswer('1297', 'too many requests with a wrong signature', 429, {
        'Retry-After': '1',
        Connection: 'close',
      });
    }
    const fields = { app: app === '' ? undefined : app, respcd: refusal.respcd, why: refusal.message };
    if (alert === undefined) log.warn(call.event, fields);
    else log.alert(alert, { call: call.event, ...fields });
    return refusalAnswer(refusal, answerKey);
  }

  /** A right signature at the wrong place or for the second time: somebody repeats what he has overheard. */
  #refuseReplay(call: Call, app: string, refusal: Refusal, answerKey: AnswerKey): Answer {
    const { respcd, message } = refusal;
    this.#parts.log.alert('request_replayed', { call: call.event, app, respcd, why: message });
    return refusalAnswer(refusal, answerKey);
  }
}

function tooMany(waitMs: number, key: AnswerKey): Answer {
  const seconds = Math.ceil(waitMs / 1000);
  const message = `more requests than allowed; nothing was started, send the same request again in ${seconds} s`;
  return signedAnswer(resultMembers('1297', message), key, 429, { 'Retry-After': String(seconds) });
}
