import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import Fastify, {
  type ConnectionError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { SIGN_TYPES } from '@opencpm/protocol';
import { type Answer, unsignedAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { CallLimiter, type CallLimiterParts } from './call-limiter.ts';
import { brokenRequest, listenForCalls, send } from './call-listener.ts';
import { BODY_BYTES_MAX } from './read-body.ts';

/** A request whose head or body takes longer is cut off. */
const REQUEST_LIMIT_MS = 10_000;
const IDLE_LIMIT_MS = 65_000;

/** What the edge needs. */
export interface EdgeParts extends CallLimiterParts {
  readonly calls: readonly Call[];
  /** Addresses of proxies whose `X-Forwarded-For` is believed; by default nobody's is. */
  readonly trustedProxies: readonly string[];
  /** Whether the gateway can take payments; shown at `/healthz`. */
  readonly healthy: () => Promise<boolean>;
}

/**
 * The HTTP server of the wire. Every answer of a call is JSON with HTTP 200, except 429 for too many requests; 404,
 * 405 and 413 are for what is no call at all.
 *
 * @returns the framework, which serves everything that is no call; calls are served before it sees them.
 */
export function buildEdge(parts: EdgeParts): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: (error, socket) => refuseConnection(error, socket),
    serverFactory: (otherwise) => serverOf(parts, otherwise),
    // A path that cannot be decoded never gets as far as the handlers below.
    frameworkErrors: (_error, request, reply) => sendPast(reply, notFound(parts.calls, request)),
  });
  // Without this the body of a GET would stay unread and unnoticed.
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.get('/healthz', async (_request, reply) => {
    const healthy = await parts.healthy();
    return reply.code(healthy ? 200 : 503).send({
      status: healthy ? 'ok' : 'failing',
      sign_types: SIGN_TYPES,
    });
  });
  app.setNotFoundHandler((request, reply) => sendPast(reply, notFound(parts.calls, request)));
  app.setErrorHandler((error, _request, reply) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const problem = code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? 'too large' : code;
    sendPast(reply, brokenRequest(parts.log, problem));
  });
  return app;
}

function serverOf(parts: EdgeParts, otherwise: RequestListener): Server {
  const { calls, log, trustedProxies } = parts;
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  // A caller that is gone has no address any more.
  const addressOf = (request: IncomingMessage): string =>
    request.socket.remoteAddress === undefined ? '' : proxyAddr(request, isTrusted);
  const server: Server = createServer(
    {
      requestTimeout: REQUEST_LIMIT_MS,
      // Half a header is a half-sent request as well.
      headersTimeout: REQUEST_LIMIT_MS,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: IDLE_LIMIT_MS,
    },
    listenForCalls({
      calls,
      limiter: new CallLimiter(parts),
      log,
      addressOf,
      isStopping: () => !server.listening,
      otherwise,
    }),
  );
  // Also ends a download whose reader has stopped reading.
  server.timeout = IDLE_LIMIT_MS + REQUEST_LIMIT_MS;
  return server;
}

const NO_SUCH_PATH =
  'there is no such path; a payment goes to /trade/v1/payment, an enquiry to /trade/v1/query';

function notFound(calls: readonly Call[], request: FastifyRequest): Answer {
  const [path] = request.url.split('?', 1);
  const call = calls.find((candidate) => candidate.path === path);
  if (call === undefined) return unsignedAnswer('1103', NO_SUCH_PATH, 404);
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

/** Past Fastify's own reply, which would write the names of headers in lower case; the wire spells them otherwise. */
function sendPast(reply: FastifyReply, answer: Answer): void {
  reply.hijack();
  send(reply.raw, answer, !reply.server.server.listening);
}
