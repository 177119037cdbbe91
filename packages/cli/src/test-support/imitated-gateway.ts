import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { parseForm, signBody, verifyRequest } from '@opencpm/protocol';
import { nodeDigest } from '@opencpm/protocol/node';

/** Credentials the imitated gateway knows. */
export const TEST_APP_CODE = '0123456789ABCDEF0123456789ABCDEF';
export const TEST_KEY = 'FEDCBA9876543210FEDCBA9876543210';

/** A request as the imitated gateway received it. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path with the query string. */
  readonly path: string;
  /** Form parameters, empty for other bodies. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly body: string;
  /** Whether app code and signature are right. */
  readonly signed: boolean;
}

/** How the imitated gateway answers. */
export type ImitatedAnswer =
  | {
      readonly json: unknown;
      readonly status?: number;
      /** `MD5` when left out. */
      readonly signature?: 'MD5' | 'SHA256' | 'none' | 'wrong';
    }
  | { readonly text: string; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Cuts the connection after the request was read. */
  | 'cut'
  /** Reads the request and never answers. */
  | 'silence';

/** Answers by path without query string; others get 404. */
export type ImitatedRoutes = Readonly<Record<string, (request: ReceivedRequest) => ImitatedAnswer>>;

/** A server on the loopback interface that answers like a gateway with a sandbox. */
export interface ImitatedGateway {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** The merchants of an imitated sandbox: a partner first, so that choosing the direct one is seen. */
export const TEST_MERCHANTS = {
  merchants: [
    { app_code: 'P'.repeat(32), client_key: 'Q'.repeat(32), kind: 'partner', name: 'Group', stores: [] },
    { app_code: TEST_APP_CODE, client_key: TEST_KEY, kind: 'direct', name: 'Shop', stores: [] },
  ],
};

/** Starts an imitated gateway on a free port. */
export async function imitateGateway(routes: ImitatedRoutes): Promise<ImitatedGateway> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, response) => {
    void receive(incoming).then((request) => {
      requests.push(request);
      const route = routes[request.path.split('?', 1)[0] ?? ''];
      answer(
        response,
        route === undefined ? { json: { respcd: '1103' }, status: 404, signature: 'none' } : route(request),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const bytes = await buffer(incoming);
  const isForm = incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const form = isForm ? parseForm(bytes) : undefined;
  const parameters = form?.ok === true ? form.parameters : [];
  const signed =
    incoming.headers['x-qf-appcode'] === TEST_APP_CODE &&
    verifyRequest(parameters, {
      signature: String(incoming.headers['x-qf-sign']),
      algorithm: incoming.headers['x-qf-signtype'] === 'SHA256' ? 'SHA256' : 'MD5',
      keys: [TEST_KEY],
      rawAllowed: false,
      digest: nodeDigest,
    }) !== undefined;
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    parameters: new Map(parameters.map(({ name, value }) => [name, value])),
    body: bytes.toString('utf8'),
    signed,
  };
}

function answer(response: ServerResponse, given: ImitatedAnswer): void {
  if (given === 'silence') return;
  if (given === 'cut') {
    response.destroy();
    return;
  }
  if ('text' in given) {
    response.writeHead(given.status, given.headers).end(given.text);
    return;
  }
  const body = JSON.stringify(given.json);
  const { signature = 'MD5', status = 200 } = given;
  if (signature === 'wrong')
    response.setHeader('X-QF-SIGN', signBody(body, 'another key', 'MD5', nodeDigest));
  if (signature === 'MD5') response.setHeader('X-QF-SIGN', signBody(body, TEST_KEY, 'MD5', nodeDigest));
  if (signature === 'SHA256') {
    response.setHeader('X-QF-SIGN', signBody(body, TEST_KEY, 'SHA256', nodeDigest));
    response.setHeader('X-QF-SIGNTYPE', 'SHA256');
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(body);
}
