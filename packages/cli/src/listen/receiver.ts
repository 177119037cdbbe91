import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-code.ts';

/** Longest body that is read; a notification has about half a kilobyte. */
const BODY_BYTES_MAX = 65_536;

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /** Header by its name in lower case, absent when it was not sent. */
  header(name: string): string | undefined;
  readonly body: Uint8Array;
}

/** What the sender is answered. */
export interface ReceiverAnswer {
  readonly status: number;
  readonly body: string | Uint8Array;
}

/** A server that listens. */
export interface Receiver {
  /** Address it can be reached at, without a slash at its end. */
  readonly url: string;
  /** Lets requests that were read be answered, then closes. */
  close(): Promise<void>;
}

/**
 * Listens on this machine and answers every request by `handle`.
 *
 * @param port 0 lets the system choose.
 * @throws CommandFailure when the port cannot be used.
 */
export function openReceiver(
  port: number,
  handle: (request: ReceivedRequest) => Promise<ReceiverAnswer>,
): Promise<Receiver> {
  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const served = serve(request, response, handle).finally(() => underWay.delete(served));
    underWay.add(served);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(port, error)));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const used = address === null || typeof address === 'string' ? port : address.port;
      resolve({
        url: `http://127.0.0.1:${used}`,
        async close() {
          await Promise.all(underWay);
          await new Promise<void>((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          });
        },
      });
    });
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (request: ReceivedRequest) => Promise<ReceiverAnswer>,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) {
    // Answered and cut off: the rest of the body is of no interest.
    response.writeHead(413, { connection: 'close' }).end('TOO LARGE');
    return;
  }
  const { method = '', url: path = '/', headers } = request;
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
  const answer = await handle({ method, path, header, body });
  await new Promise<void>((sent) => {
    response.on('close', () => sent());
    response.writeHead(answer.status, { 'content-type': 'text/plain', connection: 'close' }).end(answer.body);
  });
}

/** The whole body, or `undefined` when it is too long or broke off. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > BODY_BYTES_MAX) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

function cannotListen(port: number, error: NodeJS.ErrnoException): CommandFailure {
  const inUse = error.code === 'EADDRINUSE';
  return new CommandFailure(
    EXIT.cannotRun,
    inUse ? `Port ${port} is in use.` : `Nothing can listen on port ${port}: ${error.message}.`,
    'Choose another port with --port, or 0 for any free one.',
  );
}
