import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiRefusal } from '../api-refusal.ts';
import type { Session } from '../cashier/sessions.ts';
import { API_BASE, CSRF_BEFORE_LOG_IN, CSRF_HEADER } from '../page-api/index.ts';
import type { Till } from '../till.ts';
import { API_HEADERS } from './answer.ts';
import { type Reader, readJson } from './read-fields.ts';
import { sameText } from './request-guard.ts';
import { SessionCookie } from './session-cookie.ts';

/** What a call of the page comes with. */
export interface ApiCall<Input> {
  readonly till: Till;
  readonly input: Input;
  /** Parameter `id` of the address. */
  readonly id: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A call of somebody who is logged in. */
export interface SessionCall<Input> extends ApiCall<Input> {
  readonly session: Session;
}

type Method = 'GET' | 'POST';

/** Adds the calls of the API: each reads its input by one shape, and takes a session unless it says otherwise. */
export class ApiScope {
  readonly #app: FastifyInstance;
  readonly #till: () => Till | undefined;

  /** @param till `undefined` while it is being opened. */
  constructor(app: FastifyInstance, till: () => Till | undefined) {
    this.#app = app;
    this.#till = till;
  }

  /** A call before the log-in. */
  open<Input>(
    method: Method,
    path: string,
    shape: Reader<Input>,
    handle: (call: ApiCall<Input>) => unknown,
  ): void {
    this.#route(method, path, shape, (call) => {
      if (method !== 'GET' && call.request.headers[CSRF_HEADER] !== CSRF_BEFORE_LOG_IN) {
        throw new ApiRefusal('stale_page', `${CSRF_HEADER}: send ${CSRF_BEFORE_LOG_IN} before the log-in`);
      }
      return handle(call);
    });
  }

  /** A call of a cashier. */
  add<Input>(
    method: Method,
    path: string,
    shape: Reader<Input>,
    handle: (call: SessionCall<Input>) => unknown,
  ): void {
    this.#route(method, path, shape, (call) => {
      const session = sessionOf(call.till, call.request, true);
      if (session === undefined) throw new ApiRefusal('logged_out', 'log in first');
      const csrf = call.request.headers[CSRF_HEADER];
      if (method !== 'GET' && !(typeof csrf === 'string' && sameText(csrf, session.row.csrfToken))) {
        throw new ApiRefusal('stale_page', `${CSRF_HEADER}: send the token of the session`);
      }
      return handle({ ...call, session });
    });
  }

  #route<Input>(
    method: Method,
    path: string,
    shape: Reader<Input>,
    handle: (call: ApiCall<Input>) => unknown,
  ): void {
    this.#app.route<{ Params: { id?: string } }>({
      method,
      url: `${API_BASE}${path}`,
      handler: async (request, reply) => {
        const till = this.#till();
        if (till === undefined) throw new ApiRefusal('unavailable', 'the till is being started; ask again');
        reply.headers(API_HEADERS);
        const given =
          method === 'GET' ? request.query : readJson(request.body, request.headers['content-type']);
        const input = shape(given, '');
        return handle({ till, input, id: request.params.id ?? '', request, reply });
      },
    });
  }
}

/** The session of a request, if there is one. */
export function sessionOf(till: Till, request: FastifyRequest, used: boolean): Session | undefined {
  const token = new SessionCookie(till.prefix).read(request.headers.cookie);
  return token === undefined ? undefined : till.sessions.find(token, used);
}
