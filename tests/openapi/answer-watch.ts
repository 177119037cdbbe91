import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { AnswerCheck, type SeenAnswer } from './answer-check.ts';

const SERVER_MADE = 'fastify.initialization';
const REQUEST_BEGUN = 'http.server.request.start';

const EXPECTATION_FAILED = 417;

/** Routes beside the wire's own, which the description does not speak of. */
const OTHER_ROUTES = /^\/(?:sandbox|phone|docs|till|wallets|openapi\.)/;

/**
 * Looks at every answer of every gateway of this process as it leaves, by the channels Node and Fastify offer for that;
 * whoever asked and however the bytes arrived. Servers that imitate a gateway are left alone.
 */
export class AnswerWatch {
  readonly #servers = new WeakMap<object, FastifyInstance>();
  readonly #problems: string[] = [];
  /** Made by the first answer: most test files have none. */
  #check: AnswerCheck | undefined;
  #checked = 0;

  readonly #learnServer = (message: unknown): void => {
    const { fastify } = message as { readonly fastify: FastifyInstance };
    this.#servers.set(fastify.server, fastify);
  };

  readonly #learnRequest = (message: unknown): void => {
    const { request, response, server } = message as {
      readonly request: IncomingMessage;
      readonly response: ServerResponse;
      readonly server: Server;
    };
    const app = this.#servers.get(server);
    if (app?.hasRoute({ method: 'GET', url: '/healthz' }) !== true) return;
    const answer = record(response);
    response.once('finish', () => this.#look(request, answer()));
  };

  /** Begins to watch. */
  begin(): void {
    subscribe(SERVER_MADE, this.#learnServer);
    subscribe(REQUEST_BEGUN, this.#learnRequest);
  }

  /** Ends watching. */
  end(): void {
    unsubscribe(SERVER_MADE, this.#learnServer);
    unsubscribe(REQUEST_BEGUN, this.#learnRequest);
  }

  /** Answers checked so far. */
  get checked(): number {
    return this.#checked;
  }

  /** What was wrong with answers since this was last asked. */
  takeProblems(): readonly string[] {
    return this.#problems.splice(0);
  }

  #look({ method = '', url = '' }: IncomingMessage, sent: Sent | undefined): void {
    if (sent === undefined) return;
    // A target may also name the host in front of the path.
    const [path = ''] = url.replace(/^https?:\/\/[^/]*/, '').split('?', 1);
    this.#check ??= new AnswerCheck();
    if (!this.#check.describes(path) && OTHER_ROUTES.test(path)) return;
    this.#checked += 1;
    for (const problem of this.#check.problemsOf({ method, path, ...sent })) {
      this.#problems.push(`${method} ${path} ${sent.status}: ${problem}; the answer: ${sent.body}`);
    }
  }
}

type Sent = Omit<SeenAnswer, 'method' | 'path'>;

/**
 * Keeps what is written to a response; ask when it is finished.
 *
 * @returns `undefined` for what Node answers by itself, before the gateway has seen the request: to one without a host, or
 * with an expectation nobody knows. It hands its headers over as a list, or none.
 */
function record(response: ServerResponse): () => Sent | undefined {
  let byNode = false;
  const chunks: Buffer[] = [];
  let headers = new Map<string, string>();
  const writeHead = response.writeHead.bind(response);
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const keep = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === 'string') {
      chunks.push(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'));
    }
    if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  response.writeHead = ((...all: Parameters<typeof writeHead>) => {
    byNode ||= all.some((each) => Array.isArray(each)) || all[0] === EXPECTATION_FAILED;
    const given = all.find((each): each is Record<string, string> => typeof each === 'object');
    headers = new Map(
      Object.entries({ ...response.getHeaders(), ...given }).map(([name, value]) => [
        name.toLowerCase(),
        String(value),
      ]),
    );
    return Reflect.apply(writeHead, undefined, all);
  }) as typeof writeHead;
  response.write = ((...all: Parameters<typeof write>) => {
    if (headers.get('content-type') !== 'application/zip') keep(all[0], all[1]);
    return Reflect.apply(write, undefined, all);
  }) as typeof write;
  response.end = ((...all: Parameters<typeof end>) => {
    keep(all[0], all[1]);
    return Reflect.apply(end, undefined, all);
  }) as typeof end;
  return () =>
    byNode
      ? undefined
      : { status: response.statusCode, headers, body: Buffer.concat(chunks).toString('utf8') };
}
