import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server } from 'node:http';

interface StartedRequest {
  readonly server: Server;
  readonly request: IncomingMessage;
}

/** The server inside the gateway, as Node announces it with every request it begins to read. */
export async function serverOf(ask: () => Promise<unknown>): Promise<Server> {
  let found: Server | undefined;
  const notice = (message: unknown): void => {
    found = (message as StartedRequest).server;
  };
  subscribe('http.server.request.start', notice);
  await ask();
  unsubscribe('http.server.request.start', notice);
  if (found === undefined) throw new Error('no server has announced a request');
  return found;
}

/** Requests a server of this process began to read while something was done, as `METHOD target`. */
export async function requestsSeen(run: () => Promise<unknown>): Promise<readonly string[]> {
  const seen: string[] = [];
  const notice = (message: unknown): void => {
    const { method = '', url = '' } = (message as StartedRequest).request;
    seen.push(`${method} ${url}`);
  };
  subscribe('http.server.request.start', notice);
  try {
    await run();
  } finally {
    unsubscribe('http.server.request.start', notice);
  }
  return seen;
}
