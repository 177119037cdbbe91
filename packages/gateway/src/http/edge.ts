import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import Fastify, {
  type ConnectionError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { SIGN_TYPES } from '@opencpm/protocol';
import type { Clock } from '../clock/clock.ts';
import type { KeyUse } from '../merchant/key-use.ts';
import type { Refusal } from '../payment/refusal.ts';
import type { Log } from '../log/log.ts';
import { type Answer, refusalAnswer, resultMembers, signedAnswer, unsignedAnswer } from './answer.ts';
import { type AnswerKey, type AuthenticateParts, type Authentication, authenticate } from './authenticate.ts';
import type { Call } from './call.ts';
import { FailureThrottle } from './failure-throttle.ts';
import { NonceBook } from './nonce-book.ts';
import { type PinParts, refuseForeignText } from './pin-request.ts';
import { RequestRate } from './request-rate.ts';
import type { WireRequest } from './wire-request.ts';

/** Largest body taken; every parameter at its longest fits several times. */
const BODY_BYTES_MAX = 64 * 1024;
/** A request whose head or body takes longer is cut off. */
const REQUEST_LIMIT_MS = 10_000;
const IDLE_LIMIT_MS = 65_000;
/** Most calls worked on at once; more are refused before anything is started. */
const CALLS_MAX = 2_000;

const CANNOT_SERVE = 'the gateway cannot serve now; nothing was started, send the same request again later';
const USED_NONCE: Refusal = {
  respcd: '1108',
  message: 'X-QF-NONCE was used before; sign every request and every repeat of it with a nonce of its own',
};
const NONCES_FULL_WAIT_MS = 60_000;

/** Characters of an app code in the log while nobody has proved to own it. */
const CLAIM_LENGTH = 8;

/** What the edge needs. */
export interface EdgeParts extends AuthenticateParts, PinParts {
  readonly calls: readonly Call[];
  readonly clock: Clock;
  readonly log: Log;
  readonly keyUse: KeyUse;
  /** Addresses of proxies whose `X-Forwarded-For` is believed; by default nobody's is. */
  readonly trustedProxies: readonly string[];
  /** Whether merchants are held to their request rates; switched off to measure. */
  readonly rateLimited: boolean;
  /** Whether the gateway can take payments; shown at `/healthz`. */
  readonly healthy: () => Promise<boolean>;
}

/**
 * The HTTP server of the wire. Every answer of a call is JSON with HTTP 200, except 429 for too many requests; 404,
 * 405 and 413 are for what is no call at all.
 */
export function buildEdge(parts: EdgeParts): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_LIMIT_MS,
    keepAliveTimeout: IDLE_LIMIT_MS,
    // Also ends a download whose reader has stopped reading.
    connectionTimeout: IDLE_LIMIT_MS + REQUEST_LIMIT_MS,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    // Half a header is a half-sent request as well.
    http: { headersTimeout: REQUEST_LIMIT_MS, connectionsCheckingInterval: 1_000 },
    clientErrorHandler: (error, socket) => refuseConnection(error, socket),
    // A path that cannot be decoded never gets as far as the handlers below.
    frameworkErrors: (_error, request, reply) => send(reply, notFound(parts.calls, request)),
    trustProxy: parts.trustedProxies.length === 0 ? false : [...parts.trustedProxies],
  });
  // Without this the body of a GET would stay unread and unnoticed.
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const limiter = new CallLimiter(parts);
  for (const call of parts.calls) {
    app.route({
      method: [...call.methods],
      url: call.path,
      handler: async (request, reply) => send(reply, await limiter.serve(call, request)),
    });
  }
  app.get('/healthz', async (_request, reply) => {
    const healthy = await parts.healthy();
    return reply.code(healthy ? 200 : 503).send({
      status: healthy ? 'ok' : 'failing',
      sign_types: SIGN_TYPES,
    });
  });
  app.setNotFoundHandler((request, reply) => send(reply, notFound(parts.calls, request)));
  app.setErrorHandler((error, _request, reply) => send(reply, brokenRequest(parts.log, error)));
  return app;
}

