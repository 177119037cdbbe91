/**
 * The yardstick as a process of its own: a bare `node:http` server that reads a request's body and answers with a
 * fixed text. The shape of the answer comes from the parent, copied from a real answer of the gateway.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EchoShape } from './echo-shape.ts';

/** What the yardstick tells when it listens. */
export interface EchoReady {
  readonly port: number;
}

/** As the gateway, so that both send the same `Keep-Alive` header. */
const KEEP_ALIVE_MS = 65_000;

process.once('disconnect', () => process.exit(0));
process.once('message', (message) => serve(message as EchoShape));

function serve({ headers, bodyBytes }: EchoShape): void {
  const body = 'e'.repeat(bodyBytes);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', () => {
      Buffer.concat(chunks);
      response.writeHead(200, headers).end(body);
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const ready: EchoReady = { port: (server.address() as AddressInfo).port };
    process.send?.(ready);
  });
}
