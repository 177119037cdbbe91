import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request to a process of the shop. */
export interface StubRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What comes back: a status and a body, silence, or a closed connection. */
export type StubAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  | { readonly kind: 'silence' }
  | { readonly kind: 'hang_up' };

/** Serves one function on loopback and tells the parent where. */
export async function serveParent(
  port: number,
  answer: (request: StubRequest) => Promise<StubAnswer>,
): Promise<void> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub');
    const handle = async (): Promise<void> => {
      const body = await text(request);
      const given = await answer({ path: pathname, query: searchParams, headers: request.headers, body });
      if (given.kind === 'answer') response.writeHead(given.status).end(given.body);
      else if (given.kind === 'hang_up') request.socket.destroy();
    };
    handle().catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  process.send?.({ url: `http://127.0.0.1:${address.port}`, port: address.port });
}
