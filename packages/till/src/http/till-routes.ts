import { addPage } from '@opencpm/page-host';
import type { FastifyInstance } from 'fastify';
import { ApiRefusal } from '../api-refusal.ts';
import { API_BASE } from '../page-api/index.ts';
import type { TillLog } from '../ports.ts';
import type { Till } from '../till.ts';
import { addAccessCalls } from './access-calls.ts';
import { API_HEADERS, failureAnswer, STRICT_TRANSPORT } from './answer.ts';
import { ApiScope } from './api-scope.ts';
import { addEventStream } from './event-stream.ts';
import { addReceiptRoutes } from './receipt-routes.ts';
import { assertOwnPage, type ReachRules } from './request-guard.ts';
import { SHAPES } from './request-shapes.ts';
import { addSaleCalls } from './sale-calls.ts';
import { addShiftCalls } from './shift-calls.ts';

/** Largest body; every request fits several times. */
const BODY_BYTES_MAX = 16 * 1024;
const PAGE_FOLDER = new URL('../../dist/till/', import.meta.url);

/** What serving a till takes. */
export interface TillRoutesParts {
  /** `undefined` while it is being opened. */
  readonly till: () => Till | undefined;
  readonly log: TillLog;
  readonly reach: ReachRules;
  /** Whether browsers come by TLS. */
  readonly isSecure: boolean;
  /** Address of the customer's phone of the sandbox. */
  readonly phoneUrl: string | undefined;
  /** Folder of the built page, ending in a slash; for tests. */
  readonly pageFolder?: URL;
}

/**
 * Everything below `/till`: the page, its calls, and the customers' receipts. Belongs into a scope of its own
 * (`app.register`), so that its rules bind nothing else.
 */
export function addTillRoutes(scope: FastifyInstance, parts: TillRoutesParts): void {
  const { till, log, reach, isSecure, phoneUrl, pageFolder = PAGE_FOLDER } = parts;
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX },
    (_request, body, done) => {
      done(null, body);
    },
  );

  scope.addHook('onRequest', async (request, reply) => {
    if (isSecure) reply.header('strict-transport-security', STRICT_TRANSPORT);
    const fetchSite = request.headers['sec-fetch-site'];
    assertOwnPage(
      {
        method: request.method,
        remoteAddress: request.socket.remoteAddress,
        host: request.headers.host,
        origin: request.headers.origin,
        fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined,
      },
      reach,
      isOpenAddress(request.url),
    );
  });

  scope.addHook('onSend', async (_request, reply) => {
    // A connection kept alive would hold up a till that is being stopped.
    if (!scope.server.listening) reply.header('connection', 'close');
  });

  scope.setErrorHandler((error, request, reply) => {
    const refusal = error instanceof ApiRefusal ? error : foreign(error);
    if (refusal.code === 'unavailable' && !(error instanceof ApiRefusal)) {
      log.alert('till_call_failed', { url: request.routeOptions.url, why: String(error) });
    }
    const { status, headers, body } = failureAnswer(refusal);
    return reply
      .code(status)
      .headers({ ...API_HEADERS, ...headers })
      .send(body);
  });

  const api = new ApiScope(scope, till);
  api.open('GET', '/health', SHAPES.nothing, ({ till: open, reply }) => {
    const health = open.health();
    if (health.status !== 'ok') reply.code(503);
    return health;
  });
  addAccessCalls(api, phoneUrl);
  addSaleCalls(api);
  addShiftCalls(api);
  addEventStream(scope, api, isSecure);
  scope.all(`${API_BASE}/*`, async () => {
    throw new ApiRefusal('not_found', 'there is no such call; see page-api/routes.ts');
  });
  addReceiptRoutes(scope, till);
  addPage(scope, {
    path: '/till',
    folder: pageFolder,
    camera: true,
    wasm: true,
    installable: true,
    trustedTypesPolicy: 'till',
  });
}

/** What may be opened from anywhere: the page itself, by a link, and receipts. Neither does anything. */
function isOpenAddress(url: string): boolean {
  const [path = ''] = url.split('?', 1);
  return !path.startsWith(`${API_BASE}/`);
}

/** What the server itself found wrong with a request, or a fault of the program. */
function foreign(error: unknown): ApiRefusal {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 413) return new ApiRefusal('invalid', `body: it is larger than ${BODY_BYTES_MAX} bytes`);
  if (status >= 400 && status < 500) return new ApiRefusal('invalid', 'the request cannot be read');
  return new ApiRefusal('unavailable', 'the till cannot do this now; see its log');
}
