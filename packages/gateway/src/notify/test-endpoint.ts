import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach } from 'vitest';

/** A request an endpoint has received. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Header names and values as they were written. */
  readonly rawHeaders: readonly string[];
}

/** A merchant's endpoint on this machine. */
export class TestEndpoint {
  readonly received: Received[] = [];
  /** How the next requests are answered. */
  answer: (response: ServerResponse, received: Received) => void = (response) => response.end('SUCCESS');
  /** Connections that were made, used or not. */
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        const { url: path = '', headers, rawHeaders } = request;
        const received = { path, headers, rawHeaders, body };
        this.received.push(received);
        this.answer(response, received);
      });
    });
    this.#server.on('connection', (socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async open(host = '127.0.0.1'): Promise<TestEndpoint> {
    const endpoint = new TestEndpoint();
    endpoint.#server.listen(0, host);
    await once(endpoint.#server, 'listening');
    return endpoint;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/notify`;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#sockets.size;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Opens endpoints that are closed after each test. */
export function useEndpoints(): () => Promise<TestEndpoint> {
  const opened: TestEndpoint[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((endpoint) => endpoint.close()));
  });
  return async () => {
    const endpoint = await TestEndpoint.open();
    opened.push(endpoint);
    return endpoint;
  };
}

/** Waits until something holds, letting sockets and disk do their work in between. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}
