import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach } from 'vitest';
import { ManualTime } from '../clock/test-time.ts';
import { NodeTransport, type ResolveName } from './node-transport.ts';
import type { NotifyAnswer } from './notify-transport.ts';

/** Body of every notification that {@link post} sends. */
export const BODY = '{"status": "1"}';

/** How a post differs from the usual one, which goes to this machine without a limit of time. */
interface PostOptions {
  readonly resolve?: ResolveName;
  readonly loopbackAllowed?: boolean;
  readonly time?: ManualTime;
  readonly signal?: AbortSignal;
  readonly authorities?: string;
}

/** Posts a notification over the real network. */
export function post(url: string, options: PostOptions = {}): Promise<NotifyAnswer> {
  const { resolve, authorities, loopbackAllowed = true, time = new ManualTime() } = options;
  const transport = new NodeTransport({
    policy: { loopbackAllowed },
    timers: time,
    ...(resolve === undefined ? {} : { resolve }),
    ...(authorities === undefined ? {} : { authorities }),
  });
  const headers = { 'Content-Type': 'application/json', 'X-QF-SIGN': 'ABC' };
  return transport.post({ url, headers, body: BODY }, options.signal ?? new AbortController().signal);
}

/** A server that writes bytes of its own choice on every connection and leaves the rest to the client. */
interface RawServer {
  readonly url: string;
  /** Connections so far. */
  connections(): number;
}

/** Opens raw servers that are closed after each test. */
export function useRawServers(): (bytes: string) => Promise<RawServer> {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });
  return async (bytes) => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
      socket.on('data', () => undefined);
      socket.write(bytes, 'latin1');
    });
    closing.push(() => {
      server.close();
      return once(server, 'close');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return { url: `http://127.0.0.1:${address.port}/`, connections: () => connections };
  };
}