/** Takes calls in: counts them, proves their sender, holds them to their rate, and never lets an exception out. */
class CallLimiter {
  readonly #parts: EdgeParts;
  readonly #rate = new RequestRate();
  readonly #failures = new FailureThrottle();
  readonly #nonces = new NonceBook();
  #underWay = 0;
  /** Answers since the latest log line about them. */
  #throttled = 0;
  #throttledToldAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: EdgeParts) {
    this.#parts = parts;
  }

  async serve(call: Call, request: FastifyRequest): Promise<Answer> {
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
      return await this.#serve(call, request);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #serve(call: Call, request: FastifyRequest): Promise<Answer> {
    const { log, clock, rateLimited, keyUse } = this.#parts;
    const startMs = clock.monotonicMs();
    // Whoever mixes up app code and key must not leave the key in the log: all of it is logged only once it is proved.
    const claimed = headerText(request, 'x-qf-appcode')?.slice(0, CLAIM_LENGTH);
    let authentication: Authentication;
    try {
      authentication = await authenticate(this.#parts, wireRequestOf(request), call.path);
    } catch (error) {
      log.alert('authentication_failed', { call: call.event, app: claimed, why: String(error) });
      return unsignedAnswer('1100', CANNOT_SERVE, 200);
    }
    if (!authentication.ok) {
      return this.#refuseUnproved(call, request, authentication, startMs);
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
    request: FastifyRequest,
    { refusal, answerKey, alert }: Extract<Authentication, { readonly ok: false }>,
    nowMs: number,
  ): Answer {
    const { log, rateLimited } = this.#parts;
    const appCode = headerText(request, 'x-qf-appcode') ?? '';
    const app = appCode.slice(0, CLAIM_LENGTH);
    if (rateLimited && !this.#failures.admit(request.ip, appCode, nowMs)) {
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

function wireRequestOf(request: FastifyRequest): WireRequest {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  return {
    method: request.method === 'GET' ? 'GET' : 'POST',
    appCode: headerText(request, 'x-qf-appcode'),
    signature: headerText(request, 'x-qf-sign'),
    signType: headerText(request, 'x-qf-signtype'),
    timestamp: headerText(request, 'x-qf-timestamp'),
    nonce: headerText(request, 'x-qf-nonce'),
    contentType: request.headers['content-type'],
    query: mark < 0 ? '' : url.slice(mark + 1),
    body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
  };
}

function headerText(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value.trim() : undefined;
}

function notFound(calls: readonly Call[], request: FastifyRequest): Answer {
  const [path] = request.url.split('?', 1);
  const call = calls.find((candidate) => candidate.path === path);
  if (call === undefined) return unsignedAnswer('1103', 'there is no such path', 404);
  const allow = call.methods.join(', ');
  return unsignedAnswer('1103', `this path takes ${allow} only`, 405, { Allow: allow });
}

/**
 * Ends a connection whose bytes are no HTTP, or do not come. Both its directions are closed: a request that arrived
 * after the refusal would be carried out, charge a wallet, and never be answered.
 */
function refuseConnection(error: ConnectionError, socket: Socket): void {
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
  if (socket.writable) socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  socket.destroySoon();
}

function brokenRequest(log: Log, error: unknown): Answer {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return unsignedAnswer('1103', `the body is larger than ${BODY_BYTES_MAX} bytes`, 413, {
      connection: 'close',
    });
  }
  log.warn('broken_request', { why: code });
  return unsignedAnswer('1103', 'the request cannot be read', 400, { Connection: 'close' });
}

/** Past Fastify's own reply, which would write the names of headers in lower case; the wire spells them otherwise. */
function send(reply: FastifyReply, answer: Answer): void {
  reply.hijack();
  // A connection kept alive would hold up a gateway that is being stopped.
  const closing = reply.server.server.listening ? {} : { Connection: 'close' };
  const { status, headers, body } = answer;
  if (typeof body !== 'string') {
    reply.raw.writeHead(status, { ...headers, ...closing });
    // Whichever side breaks off first takes the other with it: a file that is cut short must not look like a whole one.
    pipeline(body, reply.raw, () => undefined);
    return;
  }
  // The wire's JSON is ASCII, so characters are bytes, here and in the encoding below.
  reply.raw.writeHead(status, { ...headers, 'Content-Length': body.length, ...closing });
  reply.raw.end(body, 'latin1');
}
