import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Log } from '../log/log.ts';
import { type Answer, CANNOT_SERVE, unsignedAnswer } from './answer.ts';
import type { Call } from './call.ts';
import type { CallLimiter } from './call-limiter.ts';
import { BODY_BYTES_MAX, readBody } from './read-body.ts';
import type { WireRequest } from './wire-request.ts';

/** What listening for calls needs. */
export interface CallListenerParts {
  readonly calls: readonly Call[];
  readonly limiter: Pick<CallLimiter, 'serve'>;
  readonly log: Log;
  /** The address a request comes from, behind the proxies that are believed. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Whether no new connections are taken any more. */
  readonly isStopping: () => boolean;
  /** Gets every request that is no call. */
  readonly otherwise: RequestListener;
}

/**
 * Serves the calls of the wire on Node's own server, past the framework that serves everything else: what a framework
 * does for a request takes as long as an enquiry itself.
 */
export function listenForCalls(parts: CallListenerParts): RequestListener {
  const calls = new Map(parts.calls.map((call) => [call.path, call]));
  return (request, response) => {
    const { path, query } = targetOf(request.url ?? '');
    const call = calls.get(path);
    const method = call?.methods.find((each) => each === request.method);
    if (call === undefined || method === undefined) {
      parts.otherwise(request, response);
      return;
    }
    readBody(request, (body) => {
      if (body instanceof Uint8Array) {
        void take(parts, call, request, response, { method, query, body });
      } else {
        send(response, brokenRequest(parts.log, body.problem), parts.isStopping());
      }
    });
  };
}

/** Answers a request that arrived whole. */
async function take(
  { limiter, log, addressOf, isStopping }: CallListenerParts,
  call: Call,
  request: IncomingMessage,
  response: ServerResponse,
  content: Pick<WireRequest, 'method' | 'query' | 'body'>,
): Promise<void> {
  try {
    const answer = isStopping()
      ? unsignedAnswer('1100', CANNOT_SERVE, 503)
      : await limiter.serve(call, wireRequestOf(request, content), () => addressOf(request));
    send(response, answer, isStopping());
  } catch (error) {
    log.alert('answer_failed', { call: call.event, why: String(error) });
    // An answer may be half sent. Without one the caller asks, which is always right.
    response.destroy();
  }
}

/** Path and query string of a request; a target may also name the host in front of them. */
function targetOf(url: string): { readonly path: string; readonly query: string } {
  const local = url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/, '');
  const mark = local.indexOf('?');
  return mark < 0 ? { path: local, query: '' } : { path: local.slice(0, mark), query: local.slice(mark + 1) };
}

function wireRequestOf(
  { headers }: IncomingMessage,
  { method, query, body }: Pick<WireRequest, 'method' | 'query' | 'body'>,
): WireRequest {
  return {
    method,
    appCode: trimmed(headers['x-qf-appcode']),
    signature: trimmed(headers['x-qf-sign']),
    signType: trimmed(headers['x-qf-signtype']),
    timestamp: trimmed(headers['x-qf-timestamp']),
    nonce: trimmed(headers['x-qf-nonce']),
    contentType: headers['content-type'],
    query,
    body,
  };
}

function trimmed(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value.trim() : undefined;
}

/** What is answered to a request that did not arrive whole. */
export function brokenRequest(log: Log, problem: string): Answer {
  const last = { Connection: 'close' };
  if (problem === 'too large') {
    return unsignedAnswer('1103', `the body is larger than ${BODY_BYTES_MAX} bytes`, 413, last);
  }
  log.warn('broken_request', { why: problem });
  return unsignedAnswer('1103', 'the request cannot be read', 400, last);
}

/**
 * Sends an answer.
 *
 * @param last whether the connection ends with it: one kept alive would hold up a gateway that is being stopped.
 */
export function send(response: ServerResponse, { status, headers, body }: Answer, last: boolean): void {
  const closing = last ? { Connection: 'close' } : undefined;
  if (typeof body !== 'string') {
    response.writeHead(status, { ...headers, ...closing });
    // Whichever side breaks off first takes the other with it: a file that is cut short must not look like a whole one.
    pipeline(body, response, () => undefined);
    return;
  }
  // The wire's JSON is ASCII, so characters are bytes, here and in the encoding below.
  response.writeHead(status, { ...headers, 'Content-Length': body.length, ...closing });
  response.end(body, 'latin1');
}
